-- title: 招标文件在投标截止二十日前发出
-- title_en: Documents are issued twenty days before the deadline
-- severity: warning
-- tables: [tender]
-- parameters: [tender-bid-period]
-- cannot_check: [content-missing, date-missing]
-- basis: 中华人民共和国招标投标法
-- basis_en: Tendering and Bidding Law
-- article: 第二十四条
-- article_en: art. 24
-- since: 2000-01-01
-- why: 编制投标文件需要时间，期限太短等于挡住没有准备的投标人。
-- why_en: A bid takes time to write; too short a period shuts out everyone who was not prepared.
-- excludes: 不属于依法必须招标的项目
-- excludes_en: Projects that need no tender by law
-- message: 从发出文件到投标截止只有 {value} 日，应不少于 {expected} 日
-- message_en: Only {value} days from the documents to the deadline, not {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'bid_deadline' as field,
       cast(days(t.document_start_date, t.bid_deadline) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when t.must_tender is null then 'content-missing'
            when days(t.document_start_date, t.bid_deadline) is null then 'date-missing'
       end as cannot_check
from {table} t
join parameter p
  on p.name = 'tender-bid-period'
  and coalesce(t.document_start_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.must_tender is not 0
  and (days(t.document_start_date, t.bid_deadline) >= p.value) is not true
