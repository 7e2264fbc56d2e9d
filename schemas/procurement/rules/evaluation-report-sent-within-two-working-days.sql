-- title: 评审结束后两个工作日内送交评审报告
-- title_en: Evaluation reports are sent within two working days
-- severity: warning
-- tables: [award]
-- parameters: [evaluation-report-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第四十三条
-- article_en: art. 43
-- since: 2015-03-01
-- why: 报告压在代理机构手里，采购人和供应商都只能等。
-- why_en: While the agent holds the report back, buyer and suppliers can only wait.
-- excludes: 没有成交的项目
-- excludes_en: Procedures without a winner
-- message: 评审结束后过了 {value} 个工作日才送交报告，应不超过 {expected} 个
-- message_en: The report came {value} working days after the evaluation, not within {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'report_date' as field,
       cast(workdays(t.evaluation_date, t.report_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.evaluation_date, t.report_date) is null then 'date-missing'
            when workdays(t.evaluation_date, t.report_date) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'evaluation-report-period'
  and coalesce(t.evaluation_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.failure_reason is null
  and (workdays(t.evaluation_date, t.report_date) <= p.value) is not true
