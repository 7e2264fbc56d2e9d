-- title: 通知书发出后五个工作日内退还未中标者的保证金
-- title_en: Losers’ bonds are returned within five working days
-- severity: warning
-- tables: [award]
-- parameters: [procurement-bond-return-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第三十三条
-- article_en: art. 33
-- since: 2015-03-01
-- why: 没有中标，钱就该尽快退还。
-- why_en: Whoever lost gets the money back soon.
-- excludes: 没有写退还日期的行：是否收过保证金，这里看不出来
-- excludes_en: "Rows without a day of return: they do not tell whether a bond was taken"
-- message: 通知书发出后过了 {value} 个工作日才退还保证金，应不超过 {expected} 个
-- message_en: Returned {value} working days after the award letter, not within {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'bond_return_date' as field,
       cast(workdays(t.award_letter_date, t.bond_return_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.award_letter_date, t.bond_return_date) is null then 'date-missing'
            when workdays(t.award_letter_date, t.bond_return_date) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'procurement-bond-return-period'
  and coalesce(t.award_letter_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.bond_return_date is not null
  and (workdays(t.award_letter_date, t.bond_return_date) <= p.value) is not true
