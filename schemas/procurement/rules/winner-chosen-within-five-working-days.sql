-- title: 收到评审报告后五个工作日内确定供应商
-- title_en: Suppliers are chosen within five working days
-- severity: warning
-- tables: [award]
-- parameters: [winner-decision-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第四十三条
-- article_en: art. 43
-- since: 2015-03-01
-- why: 采购人应当按评审报告的顺序尽快确定，时间越长，越容易有人说情。
-- why_en: The buyer chooses in the order of the report and soon; the longer it takes, the more room there is for favours.
-- excludes: 没有成交的项目
-- excludes_en: Procedures without a winner
-- message: 收到评审报告后过了 {value} 个工作日才确定供应商，应不超过 {expected} 个
-- message_en: Chosen {value} working days after the report, not within {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'award_date' as field,
       cast(workdays(t.report_date, t.award_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.report_date, t.award_date) is null then 'date-missing'
            when workdays(t.report_date, t.award_date) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'winner-decision-period'
  and coalesce(t.report_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.failure_reason is null
  and (workdays(t.report_date, t.award_date) <= p.value) is not true
