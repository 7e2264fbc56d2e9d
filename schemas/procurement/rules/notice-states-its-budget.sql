-- title: 采购公告写明预算金额
-- title_en: A notice states its budget
-- severity: error
-- tables: [notice]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第三十条
-- article_en: art. 30
-- since: 2015-03-01
-- why: 花多少钱的上限事先公开，供应商心里有数，公众也能对照结果。
-- why_en: The money set aside is told beforehand, so that bidders can judge and the public can compare it with the result.
-- excludes: 招标、竞争性谈判、询价以外的采购方式
-- excludes_en: Methods other than tendering, competitive negotiation and requests for quotations
-- message: 采用“{expected}”的公告没有写明预算金额
-- message_en: The notice ({expected}) states no budget
-- mend: 对照采购文件补上预算金额。
-- mend_en: Add the budget from the procurement documents.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'budget_amount' as field,
       null as value, t.procurement_method_name as expected, null as difference
from {table} t
where t.budget_amount_fen is null
  and t.procurement_method_name in ('公开招标', '邀请招标', '竞争性谈判', '询价')
