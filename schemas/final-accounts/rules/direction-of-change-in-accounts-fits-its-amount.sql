-- title: 决算说明的增减与数额相符
-- title_en: Whether more or less is said in the accounts fits the amount
-- severity: error
-- tables: [fin11_statement]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 说持平就不会有增减额，说增加、减少就一定有增减额。
-- why_en: Where nothing changed there is no amount; where something did there is one.
-- excludes: 没有写增减额的
-- excludes_en: Where no amount is stated
-- message: 文字写“{value}”，增减额却是 {expected} 元
-- message_en: The text says {value} (增加 more, 减少 less, 持平 the same), but the change is {expected} yuan
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field, d.said as value,
       printf('%.2f', d.fen / 100.0) as expected, null as difference
from (
  select dataset, snapshot, source_row, 'sangong_change_direction' as field,
         sangong_change_direction as said, sangong_change_amount_fen as fen
  from {table}
  union all
  select dataset, snapshot, source_row, 'total_change_direction',
         total_change_direction, total_change_amount_fen
  from {table}
  union all
  select dataset, snapshot, source_row, 'general_public_change_direction',
         general_public_change_direction, general_public_change_amount_fen
  from {table}
  union all
  select dataset, snapshot, source_row, 'operating_cost_change_direction',
         operating_cost_change_direction, operating_cost_change_amount_fen
  from {table}
) d
where d.fen is not null and (d.said = '持平') <> (d.fen = 0)
