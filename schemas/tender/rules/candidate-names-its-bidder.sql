-- title: 公示的每一行写明投标人
-- title_en: Every candidate is named
-- severity: warning
-- tables: [candidate]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第五十四条
-- article_en: art. 54
-- since: 2012-02-01
-- why: 公示的就是“谁是候选人”；没有名称，公众无从监督。
-- why_en: Who the candidates are is what the notice is for; without a name nobody can look into it.
-- message: 这一行没有投标人名称
-- message_en: This row names no bidder
-- mend: 对照公示原文补上投标人名称。
-- mend_en: Add the bidder’s name from the notice.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'bidder_name' as field,
       null as value, null as expected, null as difference
from {table} t
where t.bidder_name is null
