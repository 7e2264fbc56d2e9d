-- title: 总表与收入表、支出表的合计一致
-- title_en: The summary agrees with the income and expenditure tables
-- severity: error
-- tables: [bgt01_summary, bgt02_income, bgt03_expense]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 同一个数在几张表里必须相同，否则读者不知道该信哪一个。
-- why_en: The same figure must be the same in every table, or no one knows which to believe.
-- excludes: 各数字分别四舍五入造成的差异列为说明
-- excludes_en: Differences from rounding are notes
-- message: 总表为 {value} 元，收入表（支出表）合计为 {expected} 元，相差 {difference}
-- message_en: The summary says {value} yuan, the other table’s total {expected} yuan (difference {difference})
select dataset, snapshot, 'bgt01_summary' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'error') as severity
from (
  select s.dataset, s.snapshot, s.source_row, 'approved_amount' as field,
         max(r.rounding_fen, q.rounding_fen) as rounding_fen,
         s.approved_amount_fen as found,
         coalesce(o.approved_income_amount_fen, 0) as parts, 1 as n
  from bgt01_summary s
  join resource r
    on r.dataset = s.dataset and r.snapshot = s.snapshot and r.table_name = 'bgt01_summary'
  join resource q
    on q.dataset = s.dataset and q.snapshot = s.snapshot and q.table_name = 'bgt02_income'
  left join bgt02_income o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.line_level = 'total'
  where s.side = 'income' and same_name(s.item_name, '收入总计')
  union all
  select s.dataset, s.snapshot, s.source_row, 'approved_amount' as field,
         max(r.rounding_fen, q.rounding_fen) as rounding_fen,
         s.approved_amount_fen as found,
         coalesce(o.approved_amount_fen, 0) as parts, 1 as n
  from bgt01_summary s
  join resource r
    on r.dataset = s.dataset and r.snapshot = s.snapshot and r.table_name = 'bgt01_summary'
  join resource q
    on q.dataset = s.dataset and q.snapshot = s.snapshot and q.table_name = 'bgt03_expense'
  left join bgt03_expense o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.line_level = 'total'
  where s.side = 'expense' and same_name(s.item_name, '支出总计')
)
where coalesce(found, 0) <> parts
