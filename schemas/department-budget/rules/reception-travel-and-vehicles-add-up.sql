-- title: “三公”经费各项相加等于合计
-- title_en: Travel, hospitality and vehicles add up
-- severity: error
-- tables: [bgt09_sangong]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: “三公”经费等于出国（境）、接待、用车三项之和，用车费等于购置费加运行费。
-- why_en: The three public expenses are travel abroad, hospitality and vehicles; vehicles are purchase and running costs.
-- excludes: 金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; differences from rounding are notes
-- message: "{value} 元，各项相加为 {expected} 元，相差 {difference}"
-- message_en: "{value} yuan; the parts add up to {expected} yuan (difference {difference})"
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'error') as severity
from (
  select dataset, snapshot, source_row, 'approved_sangong_amount' as field,
         approved_sangong_amount_fen as found,
         coalesce(approved_abroad_amount_fen, 0)
         + coalesce(approved_reception_amount_fen, 0)
         + coalesce(approved_vehicle_amount_fen, 0) as parts,
         (approved_abroad_amount_fen is not null)
         + (approved_reception_amount_fen is not null)
         + (approved_vehicle_amount_fen is not null) as n
  from {table}
  union all
  select dataset, snapshot, source_row, 'approved_vehicle_amount',
         approved_vehicle_amount_fen,
         coalesce(approved_vehicle_purchase_amount_fen, 0)
         + coalesce(approved_vehicle_running_amount_fen, 0),
         (approved_vehicle_purchase_amount_fen is not null)
         + (approved_vehicle_running_amount_fen is not null)
  from {table}
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts and (d.found is not null or d.n > 0)
