-- title: 政府预决算没有残留的占位文字
-- title_en: No placeholder text is left in the government’s tables
-- severity: error
-- tables: [gov_public_revenue, gov_fund_revenue, gov_capital_revenue, gov_insurance_revenue, gov_public_expense, gov_fund_expense, gov_capital_expense, gov_insurance_expense, gov_public_own_expense, gov_fund_own_expense, gov_capital_own_expense, gov_public_basic, gov_public_transfer, gov_fund_transfer, gov_capital_transfer, gov_public_debt, gov_fund_debt]
-- basis: 政府预决算公开的通行做法
-- basis_en: Common practice in publishing government budgets and accounts
-- article: —
-- article_en: —
-- since: null
-- why: "“XX”“××”“某某”“……”是表样里留给填表人的空，公开时还在，说明没有填完。"
-- why_en: XX, ××, 某某 and … are blanks the form leaves to be filled in; where they are still there the table is unfinished.
-- message: 名称里有没填的占位文字：{value}
-- message_en: "A placeholder of the form was left in: {value}"
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, t.field, t.value,
       null as expected, null as difference
from (
  select l.dataset, l.snapshot, l.source_row, f.field, (
    select case f.field when 'project_name' then project_name
                        when 'region_name' then region_name
                        when 'revenue_name' then revenue_name
                        when 'function_name' then function_name
                        else government_economic_name end
    from {table} own
    where own.rowid = l.id) as value
  from (
    select t.rowid as id, t.dataset, t.snapshot, t.source_row, (
      select coalesce(revenue_name, function_name, government_economic_name, '') || '|'
             || coalesce(project_name, '') || '|' || coalesce(region_name, '') || '|'
      from {table} own
      where own.rowid = t.rowid) as names
    from {table} t, (  -- stand in for the names a table does not have
      select null as revenue_name, null as function_name, null as government_economic_name,
             null as project_name, null as region_name)
  ) l
  cross join (
    select 'revenue_name' as field, null as revenue_name, null as function_name,
           null as government_economic_name, null as project_name, null as region_name
    union all select 'function_name', null, null, null, null, null
    union all select 'government_economic_name', null, null, null, null, null
    union all select 'project_name', null, null, null, null, null
    union all select 'region_name', null, null, null, null, null
  ) f
  where l.names glob '*[xXＸ×某…、]*'  -- hardly any name has one of these letters
) t
where placeholder(t.value) is not null or t.value like '%、'
