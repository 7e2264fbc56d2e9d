-- title: 中标人在公示的候选人之中
-- title_en: The winner is a published candidate
-- severity: warning
-- tables: [tender_award]
-- published: [candidate]
-- cannot_check: [counterpart-missing, content-missing]
-- basis: 中华人民共和国招标投标法
-- basis_en: Tendering and Bidding Law
-- article: 第五十七条
-- article_en: art. 57
-- since: 2000-01-01
-- why: 在候选人以外定中标人，中标无效。
-- why_en: An award to anyone but a recommended candidate is void.
-- excludes: 公示与结果在一个数据集里的按标段编号对应，没有编号的、在不同数据集里的，按标段名称和前后一年之内对应；联合体各方的写法或者次序不同的，会报出来供核对
-- excludes_en: Within a dataset notices are matched by lot number; where a number is missing, or across datasets, by name and within a year. A consortium listed in another order is reported, to be looked at
-- message: 中标人“{value}”不在公示的候选人之中：{expected}
-- message_en: "The winner {value} is not among the published candidates: {expected}"
-- mend: 核对中标人和候选人的名称写法；写法不同的统一，确实不在其中的照实公布。
-- mend_en: Check how both names are written and make them agree; a winner who really is none of them is published as it was.
with awards as materialized (
  select dataset, snapshot, source_row, lot_id, publish_date, award_amount_fen,
         plain_name(lot_name) as lot, plain_name(supplier_name) as winner
  from tender_award
), candidates as materialized (
  select *, plain_name(lot_name) as lot from candidate
), pair as (
  select w.dataset, w.snapshot, w.source_row, w.winner, c.bidder_name, c.candidate_rank,
         c.publicity_end, c.bid_amount_fen
  from awards w
  join candidates c on c.dataset = w.dataset and c.lot_id = w.lot_id
  union all
  select w.dataset, w.snapshot, w.source_row, w.winner, c.bidder_name, c.candidate_rank,
         c.publicity_end, c.bid_amount_fen
  from awards w
  join candidates c on c.lot = w.lot
  where (c.dataset <> w.dataset or c.lot_id is null or w.lot_id is null)
    and days(c.publish_date, w.publish_date) between 0 and 366
  order by 1, 2, 3, 6
), listed as materialized (
  select dataset, snapshot, source_row, group_concat(bidder_name, '、') as bidders,
         count(*) > count(bidder_name) as has_unnamed,
         max(plain_name(bidder_name) = winner) as has_winner
  from pair
  group by dataset, snapshot, source_row
)
select w.dataset, w.snapshot, 'tender_award' as table_name, w.source_row,
       'supplier_name' as field, w.supplier_name as value, l.bidders as expected,
       null as difference,
       case when l.source_row is null then 'counterpart-missing'
            when l.has_unnamed then 'content-missing' end as cannot_check
from tender_award w
left join listed l
  on l.dataset = w.dataset and l.snapshot = w.snapshot and l.source_row = w.source_row
where l.has_winner is not true
