-- title: 中标结果写明价格或者报价承诺
-- title_en: An award states a price or a promise
-- severity: warning
-- tables: [tender_award]
-- basis: 中华人民共和国招标投标法
-- basis_en: Tendering and Bidding Law
-- article: 第五条
-- article_en: art. 5
-- since: 2000-01-01
-- why: 只说谁中标、不说多少钱，公众无从比较。
-- why_en: Who won without at what price leaves nothing to compare.
-- message: 没有中标价，也没有报价承诺或者费率
-- message_en: Neither a price nor a promise nor a rate is stated
-- mend: 对照中标结果公告补上价格、费率或者报价承诺。
-- mend_en: Add the price, rate or promise from the award notice.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'award_amount' as field,
       null as value, null as expected, null as difference
from {table} t
where t.award_amount is null and t.award_promise_text is null and t.award_rate is null
