-- title: 结果确定后两个工作日内公告
-- title_en: Results are published within two working days
-- severity: warning
-- tables: [award]
-- parameters: [result-publication-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第四十三条
-- article_en: art. 43
-- since: 2015-03-01
-- why: 结果公布得晚，落选的供应商就错过质疑的时间。
-- why_en: When results come late, those who lost miss their time to object.
-- message: 结果确定后过了 {value} 个工作日才公告，应不超过 {expected} 个
-- message_en: Published {value} working days after the decision, not within {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'publish_date' as field,
       cast(workdays(t.award_date, t.publish_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.award_date, t.publish_date) is null then 'date-missing'
            when workdays(t.award_date, t.publish_date) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'result-publication-period'
  and coalesce(t.award_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (workdays(t.award_date, t.publish_date) <= p.value) is not true
