-- title: 招标文件发售不少于五日
-- title_en: Documents are on sale for five days
-- severity: warning
-- tables: [tender]
-- parameters: [tender-document-sale-period]
-- cannot_check: [date-missing]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第十六条
-- article_en: art. 16
-- since: 2012-02-01
-- why: 发售时间太短，只有事先知道的投标人才赶得上。
-- why_en: When the documents are on sale only briefly, only those who knew beforehand are in time.
-- message: 招标文件发售了 {value} 日，应不少于 {expected} 日（开始当日不计）
-- message_en: The documents were on sale for {value} days, not {expected} (the first day does not count)
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'document_end_date' as field,
       cast(days(t.document_start_date, t.document_end_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.document_start_date, t.document_end_date) is null then 'date-missing'
       end as cannot_check
from {table} t
join parameter p
  on p.name = 'tender-document-sale-period'
  and coalesce(t.document_start_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (days(t.document_start_date, t.document_end_date) >= p.value) is not true
