-- title: 公示期满后才公告中标结果
-- title_en: The award waits for the end of publicity
-- severity: warning
-- tables: [candidate, tender_award]
-- cannot_check: [counterpart-missing, date-missing]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第五十四条
-- article_en: art. 54
-- since: 2012-02-01
-- why: 公示还没结束就公告结果，异议就成了走过场。
-- why_en: When the award comes before publicity has ended, objecting is an empty form.
-- excludes: 公示与结果按标段编号对应，没有编号的按标段名称对应
-- excludes_en: Notices are matched by lot number, or by name where a number is missing
-- message: "{value} 公告中标结果，候选人公示到 {expected} 才期满"
-- message_en: The award came out on {value}; the candidates were public until {expected}
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
       'publish_date' as field, w.publish_date as value,
       max(substr(p.publicity_end, 1, 10)) as expected, null as difference,
       case when count(p.candidate_rank) = 0 then 'counterpart-missing'
            when max(p.publicity_end) is null then 'date-missing' end as cannot_check
from tender_award w
left join pair p on (p.dataset, p.snapshot, p.source_row) = (w.dataset, w.snapshot, w.source_row)
group by w.dataset, w.snapshot, w.source_row
having (w.publish_date >= max(substr(p.publicity_end, 1, 10))) is not true
