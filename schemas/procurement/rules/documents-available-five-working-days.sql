-- title: 招标文件提供不少于五个工作日
-- title_en: Documents can be had for five working days
-- severity: warning
-- tables: [notice]
-- parameters: [procurement-document-period]
-- cannot_check: [content-missing, date-missing, calendar-unknown]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第三十一条
-- article_en: art. 31
-- since: 2015-03-01
-- why: 取文件的时间太短，只有事先知道的供应商才赶得上。
-- why_en: When the documents are on offer only briefly, only those who knew beforehand are in time.
-- excludes: 招标以外的采购方式
-- excludes_en: Methods other than tendering
-- message: 招标文件提供了 {value} 个工作日，应不少于 {expected} 个（发出当日不计）
-- message_en: The documents were on offer for {value} working days, not {expected} (the first day does not count)
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'document_end_date' as field,
       cast(workdays(t.document_start_date, t.document_end_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when t.procurement_method_name is null then 'content-missing'
            when days(t.document_start_date, t.document_end_date) is null then 'date-missing'
            when workdays(t.document_start_date, t.document_end_date) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'procurement-document-period'
  and coalesce(t.document_start_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where coalesce(t.procurement_method_name, '公开招标') in ('公开招标', '邀请招标')
  and (workdays(t.document_start_date, t.document_end_date) >= p.value) is not true
