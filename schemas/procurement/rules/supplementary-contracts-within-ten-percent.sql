-- title: 补充合同合计不超过原合同的百分之十
-- title_en: Supplementary contracts stay within ten per cent
-- severity: warning
-- tables: [contract]
-- parameters: [supplementary-contract-share]
-- basis: 中华人民共和国政府采购法
-- basis_en: Government Procurement Law
-- article: 第四十九条
-- article_en: art. 49
-- since: 2003-01-01
-- why: 先低价签下，再靠补充合同加钱，就绕开了竞争。
-- why_en: A low first contract topped up by supplements goes around the competition.
-- excludes: 原合同没有公开或者没有写金额的补充合同
-- excludes_en: Supplements whose main contract is not published or states no amount
-- message: 补充合同合计 {value} 元，超过原合同允许追加的 {expected} 元
-- message_en: Supplements of {value} yuan exceed the {expected} yuan that may be added to the contract
-- mend: 先核对金额。金额没有写错的，数据不用改：不合规定的，照实公布。
-- mend_en: "Check the amounts first. If they are right leave the data alone: what was not done as laid down is published as it was."
select m.dataset, m.snapshot, '{table}' as table_name, m.source_row, 'contract_amount' as field,
       printf('%.2f', sum(s.contract_amount_fen) / 100.0) as value,
       printf('%.2f', m.contract_amount_fen * p.value / 10000.0) as expected,
       sum(s.contract_amount_fen) - m.contract_amount_fen * p.value / 100 as difference
from {table} m
join {table} s
  on s.dataset = m.dataset and s.snapshot = m.snapshot and s.main_contract_id = m.contract_id
join parameter p
  on p.name = 'supplementary-contract-share'
  and coalesce(m.contract_date, m.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where m.contract_amount_fen is not null
group by m.dataset, m.snapshot, m.source_row
having sum(s.contract_amount_fen) * 100 > m.contract_amount_fen * p.value
