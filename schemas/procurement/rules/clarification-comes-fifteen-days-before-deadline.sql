-- title: 澄清在投标截止十五日前发出
-- title_en: Clarifications come fifteen days before the deadline
-- severity: warning
-- tables: [amendment, notice]
-- parameters: [procurement-clarification-period]
-- cannot_check: [content-missing, date-missing]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第三十一条
-- article_en: art. 31
-- since: 2015-03-01
-- why: 临近截止才改要求，供应商来不及重做投标文件；不足十五日的，应当顺延截止时间。
-- why_en: When the requirements change shortly before the deadline nobody can redo a bid; then the deadline must be extended.
-- excludes: 不影响投标文件编制的更正；招标以外的采购方式
-- excludes_en: Amendments that do not affect bids; methods other than tendering
-- message: 更正后到截止只有 {value} 日，应不少于 {expected} 日
-- message_en: Only {value} days from the amendment to the deadline, not {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select a.dataset, a.snapshot, 'amendment' as table_name, a.source_row, 'new_deadline' as field,
       cast(days(a.amendment_date, coalesce(a.new_deadline, n.bid_deadline)) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when a.affects_bids is null or n.procurement_method_name is null then 'content-missing'
            when days(a.amendment_date, coalesce(a.new_deadline, n.bid_deadline)) is null
              then 'date-missing' end as cannot_check
from amendment a
left join notice n
  on n.dataset = a.dataset and n.snapshot = a.snapshot and n.notice_id = a.notice_id
join parameter p
  on p.name = 'procurement-clarification-period'
  and a.amendment_date between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where a.affects_bids is not 0
  and coalesce(n.procurement_method_name, '公开招标') in ('公开招标', '邀请招标')
  and (days(a.amendment_date, coalesce(a.new_deadline, n.bid_deadline)) >= p.value) is not true
