-- title: 结果公告期限为一个工作日
-- title_en: An award notice stays up for one working day
-- severity: warning
-- tables: [award]
-- parameters: [award-notice-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 政府采购货物和服务招标投标管理办法（财政部令第87号）
-- basis_en: Measures for Tendering in Government Procurement of Goods and Services (Ministry of Finance Order No. 87)
-- article: 第六十九条
-- article_en: art. 69
-- since: 2017-10-01
-- why: 质疑的时间从结果公告期满起算，公告期是落选供应商的权利。
-- why_en: The time to object runs from the end of the notice period, which belongs to those who lost.
-- excludes: 条款号未核对原文，按通行做法
-- excludes_en: The number of the article has not been checked; this is the practice
-- message: 结果公告期限是 {value} 个工作日，应不少于 {expected} 个（发布当日不计）
-- message_en: The award notice stays up for {value} working days, not {expected} (the first day does not count)
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'notice_end_date' as field,
       cast(workdays(t.publish_date, t.notice_end_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.publish_date, t.notice_end_date) is null then 'date-missing'
            when workdays(t.publish_date, t.notice_end_date) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'award-notice-period'
  and t.publish_date
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (workdays(t.publish_date, t.notice_end_date) >= p.value) is not true
