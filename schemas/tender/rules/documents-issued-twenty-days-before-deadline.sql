-- title: 招标文件在投标截止二十日前发出
-- title_en: Documents are issued twenty days before the deadline
-- severity: warning
-- tables: [tender]
-- basis: 中华人民共和国招标投标法
-- basis_en: Tendering and Bidding Law
-- article: 第二十四条
-- article_en: art. 24
-- since: 2000-01-01
-- why: 编制投标文件需要时间，期限太短等于挡住没有准备的投标人。
-- why_en: A bid takes time to write; too short a period shuts out everyone who was not prepared.
-- excludes: 不属于或者没有写明属于依法必须招标的项目；起止日期不全的行
-- excludes_en: Projects that need no tender by law or do not say so; rows without both dates
-- message: 从发出文件到投标截止只有 {value} 日，应不少于 {expected} 日
-- message_en: Only {value} days from the documents to the deadline, not {expected}
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'bid_deadline' as field,
       cast(cast(julianday(substr(t.bid_deadline, 1, 10)) - julianday(t.document_start_date)
            as integer) as text) as value,
       '20' as expected, null as difference
from {table} t
where t.must_tender = 1
  and julianday(substr(t.bid_deadline, 1, 10)) - julianday(t.document_start_date) < 20
