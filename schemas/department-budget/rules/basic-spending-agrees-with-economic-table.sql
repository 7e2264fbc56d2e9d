-- title: 基本支出在两张表里一致
-- title_en: Basic spending agrees in both classifications
-- severity: error
-- tables: [bgt05_general_func, bgt08_basic_econ]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 同一笔基本支出，按功能分类和按经济分类各列一遍，合计必须相同。
-- why_en: The same basic spending is listed once by function and once by economic nature; the totals must agree.
-- excludes: 各数字分别四舍五入造成的差异列为说明
-- excludes_en: Differences from rounding are notes
-- message: 功能分类表的基本支出为 {value} 元，经济分类表合计为 {expected} 元，相差 {difference}
-- message_en: Basic spending is {value} yuan by function and {expected} yuan by economic nature (difference {difference})
select dataset, snapshot, 'bgt05_general_func' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'error') as severity
from (
  select f.dataset, f.snapshot, f.source_row, 'approved_basic_amount' as field,
         max(r.rounding_fen, q.rounding_fen) as rounding_fen,
         f.approved_basic_amount_fen as found, coalesce(e.approved_amount_fen, 0) as parts, 1 as n
  from bgt05_general_func f
  join resource r
    on r.dataset = f.dataset and r.snapshot = f.snapshot and r.table_name = 'bgt05_general_func'
  join resource q
    on q.dataset = f.dataset and q.snapshot = f.snapshot and q.table_name = 'bgt08_basic_econ'
  left join bgt08_basic_econ e
    on e.dataset = f.dataset and e.snapshot = f.snapshot and e.fiscal_year = f.fiscal_year
    and e.line_level = 'total'
  where f.line_level = 'total'
)
where coalesce(found, 0) <> parts
