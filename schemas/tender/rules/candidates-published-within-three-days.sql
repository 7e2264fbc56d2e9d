-- title: 收到评标报告三日内公示候选人
-- title_en: Candidates are published within three days of the report
-- severity: warning
-- tables: [candidate]
-- parameters: [candidate-publicity-delay]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第五十四条
-- article_en: art. 54
-- since: 2012-02-01
-- why: 报告出来迟迟不公示，中间就有了运作的余地。
-- why_en: While a finished report is kept back there is room for arrangements.
-- excludes: 同一公示只报一次；最后一日是休息日的，顺延到下一个工作日
-- excludes_en: A notice is reported once; a last day on which offices are closed is put off to the next working day
-- message: 收到评标报告后第 {value} 日才公示，应在 {expected} 日内
-- message_en: Published {value} days after the report, not within {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'publicity_start' as field,
       cast(days(t.report_date, t.publicity_start) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.report_date, t.publicity_start) is null then 'date-missing'
            when deadline(t.report_date, p.value) is null then 'calendar-unknown'
       end as cannot_check
from {table} t
join parameter p
  on p.name = 'candidate-publicity-delay'
  and coalesce(t.report_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where not exists (
    select 1 from {table} o
    where o.dataset = t.dataset and o.snapshot = t.snapshot
      and o.notice_id = t.notice_id and o.source_row < t.source_row
  )
  and (days(t.report_date, t.publicity_start) <= p.value
       or substr(t.publicity_start, 1, 10) <= deadline(t.report_date, p.value)) is not true
