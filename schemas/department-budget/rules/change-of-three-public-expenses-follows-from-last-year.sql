-- title: "“三公”经费比上年的增减与上年公开的预算相符"
-- title_en: The change of the three public expenses follows from last year’s budget
-- severity: warning
-- tables: [bgt14_statement, bgt09_sangong]
-- published: [bgt09_sangong]
-- cannot_check: [counterpart-missing]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 说比上年减少，就拿上年公开的预算来减一减。
-- why_en: If less is spent than last year, last year’s published budget shows it.
-- excludes: 没有写增减的年度；上年预算调整过的应当看说明
-- excludes_en: Years that state no change; where last year’s budget was adjusted a note should say so
-- message: 文字写比上年“{value}”，按两年公开的预算应为“{expected}”，相差 {difference}
-- message_en: The text says {value}; by the budgets published for both years it is {expected} (增加 more, 减少 less, 持平 the same; difference {difference})
select d.dataset, d.snapshot, 'bgt14_statement' as table_name, d.source_row,
       'sangong_change_direction' as field, d.said as value, d.follows as expected,
       d.change as difference,
       iif(d.follows is null, 'counterpart-missing', null) as cannot_check
from (
  select t.dataset, t.snapshot, t.source_row, t.sangong_change_direction as said,
         n.approved_sangong_amount_fen - l.approved_sangong_amount_fen as change,
         case sign(n.approved_sangong_amount_fen - l.approved_sangong_amount_fen)
           when 1 then '增加' when -1 then '减少' when 0 then '持平' end as follows,
         abs(abs(n.approved_sangong_amount_fen - l.approved_sangong_amount_fen)
             - t.sangong_change_amount_fen) as gap,
         ifnull(r.rounding_fen, 1) as rounding_fen
  from bgt14_statement t
  join bgt09_sangong n
    on n.dataset = t.dataset and n.snapshot = t.snapshot and n.fiscal_year = t.fiscal_year
  left join bgt09_sangong l
    on l.dataset = t.dataset and l.fiscal_year = t.fiscal_year - 1
  left join resource r
    on r.dataset = n.dataset and r.snapshot = n.snapshot and r.table_name = 'bgt09_sangong'
  where t.sangong_change_direction is not null
) d
where (d.said = d.follows and ifnull(d.gap, 0) <= 2 * d.rounding_fen) is not true
