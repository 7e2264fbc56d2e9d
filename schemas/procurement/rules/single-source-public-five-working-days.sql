-- title: 单一来源公示不少于五个工作日
-- title_en: Single sources are public for five working days
-- severity: warning
-- tables: [single_source]
-- parameters: [single-source-publicity-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第三十八条
-- article_en: art. 38
-- since: 2015-03-01
-- why: 别的供应商要有时间说“我也能做”。
-- why_en: Other suppliers must have time to say that they can do it too.
-- message: 公示了 {value} 个工作日，应不少于 {expected} 个
-- message_en: Public for {value} working days, not {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'publicity_end_date' as field,
       cast(workdays(t.publicity_start_date, t.publicity_end_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.publicity_start_date, t.publicity_end_date) is null then 'date-missing'
            when workdays(t.publicity_start_date, t.publicity_end_date) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'single-source-publicity-period'
  and t.publicity_start_date
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (workdays(t.publicity_start_date, t.publicity_end_date) >= p.value) is not true
