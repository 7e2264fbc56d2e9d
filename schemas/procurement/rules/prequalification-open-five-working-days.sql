-- title: 资格预审申请时间不少于五个工作日
-- title_en: Prequalification is open for five working days
-- severity: warning
-- tables: [notice]
-- parameters: [procurement-prequalification-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第二十一条
-- article_en: art. 21
-- since: 2015-03-01
-- why: 预审时间太短，等于把没有准备的供应商挡在门外。
-- why_en: Too short a prequalification shuts out everyone who was not prepared.
-- excludes: 不进行资格预审的公告
-- excludes_en: Notices without prequalification
-- message: 提交资格预审申请的时间是 {value} 个工作日，应不少于 {expected} 个
-- message_en: Applications could be handed in for {value} working days, not {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'prequalification_deadline' as field,
       cast(workdays(t.publish_date, t.prequalification_deadline) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.publish_date, t.prequalification_deadline) is null then 'date-missing'
            when workdays(t.publish_date, t.prequalification_deadline) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'procurement-prequalification-period'
  and t.publish_date
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (t.prequalification_deadline is not null
       or coalesce(t.notice_type_name, '') like '%资格预审%')
  and (workdays(t.publish_date, t.prequalification_deadline) >= p.value) is not true
