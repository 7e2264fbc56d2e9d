-- title: 开标前不透露投标人
-- title_en: Bidders stay secret before the opening
-- severity: error
-- tables: [registration]
-- basis: 中华人民共和国招标投标法
-- basis_en: Tendering and Bidding Law
-- article: 第二十二条
-- article_en: art. 22
-- since: 2000-01-01
-- why: 开标前知道有谁、有几家，就能串通。所以这里是拦住，不是提醒。
-- why_en: Knowing who and how many bid makes collusion easy; this holds publication back instead of remarking on it.
-- message: 开标（{expected}）前不得公开报名的单位和家数
-- message_en: Names and number of bidders may not be told before the opening ({expected})
-- mend: 开标前删去报名单位和家数；开标后填写公布日期。
-- mend_en: Take names and number out until the opening; afterwards state the day they were published.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       case when t.bidder_names is not null then 'bidder_names' else 'bidder_count' end as field,
       null as value, substr(t.bid_opening, 1, 10) as expected, null as difference
from {table} t
where (t.bidder_names is not null or t.bidder_count is not null)
  and (t.bid_opening is null or t.bidders_publish_date is null
       or t.bidders_publish_date < substr(t.bid_opening, 1, 10))
