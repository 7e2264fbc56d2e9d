-- title: 招标文件的澄清在投标截止十五日前发出
-- title_en: Tenders are clarified fifteen days before the deadline
-- severity: warning
-- tables: [tender_amendment, tender]
-- parameters: [tender-clarification-period]
-- cannot_check: [content-missing, date-missing]
-- basis: 中华人民共和国招标投标法
-- basis_en: Tendering and Bidding Law
-- article: 第二十三条
-- article_en: art. 23
-- since: 2000-01-01
-- why: 临近截止才改要求，投标人来不及重做投标文件；不足十五日的，应当顺延截止时间（实施条例第二十一条）。
-- why_en: When the requirements change shortly before the deadline nobody can redo a bid; then it must be extended (Regulation, art. 21).
-- excludes: 不影响投标文件编制的澄清
-- excludes_en: Clarifications that do not affect bids
-- message: 澄清后到截止只有 {value} 日，应不少于 {expected} 日
-- message_en: Only {value} days from the clarification to the deadline, not {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select a.dataset, a.snapshot, 'tender_amendment' as table_name, a.source_row,
       'new_deadline' as field,
       cast(days(a.amendment_date, coalesce(a.new_deadline, t.bid_deadline)) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when a.affects_bids is null then 'content-missing'
            when days(a.amendment_date, coalesce(a.new_deadline, t.bid_deadline)) is null
              then 'date-missing' end as cannot_check
from tender_amendment a
left join tender t
  on (t.dataset, t.snapshot, t.lot_id) = (a.dataset, a.snapshot, a.lot_id)
join parameter p
  on p.name = 'tender-clarification-period'
  and a.amendment_date between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where a.affects_bids is not 0
  and (days(a.amendment_date, coalesce(a.new_deadline, t.bid_deadline)) >= p.value) is not true
