-- title: 投标保证金不超过预算的百分之二
-- title_en: Bid bonds stay within two per cent of the budget
-- severity: warning
-- tables: [notice]
-- parameters: [procurement-bid-bond-share]
-- cannot_check: [amount-missing]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第三十三条
-- article_en: art. 33
-- since: 2015-03-01
-- why: 保证金收得高，小企业就被挡在门外。
-- why_en: High bonds keep small suppliers away.
-- excludes: 不收保证金的项目
-- excludes_en: Projects that ask for no bond
-- message: 投标保证金 {value} 元，超过允许的 {expected} 元
-- message_en: A bid bond of {value} yuan exceeds the {expected} yuan allowed
-- mend: 先核对金额。金额没有写错的，数据不用改：不合规定的，照实公布。
-- mend_en: "Check the amounts first. If they are right leave the data alone: what was not done as laid down is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'bid_bond_amount' as field,
       printf('%.2f', t.bid_bond_amount_fen / 100.0) as value,
       iif(t.budget_amount_fen is null, null,
           printf('%.2f', t.budget_amount_fen * p.value / 10000.0)) as expected,
       t.bid_bond_amount_fen - t.budget_amount_fen * p.value / 100 as difference,
       case when t.budget_amount_fen is null then 'amount-missing' end as cannot_check
from {table} t
join parameter p
  on p.name = 'procurement-bid-bond-share'
  and t.publish_date between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.bid_bond_amount_fen > 0
  and (t.bid_bond_amount_fen * 100 <= t.budget_amount_fen * p.value) is not true
