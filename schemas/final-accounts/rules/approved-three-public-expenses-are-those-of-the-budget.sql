-- title: "“三公”经费预算数与当年公开的预算一致"
-- title_en: The approved three public expenses are those of the published budget
-- severity: warning
-- tables: [fin07_sangong]
-- published: [bgt09_sangong]
-- cannot_check: [counterpart-missing]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 决算表里的预算数，就是当年公开的预算；不一样，就是事后改了预算数，或者抄错了。
-- why_en: What the accounts call approved is what the budget of that year published; else it was changed afterwards or copied wrongly.
-- excludes: 没有公开预算的年度只记一次；各数字分别四舍五入造成的差异列为说明
-- excludes_en: A year whose budget is not published counts once; differences from rounding are notes
-- message: 决算表里的预算数是 {value} 元，当年公开的预算是 {expected} 元，相差 {difference}
-- message_en: The accounts say {value} yuan was approved, the published budget {expected} yuan (difference {difference})
select d.dataset, d.snapshot, 'fin07_sangong' as table_name, d.source_row, d.field,
       printf('%.2f', d.found / 100.0) as value,
       iif(d.is_published, printf('%.2f', d.parts / 100.0), null) as expected,
       iif(d.is_published, d.found - d.parts, null) as difference,
       iif(abs(d.found - d.parts) <= max(r.rounding_fen, ifnull(q.rounding_fen, 1)),
           'info', 'warning') as severity,
       iif(d.is_published, null, 'counterpart-missing') as cannot_check
from (
  with pair as materialized (
    select f.dataset, f.snapshot, f.source_row, b.dataset as budget,
           b.snapshot as budget_snapshot, b.dataset is not null as is_published,
           ifnull(f.approved_sangong_amount_fen, 0) as f_sangong,
           ifnull(b.approved_sangong_amount_fen, 0) as b_sangong,
           ifnull(f.approved_abroad_amount_fen, 0) as f_abroad,
           ifnull(b.approved_abroad_amount_fen, 0) as b_abroad,
           ifnull(f.approved_vehicle_amount_fen, 0) as f_vehicle,
           ifnull(b.approved_vehicle_amount_fen, 0) as b_vehicle,
           ifnull(f.approved_vehicle_purchase_amount_fen, 0) as f_vehicle_purchase,
           ifnull(b.approved_vehicle_purchase_amount_fen, 0) as b_vehicle_purchase,
           ifnull(f.approved_vehicle_running_amount_fen, 0) as f_vehicle_running,
           ifnull(b.approved_vehicle_running_amount_fen, 0) as b_vehicle_running,
           ifnull(f.approved_reception_amount_fen, 0) as f_reception,
           ifnull(b.approved_reception_amount_fen, 0) as b_reception
    from fin07_sangong f
    left join bgt09_sangong b
      on plain_name(b.publisher_name) = plain_name(f.publisher_name)
      and b.fiscal_year = f.fiscal_year
  )
  select dataset, snapshot, source_row, budget, budget_snapshot, is_published,
         'approved_sangong_amount' as field, f_sangong as found, b_sangong as parts
  from pair
  union all
  select dataset, snapshot, source_row, budget, budget_snapshot, is_published,
         'approved_abroad_amount', f_abroad, b_abroad
  from pair
  union all
  select dataset, snapshot, source_row, budget, budget_snapshot, is_published,
         'approved_vehicle_amount', f_vehicle, b_vehicle
  from pair
  union all
  select dataset, snapshot, source_row, budget, budget_snapshot, is_published,
         'approved_vehicle_purchase_amount', f_vehicle_purchase, b_vehicle_purchase
  from pair
  union all
  select dataset, snapshot, source_row, budget, budget_snapshot, is_published,
         'approved_vehicle_running_amount', f_vehicle_running, b_vehicle_running
  from pair
  union all
  select dataset, snapshot, source_row, budget, budget_snapshot, is_published,
         'approved_reception_amount', f_reception, b_reception
  from pair
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = 'fin07_sangong'
left join resource q
  on q.dataset = d.budget and q.snapshot = d.budget_snapshot and q.table_name = 'bgt09_sangong'
where iif(d.is_published, d.found <> d.parts, d.field = 'approved_sangong_amount')
