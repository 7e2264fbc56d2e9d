-- title: 招标文件发售不少于五日
-- title_en: Documents are on sale for five days
-- severity: warning
-- tables: [tender]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第十六条
-- article_en: art. 16
-- since: 2012-02-01
-- why: 发售时间太短，只有事先知道的投标人才赶得上。
-- why_en: When the documents are on sale only briefly, only those who knew beforehand are in time.
-- excludes: 起止日期不全的行
-- excludes_en: Rows without both dates
-- message: 招标文件发售了 {value} 日，应不少于 {expected} 日（开始当日不计）
-- message_en: The documents were on sale for {value} days, not {expected} (the first day does not count)
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'document_end_date' as field,
       cast(cast(julianday(t.document_end_date) - julianday(t.document_start_date) as integer)
            as text) as value,
       '5' as expected, null as difference
from {table} t
where julianday(t.document_end_date) - julianday(t.document_start_date) < 5
