-- title: 单位预算在部门批复后二十日内公开
-- title_en: Unit budget is public within twenty days
-- severity: warning
-- tables: [bgt13_disclosure]
-- parameters: [unit-publication-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国预算法实施条例
-- basis_en: Regulation on the Implementation of the Budget Law
-- article: 第六条
-- article_en: art. 6
-- since: 2020-10-01
-- why: 所属单位的预算由单位自己公开，期限从部门批复之日算起。
-- why_en: A unit publishes its own; the period runs from the day its department passed it on.
-- excludes: 发生当日不计；最后一日是休息日的，顺延到下一个工作日
-- excludes_en: The day of the event does not count; a last day on which offices are closed is put off to the next working day
-- message: 部门批复后第 {value} 日才公开，应在 {expected} 日内
-- message_en: Public {value} days after the department’s reply, not within {expected}
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'publish_date' as field,
       cast(days(t.department_reply_date, t.publish_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.department_reply_date, t.publish_date) is null then 'date-missing'
            when deadline(t.department_reply_date, p.value) is null then 'calendar-unknown'
       end as cannot_check
from {table} t
join parameter p
  on p.name = 'unit-publication-period'
  and coalesce(t.department_reply_date, t.publish_date, t.fiscal_year || '-12-31')
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (days(t.department_reply_date, t.publish_date) <= p.value
       or t.publish_date <= deadline(t.department_reply_date, p.value)) is not true
  and t.scope = 'unit'
