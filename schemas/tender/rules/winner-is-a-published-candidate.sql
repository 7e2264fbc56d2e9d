-- title: 中标人在公示的候选人之中
-- title_en: The winner is a published candidate
-- severity: warning
-- tables: [candidate, tender_award]
-- basis: 中华人民共和国招标投标法
-- basis_en: Tendering and Bidding Law
-- article: 第五十七条
-- article_en: art. 57
-- since: 2000-01-01
-- why: 在候选人以外定中标人，中标无效。
-- why_en: An award to anyone but a recommended candidate is void.
-- excludes: 没有公示候选人的标段，以及有候选人没写名称的标段；公示与结果按标段编号对应，没有编号的按标段名称对应；联合体各方的写法或者次序不同的，会报出来供核对
-- excludes_en: Lots without published candidates and lots with a candidate that is not named. Notices are matched by lot number, or by name where a number is missing; a consortium listed in another order is reported, to be looked at
-- message: 中标人“{value}”不在公示的候选人之中：{expected}
-- message_en: "The winner {value} is not among the published candidates: {expected}"
select dataset, snapshot, 'tender_award' as table_name, source_row, 'supplier_name' as field,
       supplier_name as value, group_concat(bidder_name, '、') as expected, null as difference
from (
  select w.dataset, w.snapshot, w.source_row, w.supplier_name, c.bidder_name
  from tender_award w
  join candidate c
    on c.dataset = w.dataset and c.snapshot = w.snapshot
    and (c.lot_id = w.lot_id
         or ((c.lot_id is null or w.lot_id is null) and same_name(c.lot_name, w.lot_name)))
  order by w.dataset, w.snapshot, w.source_row, c.candidate_rank
)
group by dataset, snapshot, source_row
having max(bidder_name is null or same_name(bidder_name, supplier_name)) = 0
