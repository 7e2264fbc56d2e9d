-- title: “三公”经费决算各项相加等于合计
-- title_en: Travel, hospitality and vehicles add up in the accounts
-- severity: error
-- tables: [fin07_sangong]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: “三公”经费等于出国（境）、用车、接待三项之和，用车费等于购置费加运行费；预算数和决算数都是如此。
-- why_en: The three public expenses are travel abroad, vehicles and hospitality; vehicles are purchase and running costs; both as budgeted and as spent.
-- excludes: 金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; differences from rounding are notes
-- message: "{value} 元，各项相加为 {expected} 元，相差 {difference}"
-- message_en: "{value} yuan; the parts add up to {expected} yuan (difference {difference})"
select dataset, snapshot, '{table}' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'error') as severity
from (
  select t.dataset, t.snapshot, t.source_row, 'approved_sangong_amount' as field,
         r.rounding_fen, t.approved_sangong_amount_fen as found,
         coalesce(t.approved_abroad_amount_fen, 0)
         + coalesce(t.approved_vehicle_amount_fen, 0)
         + coalesce(t.approved_reception_amount_fen, 0) as parts,
         (t.approved_abroad_amount_fen is not null)
         + (t.approved_vehicle_amount_fen is not null)
         + (t.approved_reception_amount_fen is not null) as n
  from {table} t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
  union all
  select t.dataset, t.snapshot, t.source_row, 'approved_vehicle_amount' as field,
         r.rounding_fen, t.approved_vehicle_amount_fen as found,
         coalesce(t.approved_vehicle_purchase_amount_fen, 0)
         + coalesce(t.approved_vehicle_running_amount_fen, 0) as parts,
         (t.approved_vehicle_purchase_amount_fen is not null)
         + (t.approved_vehicle_running_amount_fen is not null) as n
  from {table} t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
  union all
  select t.dataset, t.snapshot, t.source_row, 'executed_sangong_amount' as field,
         r.rounding_fen, t.executed_sangong_amount_fen as found,
         coalesce(t.executed_abroad_amount_fen, 0)
         + coalesce(t.executed_vehicle_amount_fen, 0)
         + coalesce(t.executed_reception_amount_fen, 0) as parts,
         (t.executed_abroad_amount_fen is not null)
         + (t.executed_vehicle_amount_fen is not null)
         + (t.executed_reception_amount_fen is not null) as n
  from {table} t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
  union all
  select t.dataset, t.snapshot, t.source_row, 'executed_vehicle_amount' as field,
         r.rounding_fen, t.executed_vehicle_amount_fen as found,
         coalesce(t.executed_vehicle_purchase_amount_fen, 0)
         + coalesce(t.executed_vehicle_running_amount_fen, 0) as parts,
         (t.executed_vehicle_purchase_amount_fen is not null)
         + (t.executed_vehicle_running_amount_fen is not null) as n
  from {table} t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
)
where coalesce(found, 0) <> parts and (found is not null or n > 0)
