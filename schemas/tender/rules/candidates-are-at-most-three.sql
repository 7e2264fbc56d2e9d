-- title: 一个标段的中标候选人不超过三个
-- title_en: A lot has at most three candidates
-- severity: warning
-- tables: [candidate]
-- parameters: [candidate-count-limit]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第五十三条
-- article_en: art. 53
-- since: 2012-02-01
-- why: 候选人不超过三个、标明排序，定标才有依据；候选人越多，定标的余地越大。
-- why_en: Three at most, in order, leave the award little room; the more candidates, the more room there is.
-- excludes: 没有写名称或者报价的行；经批准试行评定分离的地方可以多推荐，数据里没有，报出来的要核对
-- excludes_en: Rows without a name or a bid. Where evaluation and award are separated on trial more may be allowed; the data do not tell, so what is reported needs a look
-- message: 公示了 {value} 个候选人，应不超过 {expected} 个
-- message_en: "{value} candidates were published, not at most {expected}"
-- mend: 核对是否把别的内容当成了候选人；确实多于三个的，说明依据。
-- mend_en: Check whether something else was taken for a candidate; if there really were more, say on what basis.
select t.dataset, t.snapshot, '{table}' as table_name, min(t.source_row) as source_row,
       'candidate_rank' as field, cast(count(distinct plain_name(t.bidder_name)) as text) as value,
       cast(p.value as text) as expected, null as difference
from {table} t
join parameter p
  on p.name = 'candidate-count-limit'
  and t.publish_date between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.bidder_name is not null and t.bid_price_text is not null
group by t.dataset, t.snapshot, t.notice_id, coalesce(t.lot_id, t.lot_name), p.value
having count(distinct plain_name(t.bidder_name)) > p.value
