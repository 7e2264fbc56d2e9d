-- title: 中标价就是中标人的报价
-- title_en: The award is the winner’s bid
-- severity: warning
-- tables: [tender_award]
-- published: [candidate]
-- cannot_check: [counterpart-missing, amount-missing]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第五十七条
-- article_en: art. 57
-- since: 2012-02-01
-- why: 合同价款应当与中标人的投标文件一致；公示一个价、中标又一个价，要说明为什么。
-- why_en: The contract follows the winner’s bid; one price in public and another in the award call for an explanation.
-- excludes: 不以金额中标的标段；公示与结果在一个数据集里的按标段编号对应，没有编号的、在不同数据集里的，按标段名称和前后一年之内对应
-- excludes_en: Lots not awarded for an amount. Within a dataset notices are matched by lot number; where a number is missing, or across datasets, by name and within a year
-- message: 中标价 {value} 元，公示的报价是 {expected} 元
-- message_en: The award is {value} yuan, the published bid was {expected} yuan
-- mend: 先核对金额。金额没有写错的，数据不用改：不合规定的，照实公布。
-- mend_en: "Check the amounts first. If they are right leave the data alone: what was not done as laid down is published as it was."
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
  select dataset, snapshot, source_row, max(iif(plain_name(bidder_name) = winner, bid_amount_fen, null)) as bid
  from pair
  group by dataset, snapshot, source_row
)
select w.dataset, w.snapshot, 'tender_award' as table_name, w.source_row,
       'award_amount' as field, printf('%.2f', w.award_amount_fen / 100.0) as value,
       iif(l.bid is null, null, printf('%.2f', l.bid / 100.0)) as expected,
       w.award_amount_fen - l.bid as difference,
       case when l.source_row is null then 'counterpart-missing'
            when l.bid is null then 'amount-missing' end as cannot_check
from tender_award w
left join listed l
  on l.dataset = w.dataset and l.snapshot = w.snapshot and l.source_row = w.source_row
where w.award_amount_fen is not null and (w.award_amount_fen = l.bid) is not true
