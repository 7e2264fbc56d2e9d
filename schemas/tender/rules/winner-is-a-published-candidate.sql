-- title: 中标人在公示的候选人之中
-- title_en: The winner is a published candidate
-- severity: warning
-- tables: [candidate, tender_award]
-- cannot_check: [counterpart-missing, content-missing]
-- basis: 中华人民共和国招标投标法
-- basis_en: Tendering and Bidding Law
-- article: 第五十七条
-- article_en: art. 57
-- since: 2000-01-01
-- why: 在候选人以外定中标人，中标无效。
-- why_en: An award to anyone but a recommended candidate is void.
-- excludes: 公示与结果按标段编号对应，没有编号的按标段名称对应；联合体各方的写法或者次序不同的，会报出来供核对
-- excludes_en: Notices are matched by lot number, or by name where a number is missing; a consortium listed in another order is reported, to be looked at
-- message: 中标人“{value}”不在公示的候选人之中：{expected}
-- message_en: "The winner {value} is not among the published candidates: {expected}"
with awards as materialized (
  select *, plain_name(lot_name) as lot from tender_award
), candidates as materialized (
  select *, plain_name(lot_name) as lot from candidate
), pair as (
  select w.dataset, w.snapshot, w.source_row, c.candidate_rank, c.bidder_name, c.publicity_end
  from awards w
  join candidates c on c.dataset = w.dataset and c.snapshot = w.snapshot and c.lot_id = w.lot_id
  union all
  select w.dataset, w.snapshot, w.source_row, c.candidate_rank, c.bidder_name, c.publicity_end
  from awards w
  join candidates c on c.dataset = w.dataset and c.snapshot = w.snapshot and c.lot = w.lot
  where c.lot_id is null or w.lot_id is null
)
select w.dataset, w.snapshot, 'tender_award' as table_name, w.source_row,
       'supplier_name' as field, w.supplier_name as value,
       (select group_concat(bidder_name, '、')
        from (select bidder_name from pair q
              where (q.dataset, q.snapshot, q.source_row) = (w.dataset, w.snapshot, w.source_row)
              order by candidate_rank)) as expected, null as difference,
       case when count(p.candidate_rank) = 0 then 'counterpart-missing'
            when count(p.bidder_name) < count(p.candidate_rank) then 'content-missing'
       end as cannot_check
from tender_award w
left join pair p on (p.dataset, p.snapshot, p.source_row) = (w.dataset, w.snapshot, w.source_row)
group by w.dataset, w.snapshot, w.source_row
having coalesce(max(same_name(p.bidder_name, w.supplier_name)), 0) = 0
