-- title: 开标前标底保密
-- title_en: The base price stays secret before the opening
-- severity: error
-- tables: [tender]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第二十七条
-- article_en: art. 27
-- since: 2012-02-01
-- why: 标底泄露，报价就不再是竞争。
-- why_en: Once the base price is out, bids no longer compete.
-- message: 开标（{expected}）前不得公开标底
-- message_en: The base price may not be told before the opening ({expected})
-- mend: 开标前删去标底；开标后填写公布日期。
-- mend_en: Take the base price out until the opening; afterwards state the day it was published.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'base_price_amount' as field, null as value,
       substr(t.bid_opening, 1, 10) as expected, null as difference
from {table} t
where t.base_price_amount is not null
  and (t.bid_opening is null or t.base_price_publish_date is null
       or t.base_price_publish_date < substr(t.bid_opening, 1, 10))
