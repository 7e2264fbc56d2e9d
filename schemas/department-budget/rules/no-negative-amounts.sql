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
-- excludes: 写有表注的表
-- excludes_en: Tables that have a note
-- message: 这一行有负数（{value} 元），表下没有说明
-- message_en: The line has a negative amount ({value} yuan) and no note explains it
select a.dataset, a.snapshot, a.table_name, a.source_row, a.field,
       printf('%.2f', a.least / 100.0) as value, null as expected, null as difference
from (
  -- the smallest amount of every line, and the first amount below nought
  select dataset, snapshot, source_row, 'bgt01_summary' as table_name,
         min(ifnull(approved_amount_fen, 0), ifnull(approved_personnel_amount_fen, 0),
             ifnull(approved_public_use_amount_fen, 0),
             ifnull(approved_project_amount_fen, 0)) as least,
         case
           when approved_amount_fen < 0 then 'approved_amount'
           when approved_personnel_amount_fen < 0 then 'approved_personnel_amount'
           when approved_public_use_amount_fen < 0 then 'approved_public_use_amount'
           when approved_project_amount_fen < 0 then 'approved_project_amount'
         end as field
  from bgt01_summary
  where '{table}' = 'bgt01_summary'
  union all
  select dataset, snapshot, source_row, 'bgt02_income',
         min(ifnull(approved_income_amount_fen, 0), ifnull(approved_appropriation_amount_fen, 0),
             ifnull(approved_institution_income_amount_fen, 0),
             ifnull(approved_operating_income_amount_fen, 0),
             ifnull(approved_other_income_amount_fen, 0)),
         case
           when approved_income_amount_fen < 0 then 'approved_income_amount'
           when approved_appropriation_amount_fen < 0 then 'approved_appropriation_amount'
           when approved_institution_income_amount_fen < 0 then 'approved_institution_income_amount'
           when approved_operating_income_amount_fen < 0 then 'approved_operating_income_amount'
           when approved_other_income_amount_fen < 0 then 'approved_other_income_amount'
         end
  from bgt02_income
  where '{table}' = 'bgt02_income'
  union all
  select dataset, snapshot, source_row, 'bgt03_expense',
         min(ifnull(approved_amount_fen, 0), ifnull(approved_basic_amount_fen, 0),
             ifnull(approved_project_amount_fen, 0)),
         case
           when approved_amount_fen < 0 then 'approved_amount'
           when approved_basic_amount_fen < 0 then 'approved_basic_amount'
           when approved_project_amount_fen < 0 then 'approved_project_amount'
         end
  from bgt03_expense
  where '{table}' = 'bgt03_expense'
  union all
  select dataset, snapshot, source_row, 'bgt04_fiscal',
         min(ifnull(approved_amount_fen, 0), ifnull(approved_general_public_amount_fen, 0),
             ifnull(approved_government_fund_amount_fen, 0),
             ifnull(approved_state_capital_amount_fen, 0)),
         case
           when approved_amount_fen < 0 then 'approved_amount'
           when approved_general_public_amount_fen < 0 then 'approved_general_public_amount'
           when approved_government_fund_amount_fen < 0 then 'approved_government_fund_amount'
           when approved_state_capital_amount_fen < 0 then 'approved_state_capital_amount'
         end
  from bgt04_fiscal
  where '{table}' = 'bgt04_fiscal'
  union all
  select dataset, snapshot, source_row, 'bgt05_general_func',
         min(ifnull(approved_amount_fen, 0), ifnull(approved_basic_amount_fen, 0),
             ifnull(approved_project_amount_fen, 0)),
         case
           when approved_amount_fen < 0 then 'approved_amount'
           when approved_basic_amount_fen < 0 then 'approved_basic_amount'
           when approved_project_amount_fen < 0 then 'approved_project_amount'
         end
  from bgt05_general_func
  where '{table}' = 'bgt05_general_func'
  union all
  select dataset, snapshot, source_row, 'bgt06_fund_func',
         min(ifnull(approved_amount_fen, 0), ifnull(approved_basic_amount_fen, 0),
             ifnull(approved_project_amount_fen, 0)),
         case
           when approved_amount_fen < 0 then 'approved_amount'
           when approved_basic_amount_fen < 0 then 'approved_basic_amount'
           when approved_project_amount_fen < 0 then 'approved_project_amount'
         end
  from bgt06_fund_func
  where '{table}' = 'bgt06_fund_func'
  union all
  select dataset, snapshot, source_row, 'bgt07_capital_func',
         min(ifnull(approved_amount_fen, 0), ifnull(approved_basic_amount_fen, 0),
             ifnull(approved_project_amount_fen, 0)),
         case
           when approved_amount_fen < 0 then 'approved_amount'
           when approved_basic_amount_fen < 0 then 'approved_basic_amount'
           when approved_project_amount_fen < 0 then 'approved_project_amount'
         end
  from bgt07_capital_func
  where '{table}' = 'bgt07_capital_func'
  union all
  select dataset, snapshot, source_row, 'bgt08_basic_econ',
         min(ifnull(approved_amount_fen, 0), ifnull(approved_personnel_amount_fen, 0),
             ifnull(approved_public_use_amount_fen, 0)),
         case
           when approved_amount_fen < 0 then 'approved_amount'
           when approved_personnel_amount_fen < 0 then 'approved_personnel_amount'
           when approved_public_use_amount_fen < 0 then 'approved_public_use_amount'
         end
  from bgt08_basic_econ
  where '{table}' = 'bgt08_basic_econ'
  union all
  select dataset, snapshot, source_row, 'bgt09_sangong',
         min(ifnull(approved_sangong_amount_fen, 0), ifnull(approved_abroad_amount_fen, 0),
             ifnull(approved_reception_amount_fen, 0), ifnull(approved_vehicle_amount_fen, 0),
             ifnull(approved_vehicle_purchase_amount_fen, 0),
             ifnull(approved_vehicle_running_amount_fen, 0),
             ifnull(approved_operating_cost_amount_fen, 0)),
         case
           when approved_sangong_amount_fen < 0 then 'approved_sangong_amount'
           when approved_abroad_amount_fen < 0 then 'approved_abroad_amount'
           when approved_reception_amount_fen < 0 then 'approved_reception_amount'
           when approved_vehicle_amount_fen < 0 then 'approved_vehicle_amount'
           when approved_vehicle_purchase_amount_fen < 0 then 'approved_vehicle_purchase_amount'
           when approved_vehicle_running_amount_fen < 0 then 'approved_vehicle_running_amount'
           when approved_operating_cost_amount_fen < 0 then 'approved_operating_cost_amount'
         end
  from bgt09_sangong
  where '{table}' = 'bgt09_sangong'
) a
join resource r
  on r.dataset = a.dataset and r.snapshot = a.snapshot and r.table_name = a.table_name
where a.least < 0 and r.note is null
