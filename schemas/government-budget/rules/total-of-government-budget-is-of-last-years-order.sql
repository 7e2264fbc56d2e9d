-- title: 政府预算总额同上年相比没有差出几十倍
-- title_en: The totals of the government’s budget are of last year’s order
-- severity: warning
-- tables: [gov_public_revenue, gov_public_expense, gov_public_own_expense]
-- published: [gov_public_revenue, gov_public_expense, gov_public_own_expense]
-- parameters: [largest-plausible-ratio]
-- cannot_check: [counterpart-missing]
-- basis: 政府预决算公开的通行做法
-- basis_en: Common practice in publishing government budgets and accounts
-- article: —
-- article_en: —
-- since: null
-- why: 同一级政府，今年是去年的几十倍或者几十分之一，多半有一年的单位弄错了。
-- why_en: When a government’s total is dozens of times last year’s, or a small part of it, one of the years probably has the wrong unit.
-- excludes: 没有写预算数的总额
-- excludes_en: Totals without an approved amount
-- message: 合计 {value} 元，上年公开的是 {expected} 元，请核对单位
-- message_en: The total is {value} yuan, {expected} yuan was published last year; check the unit
-- mend: 核对两年的表各自写明的单位；单位没有错的，不必改。
-- mend_en: Check the units the tables of both years state; where they are right, nothing has to change.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'approved_amount' as field,
       printf('%.2f', t.fen / 100.0) as value,
       iif(l.fen is null, null, printf('%.2f', l.fen / 100.0)) as expected,
       t.fen - l.fen as difference,
       iif(l.fen is null, 'counterpart-missing', null) as cannot_check
from (
  select dataset, snapshot, fiscal_year, source_row, max(approved_amount_fen) as fen
  from {table}
  where line_level = 'total' and approved_amount_fen is not null
  group by dataset, snapshot, fiscal_year
) t
join parameter p
  on p.name = 'largest-plausible-ratio'
  and t.fiscal_year || '-12-31' between p.valid_from and coalesce(p.valid_to, '9999-12-31')
left join (
  select dataset, fiscal_year, max(approved_amount_fen) as fen
  from {table}
  where line_level = 'total' and approved_amount_fen is not null
  group by dataset, fiscal_year
) l on l.dataset = t.dataset and l.fiscal_year = t.fiscal_year - 1
where (t.fen <= l.fen * p.value and l.fen <= t.fen * p.value) is not true
