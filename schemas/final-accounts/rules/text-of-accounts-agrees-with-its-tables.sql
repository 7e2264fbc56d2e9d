-- title: 文字说明与决算表一致
-- title_en: The text of the accounts agrees with its tables
-- severity: warning
-- tables: [fin11_statement, fin01_summary, fin02_income, fin03_expense, fin04_fiscal, fin05_general_func, fin06_basic_econ, fin07_sangong]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 文字说明和表说的是同一件事，数字应当一样；文字错了，看文字的人就被误导了。
-- why_en: Text and tables speak of the same thing and should say the same; who reads only the text would be misled.
-- excludes: 文字里没有写的数；文字按万元四舍五入造成的差异
-- excludes_en: Figures the text does not state; rounding to units of 10,000 yuan
-- message: 文字里写的是 {value} 元，表里是 {expected} 元，相差 {difference}
-- message_en: The text states {value} yuan, the table {expected} yuan (difference {difference})
select d.dataset, d.snapshot, 'fin11_statement' as table_name, d.source_row, d.field,
       printf('%.2f', d.found / 100.0) as value,
       printf('%.2f', ifnull(d.parts, 0) / 100.0) as expected,
       d.found - ifnull(d.parts, 0) as difference,
       iif(abs(d.found - ifnull(d.parts, 0)) <= d.unit + q.rounding_fen / 2, 'info', 'warning')
         as severity
from (
  -- text is printed in units of 10,000 yuan, to two decimals or none
  select *, iif(found % 1000000 = 0, 1000000, 10000) as unit
  from (
    select s.dataset, s.snapshot, s.source_row, 'stated_total_amount' as field,
           'fin01_summary' as other,
           s.stated_total_amount_fen as found, o.executed_amount_fen as parts
    from fin11_statement s
    join fin01_summary o
      on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
      and o.side = 'expense' and o.item_name = '总计'
    union all
    select s.dataset, s.snapshot, s.source_row, 'stated_income_amount',
           'fin02_income',
           s.stated_income_amount_fen, o.executed_income_amount_fen
    from fin11_statement s
    join fin02_income o
      on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
      and o.function_code = '合计'
    union all
    select s.dataset, s.snapshot, s.source_row, 'stated_expense_amount',
           'fin03_expense',
           s.stated_expense_amount_fen, o.executed_amount_fen
    from fin11_statement s
    join fin03_expense o
      on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
      and o.function_code = '合计'
    union all
    select s.dataset, s.snapshot, s.source_row, 'stated_basic_amount',
           'fin03_expense',
           s.stated_basic_amount_fen, o.executed_basic_amount_fen
    from fin11_statement s
    join fin03_expense o
      on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
      and o.function_code = '合计'
    union all
    select s.dataset, s.snapshot, s.source_row, 'stated_project_amount',
           'fin03_expense',
           s.stated_project_amount_fen, o.executed_project_amount_fen
    from fin11_statement s
    join fin03_expense o
      on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
      and o.function_code = '合计'
    union all
    select s.dataset, s.snapshot, s.source_row, 'stated_appropriation_total_amount',
           'fin04_fiscal',
           s.stated_appropriation_total_amount_fen, o.executed_amount_fen
    from fin11_statement s
    join fin04_fiscal o
      on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
      and o.side = 'expense' and o.item_name = '总计'
    union all
    select s.dataset, s.snapshot, s.source_row, 'stated_general_public_amount',
           'fin05_general_func',
           s.stated_general_public_amount_fen, o.executed_amount_fen
    from fin11_statement s
    join fin05_general_func o
      on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
      and o.function_code = '合计'
    union all
    select s.dataset, s.snapshot, s.source_row, 'stated_personnel_amount',
           'fin06_basic_econ',
           s.stated_personnel_amount_fen, o.executed_amount_fen
    from fin11_statement s
    join fin06_basic_econ o
      on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
      and o.economic_code = '人员经费合计'
    union all
    select s.dataset, s.snapshot, s.source_row, 'stated_public_use_amount',
           'fin06_basic_econ',
           s.stated_public_use_amount_fen, o.executed_amount_fen
    from fin11_statement s
    join fin06_basic_econ o
      on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
      and o.economic_code = '公用经费合计'
    union all
    select s.dataset, s.snapshot, s.source_row, 'stated_sangong_amount',
           'fin07_sangong',
           s.stated_sangong_amount_fen, o.executed_sangong_amount_fen
    from fin11_statement s
    join fin07_sangong o
      on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
  )
  where found is not null
) d
join resource q
  on q.dataset = d.dataset and q.snapshot = d.snapshot and q.table_name = d.other
where abs(d.found - ifnull(d.parts, 0)) > d.unit / 2 + q.rounding_fen / 2
