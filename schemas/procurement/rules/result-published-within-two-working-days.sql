-- title: 结果确定后两个工作日内公告
-- title_en: Results are published within two working days
-- severity: warning
-- tables: [award]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第四十三条
-- article_en: art. 43
-- since: 2015-03-01
-- why: 结果公布得晚，落选的供应商就错过质疑的时间。
-- why_en: When results come late, those who lost miss their time to object.
-- excludes: 起止日期不全的行；国务院尚未公布放假安排的年份（工作日无法计算，不当作逾期）
-- excludes_en: "Rows without both dates, and years whose holidays have not been announced: working days are then unknown, which is not lateness"
-- message: 结果确定后过了 {value} 个工作日才公告，应不超过 {expected} 个
-- message_en: Published {value} working days after the decision, not within {expected}
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'publish_date' as field,
       cast(workdays(t.award_date, t.publish_date) as text) as value,
       '2' as expected, null as difference
from {table} t
where workdays(t.award_date, t.publish_date) > 2
