-- title: 政府采购预算等于货物、工程、服务之和
-- title_en: Procurement is goods, works and services
-- severity: error
-- tables: [bgt11_procurement]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 采购的不是货物就是工程或者服务，三项应当加得出总数。
-- why_en: Whatever is bought is goods, works or services; the three must add up.
-- excludes: 金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; differences from rounding are notes
-- message: 政府采购预算为 {value} 元，三项相加为 {expected} 元，相差 {difference}
-- message_en: Procurement is {value} yuan; the three parts add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'error') as severity
from (
  select dataset, snapshot, source_row, 'approved_procurement_amount' as field,
         approved_procurement_amount_fen as found,
         coalesce(approved_goods_amount_fen, 0)
         + coalesce(approved_works_amount_fen, 0)
         + coalesce(approved_services_amount_fen, 0) as parts,
         (approved_goods_amount_fen is not null)
         + (approved_works_amount_fen is not null)
         + (approved_services_amount_fen is not null) as n
  from {table}
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts and (d.found is not null or d.n > 0)
