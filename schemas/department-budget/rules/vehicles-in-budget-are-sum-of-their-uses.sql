-- title: 预算说明的车辆数等于各种用途之和
-- title_en: Vehicles in the budget are the sum of their uses
-- severity: info
-- tables: [bgt14_statement]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 车辆按八种用途列出，加起来应当就是总数。
-- why_en: Vehicles are listed by eight uses, which should add up to all of them.
-- excludes: 没有写车辆数的
-- excludes_en: Where the number of vehicles is not stated
-- message: 共 {value} 辆，各种用途相加为 {expected} 辆
-- message_en: "{value} vehicles in all; the uses add up to {expected}"
select dataset, snapshot, '{table}' as table_name, source_row, 'vehicle_count' as field,
       vehicle_count as value, uses as expected, null as difference
from (
  select *, ifnull(minister_vehicle_count, 0)
         + ifnull(leader_vehicle_count, 0)
         + ifnull(confidential_vehicle_count, 0)
         + ifnull(emergency_vehicle_count, 0)
         + ifnull(enforcement_vehicle_count, 0)
         + ifnull(technical_vehicle_count, 0)
         + ifnull(retired_vehicle_count, 0)
         + ifnull(other_vehicle_count, 0) as uses
  from {table}
)
where vehicle_count <> uses
