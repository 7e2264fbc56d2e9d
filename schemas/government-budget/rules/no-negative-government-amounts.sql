-- title: 政府预决算没有不加说明的负数
-- title_en: No amount of the government is negative without a note
-- severity: warning
-- tables: [gov_public_revenue, gov_fund_revenue, gov_capital_revenue, gov_insurance_revenue, gov_public_expense, gov_fund_expense, gov_capital_expense, gov_insurance_expense, gov_public_own_expense, gov_fund_own_expense, gov_capital_own_expense, gov_public_basic, gov_public_transfer, gov_fund_transfer, gov_capital_transfer]
-- basis: 政府预决算公开的通行做法
-- basis_en: Common practice in publishing government budgets and accounts
-- article: —
-- article_en: —
-- since: null
-- why: 收支一般不会是负数；退税、冲减、调整和结余除外，此外确有负数的，应当在表下说明。
-- why_en: Revenue and spending are seldom below zero, but for refunds, offsets, adjustments and balances; elsewhere a note should say why.
-- excludes: 写有表注的表；退税、冲减、调整、结转和结余的行
-- excludes_en: Tables that have a note; lines of refunds, offsets, adjustments and balances
-- message: 这一行有负数（{value} 元），表下没有说明
-- message_en: The line has a negative amount ({value} yuan) and no note explains it
select a.dataset, a.snapshot, '{table}' as table_name, a.source_row, a.field,
       printf('%.2f', a.least / 100.0) as value, null as expected, null as difference
from (
  -- the smallest amount of every line, and the first amount below nought
  select rowid as id, dataset, snapshot, source_row,
         min(ifnull(prior_executed_amount_fen, 0), ifnull(approved_amount_fen, 0),
             ifnull(adjusted_amount_fen, 0), ifnull(executed_amount_fen, 0)) as least,
         case
           when prior_executed_amount_fen < 0 then 'prior_executed_amount'
           when approved_amount_fen < 0 then 'approved_amount'
           when adjusted_amount_fen < 0 then 'adjusted_amount'
           when executed_amount_fen < 0 then 'executed_amount'
         end as field
  from {table}
) a
join resource r
  on r.dataset = a.dataset and r.snapshot = a.snapshot and r.table_name = '{table}'
cross join (  -- stand in for the names a table does not have
  select null as revenue_name, null as function_name, null as government_economic_name,
         null as project_name
)
where a.least < 0 and r.note is null
  and not exists (
    select 1 from {table}
    where rowid = a.id
      and (coalesce(revenue_name, function_name, government_economic_name, project_name)
             like '%退%'
           or coalesce(revenue_name, function_name, project_name) like '%冲减%'
           or coalesce(revenue_name, function_name, project_name) like '%调整%'
           or coalesce(revenue_name, function_name, project_name) like '%结余%'
           or coalesce(revenue_name, function_name, project_name) like '%结转%'))
