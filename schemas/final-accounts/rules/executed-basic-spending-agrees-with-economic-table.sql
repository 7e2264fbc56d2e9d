-- title: 决算基本支出在两张表里一致
-- title_en: Executed basic spending agrees in both classifications
-- severity: error
-- tables: [fin05_general_func, fin06_basic_econ]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第七十五条
-- article_en: art. 75
-- since: 2015-01-01
-- why: 同一笔基本支出，按功能分类和按经济分类各列一遍，合计必须相同：基本支出等于人员经费合计加公用经费合计。
-- why_en: "The same basic spending is listed once by function and once by economic nature: it equals the totals of personnel and public use."
-- excludes: 各数字分别四舍五入造成的差异列为说明
-- excludes_en: Differences from rounding are notes
-- message: 功能分类表的基本支出为 {value} 元，经济分类表合计为 {expected} 元，相差 {difference}
-- message_en: Basic spending is {value} yuan by function and {expected} yuan by economic nature (difference {difference})
select d.dataset, d.snapshot, 'fin05_general_func' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, q.rounding_fen),
           'info', 'error') as severity
from (
  select f.dataset, f.snapshot, f.source_row, 'executed_basic_amount' as field,
         f.executed_basic_amount_fen as found, coalesce(sum(e.executed_amount_fen), 0) as parts
  from fin05_general_func f
  left join fin06_basic_econ e
    on e.dataset = f.dataset and e.snapshot = f.snapshot and e.fiscal_year = f.fiscal_year
    and e.economic_code in ('人员经费合计', '公用经费合计')
  where f.function_code = '合计'
  group by f.rowid
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = 'fin05_general_func'
join resource q
  on q.dataset = d.dataset and q.snapshot = d.snapshot and q.table_name = 'fin06_basic_econ'
where coalesce(d.found, 0) <> d.parts
