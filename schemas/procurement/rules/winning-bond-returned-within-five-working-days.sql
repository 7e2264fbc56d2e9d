-- title: 合同签订后五个工作日内退还中标者的保证金
-- title_en: The winner’s bond is returned within five working days
-- severity: warning
-- tables: [contract]
-- parameters: [procurement-bond-return-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第三十三条
-- article_en: art. 33
-- since: 2015-03-01
-- why: 合同签了，投标保证金就没有理由再扣着。
-- why_en: Once the contract is signed there is no reason to keep the bid bond.
-- excludes: 没有写退还日期的行：是否收过保证金，这里看不出来
-- excludes_en: "Rows without a day of return: they do not tell whether a bond was taken"
-- message: 合同签订后过了 {value} 个工作日才退还保证金，应不超过 {expected} 个
-- message_en: Returned {value} working days after signing, not within {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'bond_return_date' as field,
       cast(workdays(t.contract_date, t.bond_return_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.contract_date, t.bond_return_date) is null then 'date-missing'
            when workdays(t.contract_date, t.bond_return_date) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'procurement-bond-return-period'
  and coalesce(t.contract_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.bond_return_date is not null
  and (workdays(t.contract_date, t.bond_return_date) <= p.value) is not true
