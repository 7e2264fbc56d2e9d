-- title: 中标通知书发出后三十日内签订合同
-- title_en: Contracts are signed within thirty days
-- severity: warning
-- tables: [contract]
-- parameters: [procurement-contract-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国政府采购法
-- basis_en: Government Procurement Law
-- article: 第四十六条
-- article_en: art. 46
-- since: 2003-01-01
-- why: 拖着不签，中标结果就可能落空或者生变。
-- why_en: While nothing is signed, the award may come to nothing or change.
-- excludes: 补充合同；最后一日是休息日的，顺延到下一个工作日
-- excludes_en: Supplementary contracts; a last day on which offices are closed is put off to the next working day
-- message: 中标通知书发出后第 {value} 日才签合同，应在 {expected} 日内
-- message_en: Signed {value} days after the award letter, not within {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'contract_date' as field,
       cast(days(t.award_letter_date, t.contract_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.award_letter_date, t.contract_date) is null then 'date-missing'
            when deadline(t.award_letter_date, p.value) is null then 'calendar-unknown'
       end as cannot_check
from {table} t
join parameter p
  on p.name = 'procurement-contract-period'
  and coalesce(t.award_letter_date, t.contract_date, t.publish_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.main_contract_id is null
  and (days(t.award_letter_date, t.contract_date) <= p.value
       or substr(t.contract_date, 1, 10) <= deadline(t.award_letter_date, p.value)) is not true
