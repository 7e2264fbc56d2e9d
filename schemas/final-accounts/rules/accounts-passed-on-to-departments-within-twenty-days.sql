-- title: 财政部门在批准后二十日内批复部门决算
-- title_en: The finance department passes accounts on within twenty days
-- severity: warning
-- tables: [fin10_disclosure]
-- parameters: [department-reply-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第八十条
-- article_en: art. 80
-- since: 2015-01-01
-- why: 决算批准以后，财政部门应当在二十日内批复到各部门；批复晚了，公开也就晚了。
-- why_en: After approval the finance department passes it on to departments within twenty days; when that is late, publication is late too.
-- excludes: 发生当日不计；最后一日是休息日的，顺延到下一个工作日
-- excludes_en: The day of the event does not count; a last day on which offices are closed is put off to the next working day
-- message: 批准后第 {value} 日才批复，应在 {expected} 日内
-- message_en: Passed on {value} days after approval, not within {expected}
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'finance_reply_date' as field,
       cast(days(t.approval_date, t.finance_reply_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.approval_date, t.finance_reply_date) is null then 'date-missing'
            when deadline(t.approval_date, p.value) is null then 'calendar-unknown'
       end as cannot_check
from {table} t
join parameter p
  on p.name = 'department-reply-period'
  and coalesce(t.approval_date, t.finance_reply_date, t.fiscal_year || '-12-31')
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (days(t.approval_date, t.finance_reply_date) <= p.value
       or t.finance_reply_date <= deadline(t.approval_date, p.value)) is not true
  and t.scope = 'department'
