-- title: 投诉在三十个工作日内作出处理决定
-- title_en: Complaints are decided within thirty working days
-- severity: warning
-- tables: [decision]
-- parameters: [complaint-decision-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国政府采购法
-- basis_en: Government Procurement Law
-- article: 第五十六条
-- article_en: art. 56
-- since: 2003-01-01
-- why: 处理拖得久，采购早已履行完毕，投诉就没有用了。
-- why_en: When a decision takes long the contract is over and the complaint comes to nothing.
-- excludes: 监督检查和行政处罚决定；检验、鉴定、评审和补正材料的时间依法不计，但数据里没有，报出来的要核对
-- excludes_en: "Inspections and penalties. Time for tests, opinions and missing papers does not count by law, but the data do not tell it: what is reported needs a look"
-- message: 收到投诉后过了 {value} 个工作日才作出决定，应不超过 {expected} 个（检验、鉴定和补正材料的时间未扣除）
-- message_en: Decided {value} working days after the complaint, not within {expected} (time for tests, expert opinions and missing papers is not taken off)
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'decision_date' as field,
       cast(workdays(t.complaint_date, t.decision_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.complaint_date, t.decision_date) is null then 'date-missing'
            when workdays(t.complaint_date, t.decision_date) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'complaint-decision-period'
  and coalesce(t.complaint_date, t.decision_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.decision_type = '投诉处理'
  and (workdays(t.complaint_date, t.decision_date) <= p.value) is not true
