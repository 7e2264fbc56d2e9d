-- title: 财政拨款支出比上年的增减与上年公开的预算相符
-- title_en: The change of the appropriation follows from last year’s budget
-- severity: warning
-- tables: [bgt14_statement, bgt04_fiscal]
-- published: [bgt04_fiscal]
-- cannot_check: [counterpart-missing]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 说比上年减少多少，就拿上年公开的预算来减一减。
-- why_en: If less is appropriated than last year, last year’s published budget shows it.
-- excludes: 没有写增减的年度；上年预算调整过的应当看说明
-- excludes_en: Years that state no change; where last year’s budget was adjusted a note should say so
-- message: 文字写比上年“{value}”，按两年公开的预算应为“{expected}”，相差 {difference}
-- message_en: The text says {value}; by the budgets published for both years it is {expected} (增加 more, 减少 less, 持平 the same; difference {difference})
select d.dataset, d.snapshot, 'bgt14_statement' as table_name, d.source_row,
       'appropriation_change_direction' as field, d.said as value, d.follows as expected,
       d.change as difference,
       iif(d.follows is null, 'counterpart-missing', null) as cannot_check
from (
  select t.dataset, t.snapshot, t.source_row, t.appropriation_change_direction as said,
         n.approved_amount_fen - l.approved_amount_fen as change,
         -- text rounds to units of 10,000 yuan, to two decimals or none
         iif(t.appropriation_change_amount_fen % 1000000 = 0, 1000000, 10000) as unit,
         case sign(n.approved_amount_fen - l.approved_amount_fen)
           when 1 then '增加' when -1 then '减少' when 0 then '持平' end as follows,
         abs(abs(n.approved_amount_fen - l.approved_amount_fen)
             - t.appropriation_change_amount_fen) as gap
  from bgt14_statement t
  join bgt04_fiscal n
    on n.dataset = t.dataset and n.snapshot = t.snapshot and n.fiscal_year = t.fiscal_year
    and n.side = 'expense' and n.item_name = '支出总计'
  left join bgt04_fiscal l
    on l.dataset = t.dataset and l.fiscal_year = t.fiscal_year - 1
    and l.side = 'expense' and l.item_name = '支出总计'
  where t.appropriation_change_direction is not null
) d
where (d.said = d.follows and ifnull(d.gap, 0) <= d.unit) is not true
