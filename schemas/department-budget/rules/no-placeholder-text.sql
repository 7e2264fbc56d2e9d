-- title: 没有残留的占位文字
-- title_en: No placeholder text is left
-- severity: error
-- tables: [bgt01_summary, bgt02_income, bgt03_expense, bgt04_fiscal, bgt05_general_func, bgt06_fund_func, bgt07_capital_func, bgt08_basic_econ, bgt10_performance, bgt12_indicator]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
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
  select dataset, snapshot, 'bgt01_summary' as table_name, source_row,
         'item_name' as field, item_name as value
  from bgt01_summary
  where '{table}' = 'bgt01_summary'
  union all
  select dataset, snapshot, 'bgt02_income', source_row,
         'function_name', function_name
  from bgt02_income
  where '{table}' = 'bgt02_income'
  union all
  select dataset, snapshot, 'bgt03_expense', source_row,
         'function_name', function_name
  from bgt03_expense
  where '{table}' = 'bgt03_expense'
  union all
  select dataset, snapshot, 'bgt04_fiscal', source_row,
         'item_name', item_name
  from bgt04_fiscal
  where '{table}' = 'bgt04_fiscal'
  union all
  select dataset, snapshot, 'bgt05_general_func', source_row,
         'function_name', function_name
  from bgt05_general_func
  where '{table}' = 'bgt05_general_func'
  union all
  select dataset, snapshot, 'bgt06_fund_func', source_row,
         'function_name', function_name
  from bgt06_fund_func
  where '{table}' = 'bgt06_fund_func'
  union all
  select dataset, snapshot, 'bgt07_capital_func', source_row,
         'function_name', function_name
  from bgt07_capital_func
  where '{table}' = 'bgt07_capital_func'
  union all
  select dataset, snapshot, 'bgt08_basic_econ', source_row,
         'economic_name', economic_name
  from bgt08_basic_econ
  where '{table}' = 'bgt08_basic_econ'
  union all
  select dataset, snapshot, 'bgt10_performance', source_row,
         'project_name', project_name
  from bgt10_performance
  where '{table}' = 'bgt10_performance'
  union all
  select dataset, snapshot, 'bgt12_indicator', source_row,
         'project_name', project_name
  from bgt12_indicator
  where '{table}' = 'bgt12_indicator'
  union all
  select dataset, snapshot, 'bgt12_indicator', source_row,
         'indicator_level3', indicator_level3
  from bgt12_indicator
  where '{table}' = 'bgt12_indicator'
)
where value glob '*[xXＸ×某…、]*'  -- hardly any name has one of these letters
  and (placeholder(value) is not null or value like '%、')
