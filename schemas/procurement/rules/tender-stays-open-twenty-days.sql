-- title: 发出招标文件到投标截止不少于二十日
-- title_en: A tender stays open for twenty days
-- severity: warning
-- tables: [notice]
-- parameters: [procurement-bid-period]
-- cannot_check: [content-missing, date-missing]
-- basis: 中华人民共和国政府采购法
-- basis_en: Government Procurement Law
-- article: 第三十五条
-- article_en: art. 35
-- since: 2003-01-01
-- why: 编制一份像样的投标文件需要时间，期限太短等于挡住没有准备的供应商。
-- why_en: A proper bid takes time to write; too short a period shuts out everyone who was not prepared.
-- excludes: 招标以外的采购方式
-- excludes_en: Methods other than tendering
-- message: 从发出文件到投标截止只有 {value} 日，应不少于 {expected} 日
-- message_en: Only {value} days from the documents to the deadline, not {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'bid_deadline' as field,
       cast(days(t.document_start_date, t.bid_deadline) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when t.procurement_method_name is null then 'content-missing'
            when days(t.document_start_date, t.bid_deadline) is null then 'date-missing'
       end as cannot_check
from {table} t
join parameter p
  on p.name = 'procurement-bid-period'
  and coalesce(t.document_start_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where coalesce(t.procurement_method_name, '公开招标') in ('公开招标', '邀请招标')
  and (days(t.document_start_date, t.bid_deadline) >= p.value) is not true
