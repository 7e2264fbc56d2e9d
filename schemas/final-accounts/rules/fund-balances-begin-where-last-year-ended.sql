-- title: 政府性基金年初结转是上年公开的年末结转
-- title_en: Balances of government funds begin where last year’s ended
-- severity: warning
-- tables: [fin08_fund]
-- published: [fin08_fund]
-- cannot_check: [counterpart-missing]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 上年末剩下的，就是今年初结转的；对不上又不说明，就有一年的数是错的。
-- why_en: What is left at the end of a year is what the next one begins with; if it differs without a word, one of the years is wrong.
-- excludes: 没有公开年初结转的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without an opening balance; differences from rounding are notes
-- message: 年初结转 {value} 元，上年公开的年末结转是 {expected} 元，相差 {difference}
-- message_en: "{value} yuan are carried over; {expected} yuan were published as left at the end of last year (difference {difference})"
-- mend: 核对两年的结转数；调整过年初数的，在说明里写明。
-- mend_en: Check the balances of both years, or say in a note what was adjusted.
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row,
       'executed_opening_balance_amount' as field,
       printf('%.2f', d.found / 100.0) as value,
       iif(d.parts is null, null, printf('%.2f', d.parts / 100.0)) as expected,
       d.found - d.parts as difference,
       iif(abs(d.found - d.parts) <= max(r.rounding_fen, q.rounding_fen), 'info', 'warning')
         as severity,
       iif(d.parts is null, 'counterpart-missing', null) as cannot_check
from (
  select t.dataset, t.snapshot, t.source_row, p.snapshot as last_snapshot,
         t.executed_opening_balance_amount_fen as found,
         p.executed_closing_balance_amount_fen as parts
  from {table} t
  left join {table} p
    on p.dataset = t.dataset and p.fiscal_year = t.fiscal_year - 1
    and p.function_code = t.function_code and p.executed_closing_balance_amount_fen is not null
  where t.executed_opening_balance_amount_fen is not null
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
left join resource q
  on q.dataset = d.dataset and q.snapshot = d.last_snapshot and q.table_name = '{table}'
where (d.found = d.parts) is not true
