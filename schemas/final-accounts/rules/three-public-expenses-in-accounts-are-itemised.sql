-- title: “三公”经费决算五个数逐项公开
-- title_en: The accounts give the three public expenses item by item
-- severity: error
-- tables: [fin07_sangong]
-- cannot_check: [amount-missing]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: “三公”经费的预算数和决算数都要公开合计和出国（境）、接待、购车、用车四项；留空而又算不出是零的，公众不知道是没有还是没有公开。
-- why_en: As budgeted and as spent, the total is to be public, and so are travel abroad, hospitality, buying and running vehicles. A blank that the others do not show to be nought may be none or may be untold.
-- excludes: 其他各项加起来已经等于合计的空格，按零看待
-- excludes_en: A blank beside amounts that add up to the total without it, which stands for nought
-- message: 这一项没有写，从其他各项也看不出是零
-- message_en: This amount is not stated, and the others do not show it to be nought
-- mend: 没有发生的写0；有的写上金额。
-- mend_en: Write 0 where there was none, otherwise the amount.
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row,
       d.side || '_' || m.part || '_amount' as field,
       null as value, null as expected, null as difference,
       iif(coalesce(total, abroad, reception, vehicle, purchase, running) is null,
           'amount-missing', null) as cannot_check
from (
  select dataset, snapshot, source_row, 'approved' as side,
         approved_sangong_amount_fen as total, approved_abroad_amount_fen as abroad,
         approved_reception_amount_fen as reception, approved_vehicle_amount_fen as vehicle,
         approved_vehicle_purchase_amount_fen as purchase,
         approved_vehicle_running_amount_fen as running
  from {table}
  union all
  select dataset, snapshot, source_row, 'executed' as side,
         executed_sangong_amount_fen as total, executed_abroad_amount_fen as abroad,
         executed_reception_amount_fen as reception, executed_vehicle_amount_fen as vehicle,
         executed_vehicle_purchase_amount_fen as purchase,
         executed_vehicle_running_amount_fen as running
  from {table}
) d
cross join (
  select 'sangong' as part
  union all select 'abroad'
  union all select 'reception'
  union all select 'vehicle_purchase'
  union all select 'vehicle_running'
) m
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where case m.part
        when 'sangong' then total is null
        when 'abroad' then
          abroad is null
          and total - ifnull(reception, 0)
              - coalesce(vehicle, ifnull(purchase, 0) + ifnull(running, 0)) > 2 * r.rounding_fen
        when 'reception' then
          reception is null
          and total - ifnull(abroad, 0)
              - coalesce(vehicle, ifnull(purchase, 0) + ifnull(running, 0)) > 2 * r.rounding_fen
        when 'vehicle_purchase' then
          purchase is null
          and coalesce(vehicle, total - ifnull(abroad, 0) - ifnull(reception, 0))
              - ifnull(running, 0) > r.rounding_fen
        else
          running is null
          and coalesce(vehicle, total - ifnull(abroad, 0) - ifnull(reception, 0))
              - ifnull(purchase, 0) > r.rounding_fen
      end
