-- title: 招标文件提供不少于五个工作日
-- title_en: Documents can be had for five working days
-- severity: warning
-- tables: [notice]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第三十一条
-- article_en: art. 31
-- since: 2015-03-01
-- why: 取文件的时间太短，只有事先知道的供应商才赶得上。
-- why_en: When the documents are on offer only briefly, only those who knew beforehand are in time.
-- excludes: 起止日期不全的行；国务院尚未公布放假安排的年份（工作日无法计算，不当作逾期）
-- excludes_en: "Rows without both dates, and years whose holidays have not been announced: working days are then unknown, which is not lateness"
-- message: 招标文件提供了 {value} 个工作日，应不少于 {expected} 个（发出当日不计）
-- message_en: The documents were on offer for {value} working days, not {expected} (the first day does not count)
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'document_end_date' as field,
       cast(workdays(t.document_start_date, t.document_end_date) as text) as value,
       '5' as expected, null as difference
from {table} t
where t.procurement_method_name in ('公开招标', '邀请招标')
  and workdays(t.document_start_date, t.document_end_date) < 5
