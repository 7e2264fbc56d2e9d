-- title: 合同签订后两个工作日内公告
-- title_en: Contracts are published within two working days
-- severity: warning
-- tables: [contract]
-- parameters: [contract-publication-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第五十条
-- article_en: art. 50
-- since: 2015-03-01
-- why: 合同才是真正花出去的钱，公开了才能和公告、预算对照。
-- why_en: The contract is the money really spent; only when it is public can it be compared with notice and budget.
-- message: 合同签订后过了 {value} 个工作日才公告，应不超过 {expected} 个
-- message_en: Published {value} working days after signing, not within {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'publish_date' as field,
       cast(workdays(t.contract_date, t.publish_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.contract_date, t.publish_date) is null then 'date-missing'
            when workdays(t.contract_date, t.publish_date) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'contract-publication-period'
  and coalesce(t.contract_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (workdays(t.contract_date, t.publish_date) <= p.value) is not true
