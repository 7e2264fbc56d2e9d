-- title: 比上年增减的百分比由金额算得出来
-- title_en: Changes since last year follow from their amounts
-- severity: error
-- tables: [fin11_statement]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 增减幅度等于增减额除以上年的数，上年的数等于今年的减去增减额；上年为零的应当留空。
-- why_en: The per cent of a change is the change over last year’s figure, which is this year’s less the change; where that was nought it stays empty.
-- excludes: 没有写百分比、金额或者增减额的；两位小数之内四舍五入的差异
-- excludes_en: Where no per cent, amount or change is stated; rounding to two decimals
-- message: 写的是 {value}%，按金额应为 {expected}%
-- message_en: "{value} % is stated; the amounts give {expected} %"
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       d.said as value, round(d.percent, 2) as expected, null as difference,
       iif(abs(d.said - d.percent) <= 0.01 + d.doubt, 'info', 'error') as severity
from (
  select *, 100.0 * abs(change) / nullif(fen - change, 0) as percent,
         -- what the rounding of the two amounts to 100 yuan may add
         1000000.0 / nullif(fen - change, 0) as doubt
  from (
    select dataset, snapshot, source_row, 'total_change_percent' as field,
           total_change_percent as said, stated_total_amount_fen as fen,
           iif(total_change_direction = '减少', -1, 1) * total_change_amount_fen as change
    from {table}
    union all
    select dataset, snapshot, source_row, 'general_public_change_percent',
           general_public_change_percent, stated_general_public_amount_fen,
           iif(general_public_change_direction = '减少', -1, 1) * general_public_change_amount_fen
    from {table}
    union all
    select dataset, snapshot, source_row, 'operating_cost_change_percent',
           operating_cost_change_percent, executed_operating_cost_amount_fen,
           iif(operating_cost_change_direction = '减少', -1, 1) * operating_cost_change_amount_fen
    from {table}
  )
  where said is not null and fen is not null and change is not null
) d
where (abs(d.said - d.percent) <= 0.005 + d.doubt + 1e-9) is not true
