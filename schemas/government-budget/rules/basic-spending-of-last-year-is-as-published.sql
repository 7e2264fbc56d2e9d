-- title: 上年基本支出数与上年公开的一致
-- title_en: Last year’s basic spending is what was published last year
-- severity: warning
-- tables: [gov_public_basic]
-- published: [gov_public_basic]
-- cannot_check: [counterpart-missing]
-- basis: 政府预决算公开的通行做法
-- basis_en: Common practice in publishing government budgets and accounts
-- article: —
-- article_en: —
-- since: null
-- why: 今年表里的上年数，应当就是上年公开的数；不一样而不说明，公众就不知道哪个是真的。
-- why_en: Last year’s figure in this year’s table should be the one published last year; if it differs without a word, no one knows which is true.
-- excludes: 各数字分别四舍五入造成的差异列为说明；调整过口径的应当看说明
-- excludes_en: Differences from rounding are notes; a change of scope should be explained
-- message: 印的上年数是 {value} 元，上年公开的是 {expected} 元，相差 {difference}
-- message_en: "{value} yuan is printed for last year; {expected} yuan was published (difference {difference})"
-- mend: 照上年公开的改正；口径有调整的，在说明里写明。
-- mend_en: Correct it to what was published last year, or say in a note what was regrouped.
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row,
       'prior_executed_amount' as field,
       printf('%.2f', d.found / 100.0) as value,
       iif(d.parts is null, null, printf('%.2f', d.parts / 100.0)) as expected,
       d.found - d.parts as difference,
       iif(abs(d.found - d.parts) <= max(r.rounding_fen, q.rounding_fen), 'info', 'warning')
         as severity,
       iif(d.parts is null, 'counterpart-missing', null) as cannot_check
from (
  select t.dataset, t.snapshot, t.source_row, p.snapshot as last_snapshot,
         t.prior_executed_amount_fen as found, p.executed_amount_fen as parts
  from {table} t
  left join {table} p
    on p.dataset = t.dataset and p.fiscal_year = t.fiscal_year - 1
    and p.government_economic_code = t.government_economic_code
    and p.executed_amount_fen is not null
  where t.prior_executed_amount_fen is not null
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
left join resource q
  on q.dataset = d.dataset and q.snapshot = d.last_snapshot and q.table_name = '{table}'
where (d.found = d.parts) is not true
