-- title: 合同签订后七个工作日内备案
-- title_en: Contracts are filed within seven working days
-- severity: warning
-- tables: [contract]
-- parameters: [contract-filing-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国政府采购法
-- basis_en: Government Procurement Law
-- article: 第四十七条
-- article_en: art. 47
-- since: 2003-01-01
-- why: 备案之后，财政部门才能对照预算和采购结果监督合同。
-- why_en: Only a contract that has been filed can be supervised against budget and award.
-- message: 合同签订后过了 {value} 个工作日才备案，应不超过 {expected} 个
-- message_en: Filed {value} working days after signing, not within {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'filed_date' as field,
       cast(workdays(t.contract_date, t.filed_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.contract_date, t.filed_date) is null then 'date-missing'
            when workdays(t.contract_date, t.filed_date) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'contract-filing-period'
  and coalesce(t.contract_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (workdays(t.contract_date, t.filed_date) <= p.value) is not true
