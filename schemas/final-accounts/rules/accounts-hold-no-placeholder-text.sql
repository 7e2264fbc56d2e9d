-- title: 决算没有残留的占位文字
-- title_en: No placeholder text is left in the accounts
-- severity: error
-- tables: [fin01_summary, fin02_income, fin03_expense, fin04_fiscal, fin05_general_func, fin06_basic_econ, fin08_fund, fin09_capital]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: “XX”“××”“某某”“……”和只剩序号的行是表样里留给填表人的空，公开时还在，说明没有填完。
-- why_en: XX, ××, 某某, … and bare ordinals are blanks the form leaves to be filled in; where they are still there the table is unfinished.
-- message: 名称里有没填的占位文字：{value}
-- message_en: "A placeholder of the form was left in: {value}"
select dataset, snapshot, table_name, source_row, field, value,
       null as expected, null as difference
from (
  select dataset, snapshot, 'fin01_summary' as table_name, source_row,
         'item_name' as field, item_name as value
  from fin01_summary
  where '{table}' = 'fin01_summary'
  union all
  select dataset, snapshot, 'fin02_income', source_row,
         'function_name', function_name
  from fin02_income
  where '{table}' = 'fin02_income'
  union all
  select dataset, snapshot, 'fin03_expense', source_row,
         'function_name', function_name
  from fin03_expense
  where '{table}' = 'fin03_expense'
  union all
  select dataset, snapshot, 'fin04_fiscal', source_row,
         'item_name', item_name
  from fin04_fiscal
  where '{table}' = 'fin04_fiscal'
  union all
  select dataset, snapshot, 'fin05_general_func', source_row,
         'function_name', function_name
  from fin05_general_func
  where '{table}' = 'fin05_general_func'
  union all
  select dataset, snapshot, 'fin06_basic_econ', source_row,
         'economic_name', economic_name
  from fin06_basic_econ
  where '{table}' = 'fin06_basic_econ'
  union all
  select dataset, snapshot, 'fin08_fund', source_row,
         'function_name', function_name
  from fin08_fund
  where '{table}' = 'fin08_fund'
  union all
  select dataset, snapshot, 'fin09_capital', source_row,
         'function_name', function_name
  from fin09_capital
  where '{table}' = 'fin09_capital'
)
where value glob '*[xXＸ×某…、]*'  -- hardly any name has one of these letters
  and (placeholder(value) is not null or value like '%、')
