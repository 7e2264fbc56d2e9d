-- title: 公示期满后才公告中标结果
-- title_en: The award waits for the end of publicity
-- severity: warning
-- tables: [tender_award]
-- published: [candidate]
-- cannot_check: [counterpart-missing, date-missing]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第五十四条
-- article_en: art. 54
-- since: 2012-02-01
-- why: 公示还没结束就公告结果，异议就成了走过场。
-- why_en: When the award comes before publicity has ended, objecting is an empty form.
-- excludes: 公示与结果在一个数据集里的按标段编号对应，没有编号的、在不同数据集里的，按标段名称和前后一年之内对应
-- excludes_en: Within a dataset notices are matched by lot number; where a number is missing, or across datasets, by name and within a year
-- message: "{value} 公告中标结果，候选人公示到 {expected} 才期满"
-- message_en: The award came out on {value}; the candidates were public until {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
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
  select dataset, snapshot, source_row, max(substr(publicity_end, 1, 10)) as last_day
  from pair
  group by dataset, snapshot, source_row
)
select w.dataset, w.snapshot, 'tender_award' as table_name, w.source_row,
       'publish_date' as field, w.publish_date as value, l.last_day as expected,
       null as difference,
       case when l.source_row is null then 'counterpart-missing'
            when l.last_day is null then 'date-missing' end as cannot_check
from tender_award w
left join listed l
  on l.dataset = w.dataset and l.snapshot = w.snapshot and l.source_row = w.source_row
where (w.publish_date >= l.last_day) is not true
