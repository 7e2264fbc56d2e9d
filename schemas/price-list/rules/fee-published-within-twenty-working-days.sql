-- title: 收费项目和标准二十个工作日内公开
-- title_en: Fees are published within twenty working days
-- severity: warning
-- tables: [fee_item]
-- parameters: [general-publication-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国政府信息公开条例
-- basis_en: Regulation on Open Government Information
-- article: 第二十六条
-- article_en: art. 26
-- since: 2019-05-15
-- why: 及时公开，公众才来得及知道、来得及用。
-- why_en: Only what is published soon can be known and used in time.
-- message: 形成后过了 {value} 个工作日才公开，应不超过 {expected} 个
-- message_en: Published {value} working days after it was made, not within {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'publish_date' as field,
       cast(workdays(t.basis_date, t.publish_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.basis_date, t.publish_date) is null then 'date-missing'
            when workdays(t.basis_date, t.publish_date) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'general-publication-period'
  and coalesce(t.basis_date, t.publish_date, t.valid_from_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (workdays(t.basis_date, t.publish_date) <= p.value) is not true
