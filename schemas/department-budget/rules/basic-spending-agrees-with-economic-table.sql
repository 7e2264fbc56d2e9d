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
select d.dataset, d.snapshot, 'bgt05_general_func' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, q.rounding_fen),
           'info', 'error') as severity
from (
  select s.dataset, s.snapshot, s.source_row, 'approved_basic_amount' as field,
         'bgt08_basic_econ' as other,
         s.approved_basic_amount_fen as found, coalesce(o.approved_amount_fen, 0) as parts
  from bgt05_general_func s
  left join bgt08_basic_econ o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.economic_code = '合计'
  where s.function_code = '合计'
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = 'bgt05_general_func'
join resource q
  on q.dataset = d.dataset and q.snapshot = d.snapshot and q.table_name = d.other
where coalesce(d.found, 0) <> d.parts
