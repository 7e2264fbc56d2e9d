-- title: 债务年初余额是上年公开的年末余额
-- title_en: Debt begins where last year’s published balance ended
-- severity: warning
-- tables: [gov_public_debt, gov_fund_debt]
-- published: [gov_public_debt, gov_fund_debt]
-- cannot_check: [counterpart-missing]
-- basis: 地方预决算公开操作规程（财预〔2016〕143号）
-- basis_en: Working rules for publishing local budgets and accounts (Caiyu 2016 No. 143)
-- article: —
-- article_en: —
-- since: null
-- why: 年初欠的，就是上年末欠的；对不上又不说明，就有一年的数是错的。
-- why_en: What is owed at the start is what was owed at the end of the year before; if it differs without a word, one of the years is wrong.
-- excludes: 没有公开年初余额的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without the opening balance; differences from rounding are notes
-- message: 年初余额 {value} 元，上年公开的年末余额是 {expected} 元，相差 {difference}
-- message_en: "{value} yuan are owed at the start of the year; {expected} yuan were published for the end of last year (difference {difference})"
-- mend: 核对两年的余额；债务有划转的，在说明里写明。
-- mend_en: Check the balances of both years, or say in a note what was transferred.
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row,
       'executed_opening_debt_amount' as field,
       printf('%.2f', d.found / 100.0) as value,
       iif(d.parts is null, null, printf('%.2f', d.parts / 100.0)) as expected,
       d.found - d.parts as difference,
       iif(abs(d.found - d.parts) <= max(r.rounding_fen, q.rounding_fen), 'info', 'warning')
         as severity,
       iif(d.parts is null, 'counterpart-missing', null) as cannot_check
from (
  select t.dataset, t.snapshot, t.source_row, p.snapshot as last_snapshot,
         t.executed_opening_debt_amount_fen as found, p.executed_closing_debt_amount_fen as parts
  from {table} t
  left join {table} p
    on p.dataset = t.dataset and p.fiscal_year = t.fiscal_year - 1
    and plain_name(p.region_name) = plain_name(t.region_name)
    and p.executed_closing_debt_amount_fen is not null
  where t.executed_opening_debt_amount_fen is not null
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
left join resource q
  on q.dataset = d.dataset and q.snapshot = d.last_snapshot and q.table_name = '{table}'
where (d.found = d.parts) is not true
