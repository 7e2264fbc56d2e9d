-- title: 部门预算在批复后二十日内公开
-- title_en: Department budget is public within twenty days
-- severity: warning
-- tables: [bgt13_disclosure]
-- parameters: [budget-publication-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第十四条
-- article_en: art. 14
-- since: 2015-01-01
-- why: 财政部门批复之后，公众二十日内就应当看得到部门的预算。
-- why_en: Once the finance department has passed it on, the public must see a department’s budget within twenty days.
-- excludes: 发生当日不计；最后一日是休息日的，顺延到下一个工作日
-- excludes_en: The day of the event does not count; a last day on which offices are closed is put off to the next working day
-- message: 批复后第 {value} 日才公开，应在 {expected} 日内
-- message_en: Public {value} days after the reply of the finance department, not within {expected}
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'publish_date' as field,
       cast(days(t.finance_reply_date, t.publish_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.finance_reply_date, t.publish_date) is null then 'date-missing'
            when deadline(t.finance_reply_date, p.value) is null then 'calendar-unknown'
       end as cannot_check
from {table} t
join parameter p
  on p.name = 'budget-publication-period'
  and coalesce(t.finance_reply_date, t.publish_date, t.fiscal_year || '-12-31')
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (days(t.finance_reply_date, t.publish_date) <= p.value
       or t.publish_date <= deadline(t.finance_reply_date, p.value)) is not true
  and t.scope = 'department'
