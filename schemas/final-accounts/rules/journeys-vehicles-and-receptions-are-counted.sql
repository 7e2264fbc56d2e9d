-- title: "“三公”经费公开团组、车辆和接待的数量"
-- title_en: Journeys, vehicles and receptions are counted
-- severity: warning
-- tables: [fin07_sangong, fin11_statement]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 花了多少钱之外，还应当公开出国几批几人、车买了几辆有几辆、接待了几批几人。
-- why_en: Beside the money it should be said how many travelled, how many vehicles were bought and kept, and how many guests were received.
-- excludes: 没有支出的项目
-- excludes_en: What nothing was spent on
-- message: 花了 {value} 元，没有写{expected}
-- message_en: "{value} yuan were spent, but the count is not stated: {expected}"
select d.dataset, d.snapshot, 'fin11_statement' as table_name, d.source_row, d.field,
       printf('%.2f', d.fen / 100.0) as value, d.said as expected, null as difference
from (
  select s.dataset, s.snapshot, s.source_row, m.field, m.said,
         case m.part when 'abroad' then f.executed_abroad_amount_fen
                     when 'purchase' then f.executed_vehicle_purchase_amount_fen
                     when 'running' then f.executed_vehicle_running_amount_fen
                     else f.executed_reception_amount_fen end as fen,
         case m.field when 'abroad_group_count' then s.abroad_group_count
                      when 'abroad_person_count' then s.abroad_person_count
                      when 'vehicle_purchase_count' then s.vehicle_purchase_count
                      when 'official_vehicle_count' then s.official_vehicle_count
                      when 'reception_batch_count' then s.reception_batch_count
                      else s.reception_person_count end as number
  from fin11_statement s
  join fin07_sangong f
    on f.dataset = s.dataset and f.snapshot = s.snapshot and f.fiscal_year = s.fiscal_year
  cross join (
    select 'abroad' as part, 'abroad_group_count' as field, '因公出国（境）团组数' as said
    union all select 'abroad', 'abroad_person_count', '因公出国（境）人次'
    union all select 'purchase', 'vehicle_purchase_count', '公务用车购置数'
    union all select 'running', 'official_vehicle_count', '公务用车保有量'
    union all select 'reception', 'reception_batch_count', '国内公务接待批次'
    union all select 'reception', 'reception_person_count', '国内公务接待人次'
  ) m
) d
where d.fen > 0 and ifnull(d.number, 0) = 0
