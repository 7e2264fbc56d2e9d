-- title: 单一来源公示不少于五个工作日
-- title_en: Single sources are public for five working days
-- severity: warning
-- tables: [single_source]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第三十八条
-- article_en: art. 38
-- since: 2015-03-01
-- why: 别的供应商要有时间说“我也能做”。
-- why_en: Other suppliers must have time to say that they can do it too.
-- excludes: 起止日期不全的行；国务院尚未公布放假安排的年份（工作日无法计算，不当作逾期）
-- excludes_en: "Rows without both dates, and years whose holidays have not been announced: working days are then unknown, which is not lateness"
-- message: 公示了 {value} 个工作日，应不少于 {expected} 个
-- message_en: Public for {value} working days, not {expected}
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'publicity_end_date' as field,
       cast(workdays(t.publicity_start_date, t.publicity_end_date) as text) as value,
       '5' as expected, null as difference
from {table} t
where workdays(t.publicity_start_date, t.publicity_end_date) < 5
