-- title: 公示期满后才公告中标结果
-- title_en: The award waits for the end of publicity
-- severity: warning
-- tables: [candidate, tender_award]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第五十四条
-- article_en: art. 54
-- since: 2012-02-01
-- why: 公示还没结束就公告结果，异议就成了走过场。
-- why_en: When the award comes before publicity has ended, objecting is an empty form.
-- excludes: 没有公示候选人或者没有写明公示截止时间的标段
-- excludes_en: Lots without published candidates or without an end of publicity
-- message: "{value} 公告中标结果，候选人公示到 {expected} 才期满"
-- message_en: The award came out on {value}; the candidates were public until {expected}
select w.dataset, w.snapshot, 'tender_award' as table_name, w.source_row, 'publish_date' as field,
       w.publish_date as value, max(substr(c.publicity_end, 1, 10)) as expected,
       null as difference
from tender_award w
join candidate c
  on c.dataset = w.dataset and c.snapshot = w.snapshot
  and (c.lot_id = w.lot_id
       or ((c.lot_id is null or w.lot_id is null) and same_name(c.lot_name, w.lot_name)))
group by w.dataset, w.snapshot, w.source_row
having w.publish_date < max(substr(c.publicity_end, 1, 10))
