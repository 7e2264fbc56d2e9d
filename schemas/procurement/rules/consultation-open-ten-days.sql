-- title: 竞争性磋商从发出文件到首次响应不少于十日
-- title_en: Competitive consultations are open for ten days
-- severity: warning
-- tables: [notice]
-- parameters: [consultation-response-period]
-- cannot_check: [date-missing]
-- basis: 政府采购竞争性磋商采购方式管理暂行办法（财库〔2014〕214号）
-- basis_en: Interim Measures for Competitive Consultation (Caiku [2014] No. 214)
-- article: 第十条
-- article_en: art. 10
-- since: 2014-12-31
-- why: 准备响应文件需要时间，期限太短等于挡住没有准备的供应商。
-- why_en: A response takes time to write; too short a period shuts out everyone who was not prepared.
-- excludes: 其他采购方式；条款未核对原文，按通行做法
-- excludes_en: Other methods. The text has not been checked; this is the practice
-- message: 从发出磋商文件到截止只有 {value} 日，应不少于 {expected} 日
-- message_en: Only {value} days from the documents to the deadline, not {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'bid_deadline' as field,
       cast(days(t.document_start_date, t.bid_deadline) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.document_start_date, t.bid_deadline) is null then 'date-missing'
       end as cannot_check
from {table} t
join parameter p
  on p.name = 'consultation-response-period'
  and coalesce(t.document_start_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.procurement_method_name = '竞争性磋商'
  and (days(t.document_start_date, t.bid_deadline) >= p.value) is not true
