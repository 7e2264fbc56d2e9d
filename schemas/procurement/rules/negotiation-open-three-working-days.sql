-- title: 谈判、询价从发出文件到首次响应不少于三个工作日
-- title_en: Negotiations and quotations are open for three working days
-- severity: warning
-- tables: [notice]
-- parameters: [negotiation-response-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 政府采购非招标采购方式管理办法（财政部令第74号）
-- basis_en: Measures for Non-Tender Methods of Government Procurement (Ministry of Finance Order No. 74)
-- article: 第二十九条、第四十五条
-- article_en: arts 29, 45
-- since: 2014-02-01
-- why: 准备响应文件需要时间，期限太短等于挡住没有准备的供应商。
-- why_en: A response takes time to write; too short a period shuts out everyone who was not prepared.
-- excludes: 其他采购方式；条款未核对原文，按通行做法
-- excludes_en: Other methods. The text has not been checked; this is the practice
-- message: 从发出文件到截止只有 {value} 个工作日，应不少于 {expected} 个
-- message_en: Only {value} working days from the documents to the deadline, not {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'bid_deadline' as field,
       cast(workdays(t.document_start_date, t.bid_deadline) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.document_start_date, t.bid_deadline) is null then 'date-missing'
            when workdays(t.document_start_date, t.bid_deadline) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'negotiation-response-period'
  and coalesce(t.document_start_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.procurement_method_name in ('竞争性谈判', '询价')
  and (workdays(t.document_start_date, t.bid_deadline) >= p.value) is not true
