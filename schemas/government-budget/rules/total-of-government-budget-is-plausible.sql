-- title: 政府预决算总额的数量级合理
-- title_en: The totals of the government’s budget are of a plausible size
-- severity: warning
-- tables: [gov_public_revenue, gov_public_expense, gov_public_own_expense]
-- parameters: [smallest-plausible-government-total, largest-plausible-government-total]
-- basis: 政府预决算公开的通行做法
-- basis_en: Common practice in publishing government budgets and accounts
-- article: —
-- article_en: —
-- since: null
-- why: 一级政府全年收支只有几十万元，或者有十几万亿元，多半是把元、万元和亿元弄混了。
-- why_en: A government with less than a million yuan a year, or more than ten trillion, has probably mixed up yuan and units of 10,000 or of 100 million.
-- excludes: 没有写或者写零的总额
-- excludes_en: Totals that are not stated or nought
-- message: 合计 {value} 元，在 {expected} 元的合理界限之外，请核对单位
-- message_en: The total of {value} yuan lies beyond the plausible limit of {expected} yuan; check the unit
-- mend: 核对这张表写明的单位；单位没有错的，不必改。
-- mend_en: Check the unit the table states; where it is right, nothing has to change.
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       printf('%.2f', d.fen / 100.0) as value,
       printf('%.2f', iif(d.fen < least.value * 100, least.value, most.value)) as expected,
       null as difference
from (
  select dataset, snapshot, fiscal_year, source_row, 'prior_executed_amount' as field,
         prior_executed_amount_fen as fen
  from {table}
  where line_level = 'total'
  union all
  select dataset, snapshot, fiscal_year, source_row, 'approved_amount', approved_amount_fen
  from {table}
  where line_level = 'total'
  union all
  select dataset, snapshot, fiscal_year, source_row, 'adjusted_amount', adjusted_amount_fen
  from {table}
  where line_level = 'total'
  union all
  select dataset, snapshot, fiscal_year, source_row, 'executed_amount', executed_amount_fen
  from {table}
  where line_level = 'total'
) d
join parameter least
  on least.name = 'smallest-plausible-government-total'
  and d.fiscal_year || '-12-31'
      between least.valid_from and coalesce(least.valid_to, '9999-12-31')
join parameter most
  on most.name = 'largest-plausible-government-total'
  and d.fiscal_year || '-12-31'
      between most.valid_from and coalesce(most.valid_to, '9999-12-31')
where d.fen <> 0 and (d.fen < least.value * 100 or d.fen > most.value * 100)
