-- title: 中标候选人公示不少于三日
-- title_en: Candidates are public for three days
-- severity: warning
-- tables: [candidate]
-- parameters: [candidate-publicity-period]
-- cannot_check: [date-missing]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第五十四条
-- article_en: art. 54
-- since: 2012-02-01
-- why: 公示期间才能提出异议，公示太短等于不给人说话的时间。
-- why_en: Objections can be raised only while the candidates are public; too short a time leaves none to object.
-- excludes: 同一公示只报一次
-- excludes_en: A notice is reported once
-- message: 公示了 {value} 小时，应不少于 {expected} 小时
-- message_en: Public for {value} hours, not {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'publicity_end' as field,
       cast(cast((julianday(t.publicity_end) - julianday(t.publicity_start)) * 24 + 0.0001
            as integer) as text) as value,
       cast(p.value * 24 as text) as expected, null as difference,
       case when julianday(t.publicity_end) - julianday(t.publicity_start) is null
            then 'date-missing' end as cannot_check
from {table} t
join parameter p
  on p.name = 'candidate-publicity-period'
  and substr(coalesce(t.publicity_start, t.publish_date), 1, 10)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (round((julianday(t.publicity_end) - julianday(t.publicity_start)) * 1440)
       >= p.value * 1440) is not true
  and not exists (
    select 1 from {table} o
    where o.dataset = t.dataset and o.snapshot = t.snapshot
      and o.notice_id = t.notice_id and o.source_row < t.source_row
  )
