-- title: 中标人的履约保证金不超过合同的百分之十
-- title_en: Performance bonds of winners stay within ten per cent
-- severity: warning
-- tables: [tender_award]
-- parameters: [tender-performance-bond-share]
-- cannot_check: [amount-missing]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第五十八条
-- article_en: art. 58
-- since: 2012-02-01
-- why: 保证金占着中标人的钱，收得高就成了负担。
-- why_en: A bond ties up the winner’s money; a high one is a burden.
-- excludes: 不收保证金的项目
-- excludes_en: Projects that ask for no bond
-- message: 履约保证金 {value} 元，超过允许的 {expected} 元
-- message_en: A performance bond of {value} yuan exceeds the {expected} yuan allowed
-- mend: 先核对金额。金额没有写错的，数据不用改：不合规定的，照实公布。
-- mend_en: "Check the amounts first. If they are right leave the data alone: what was not done as laid down is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'performance_bond_amount' as field,
       printf('%.2f', t.performance_bond_amount_fen / 100.0) as value,
       iif(t.award_amount_fen is null, null,
           printf('%.2f', t.award_amount_fen * p.value / 10000.0)) as expected,
       t.performance_bond_amount_fen - t.award_amount_fen * p.value / 100 as difference,
       case when t.award_amount_fen is null then 'amount-missing' end as cannot_check
from {table} t
join parameter p
  on p.name = 'tender-performance-bond-share'
  and t.publish_date between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.performance_bond_amount_fen > 0
  and (t.performance_bond_amount_fen * 100 <= t.award_amount_fen * p.value) is not true
