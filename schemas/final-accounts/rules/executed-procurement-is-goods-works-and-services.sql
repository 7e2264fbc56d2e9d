-- title: 政府采购金额等于货物、工程、服务之和
-- title_en: Executed procurement is goods, works and services
-- severity: error
-- tables: [fin11_statement]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 政府采购只有货物、工程、服务三类，总数由三类相加而成。
-- why_en: Procurement is goods, works or services; the total is the three together.
-- excludes: 金额全部留空的；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Where no amount is stated; differences from rounding are notes
-- message: 政府采购 {value} 元，三类相加为 {expected} 元，相差 {difference}
-- message_en: Procurement is {value} yuan; the three kinds add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'error') as severity
from (
  select dataset, snapshot, source_row, 'executed_procurement_amount' as field,
         executed_procurement_amount_fen as found,
         coalesce(executed_goods_amount_fen, 0)
         + coalesce(executed_works_amount_fen, 0)
         + coalesce(executed_services_amount_fen, 0) as parts,
         (executed_goods_amount_fen is not null)
         + (executed_works_amount_fen is not null)
         + (executed_services_amount_fen is not null) as n
  from {table}
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts and (d.found is not null or d.n > 0)
