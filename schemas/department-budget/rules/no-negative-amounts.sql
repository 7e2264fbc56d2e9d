-- title: 预算没有不加说明的负数
-- title_en: No budget amount is negative without a note
-- severity: warning
-- tables: [bgt01_summary, bgt02_income, bgt03_expense, bgt04_fiscal, bgt05_general_func, bgt06_fund_func, bgt07_capital_func, bgt08_basic_econ, bgt09_sangong]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 预算是打算收多少、花多少，不会是负数；确有冲减、调整的，应当在表下说明。
-- why_en: A budget says what is to come in and go out, which is never below zero; where something is set off, a note should say so.
-- message: 这一行有负数（{value} 元），表下没有说明
-- message_en: The line has a negative amount ({value} yuan) and no note explains it
select a.dataset, a.snapshot, a.table_name, a.source_row, null as field,
       printf('%.2f', a.least / 100.0) as value, null as expected, null as difference
from (
  -- the smallest amount of every line
  select dataset, snapshot, 'bgt01_summary' as table_name, source_row,
         min(ifnull(approved_amount_fen, 0), ifnull(approved_personnel_amount_fen, 0),
             ifnull(approved_public_use_amount_fen, 0),
             ifnull(approved_project_amount_fen, 0)) as least
  from bgt01_summary
  union all
  select dataset, snapshot, 'bgt02_income', source_row,
         min(ifnull(approved_income_amount_fen, 0),
             ifnull(approved_appropriation_amount_fen, 0),
             ifnull(approved_institution_income_amount_fen, 0),
             ifnull(approved_operating_income_amount_fen, 0),
             ifnull(approved_other_income_amount_fen, 0))
  from bgt02_income
  union all
  select dataset, snapshot, 'bgt03_expense', source_row,
         min(ifnull(approved_amount_fen, 0), ifnull(approved_basic_amount_fen, 0),
             ifnull(approved_project_amount_fen, 0))
  from bgt03_expense
  union all
  select dataset, snapshot, 'bgt04_fiscal', source_row,
         min(ifnull(approved_amount_fen, 0),
             ifnull(approved_general_public_amount_fen, 0),
             ifnull(approved_government_fund_amount_fen, 0),
             ifnull(approved_state_capital_amount_fen, 0))
  from bgt04_fiscal
  union all
  select dataset, snapshot, 'bgt05_general_func', source_row,
         min(ifnull(approved_amount_fen, 0), ifnull(approved_basic_amount_fen, 0),
             ifnull(approved_project_amount_fen, 0))
  from bgt05_general_func
  union all
  select dataset, snapshot, 'bgt06_fund_func', source_row,
         min(ifnull(approved_amount_fen, 0), ifnull(approved_basic_amount_fen, 0),
             ifnull(approved_project_amount_fen, 0))
  from bgt06_fund_func
  union all
  select dataset, snapshot, 'bgt07_capital_func', source_row,
         min(ifnull(approved_amount_fen, 0), ifnull(approved_basic_amount_fen, 0),
             ifnull(approved_project_amount_fen, 0))
  from bgt07_capital_func
  union all
  select dataset, snapshot, 'bgt08_basic_econ', source_row,
         min(ifnull(approved_amount_fen, 0), ifnull(approved_personnel_amount_fen, 0),
             ifnull(approved_public_use_amount_fen, 0))
  from bgt08_basic_econ
  union all
  select dataset, snapshot, 'bgt09_sangong', source_row,
         min(ifnull(approved_sangong_amount_fen, 0),
             ifnull(approved_abroad_amount_fen, 0),
             ifnull(approved_reception_amount_fen, 0),
             ifnull(approved_vehicle_amount_fen, 0),
             ifnull(approved_vehicle_purchase_amount_fen, 0),
             ifnull(approved_vehicle_running_amount_fen, 0),
             ifnull(approved_operating_cost_amount_fen, 0))
  from bgt09_sangong
) a
join resource r
  on r.dataset = a.dataset and r.snapshot = a.snapshot and r.table_name = a.table_name
where a.least < 0 and r.note is null
