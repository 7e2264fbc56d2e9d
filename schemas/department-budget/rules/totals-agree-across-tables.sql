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
select d.dataset, d.snapshot, 'bgt01_summary' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, q.rounding_fen),
           'info', 'error') as severity
from (
  select s.dataset, s.snapshot, s.source_row, 'approved_amount' as field,
         'bgt02_income' as other,
         s.approved_amount_fen as found, coalesce(o.approved_income_amount_fen, 0) as parts
  from bgt01_summary s
  left join bgt02_income o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.function_code = '合计'
  where s.side = 'income' and s.item_name = '收入总计'
  union all
  select s.dataset, s.snapshot, s.source_row, 'approved_amount',
         'bgt03_expense',
         s.approved_amount_fen, coalesce(o.approved_amount_fen, 0)
  from bgt01_summary s
  left join bgt03_expense o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.function_code = '合计'
  where s.side = 'expense' and s.item_name = '支出总计'
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = 'bgt01_summary'
join resource q
  on q.dataset = d.dataset and q.snapshot = d.snapshot and q.table_name = d.other
where coalesce(d.found, 0) <> d.parts
