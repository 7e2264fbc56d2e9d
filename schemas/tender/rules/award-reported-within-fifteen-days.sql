-- title: 确定中标人后十五日内书面报告
-- title_en: Awards are reported to the supervisor within fifteen days
-- severity: warning
-- tables: [tender_award]
-- parameters: [tender-report-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国招标投标法
-- basis_en: Tendering and Bidding Law
-- article: 第四十七条
-- article_en: art. 47
-- since: 2000-01-01
-- why: 报告之后，监督部门才能及时发现问题。
-- why_en: Only a tender that has been reported can be supervised in time.
-- excludes: 依法不必招标的项目这里分不出来；最后一日是休息日的，顺延到下一个工作日
-- excludes_en: Projects that need no tender by law cannot be told apart here; a last day on which offices are closed is put off to the next working day
-- message: 确定中标人后第 {value} 日才提交书面报告，应在 {expected} 日内
-- message_en: Reported {value} days after the award, not within {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'supervision_report_date' as field,
       cast(days(t.award_date, t.supervision_report_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.award_date, t.supervision_report_date) is null then 'date-missing'
            when deadline(t.award_date, p.value) is null then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'tender-report-period'
  and coalesce(t.award_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (days(t.award_date, t.supervision_report_date) <= p.value
       or substr(t.supervision_report_date, 1, 10) <= deadline(t.award_date, p.value)) is not true
