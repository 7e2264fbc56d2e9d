-- title: 部门在十五日内向所属单位批复预算
-- title_en: Departments pass budget on to their units within fifteen days
-- severity: warning
-- tables: [bgt13_disclosure]
-- parameters: [unit-reply-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第五十二条
-- article_en: art. 52
-- since: 2015-01-01
-- why: 部门接到财政批复以后，应当在十五日内批复到所属单位。
-- why_en: Once it has been passed on to the department, the department passes it on to its units within fifteen days.
-- excludes: 发生当日不计；最后一日是休息日的，顺延到下一个工作日
-- excludes_en: The day of the event does not count; a last day on which offices are closed is put off to the next working day
-- message: 部门接到批复后第 {value} 日才批复单位，应在 {expected} 日内
-- message_en: Passed on to the unit after {value} days, not within {expected}
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'department_reply_date' as field,
       cast(days(t.finance_reply_date, t.department_reply_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.finance_reply_date, t.department_reply_date) is null then 'date-missing'
            when deadline(t.finance_reply_date, p.value) is null then 'calendar-unknown'
       end as cannot_check
from {table} t
join parameter p
  on p.name = 'unit-reply-period'
  and coalesce(t.finance_reply_date, t.department_reply_date, t.fiscal_year || '-12-31')
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where (days(t.finance_reply_date, t.department_reply_date) <= p.value
       or t.department_reply_date <= deadline(t.finance_reply_date, p.value)) is not true
  and t.scope = 'unit'
