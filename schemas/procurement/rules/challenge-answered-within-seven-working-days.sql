-- title: 质疑在七个工作日内答复
-- title_en: Challenges are answered within seven working days
-- severity: warning
-- tables: [challenge]
-- parameters: [challenge-answer-period]
-- cannot_check: [date-missing, calendar-unknown]
-- basis: 中华人民共和国政府采购法
-- basis_en: Government Procurement Law
-- article: 第五十三条
-- article_en: art. 53
-- since: 2003-01-01
-- why: 答复拖过期限，供应商就错过投诉的时间，合同也已经签了。
-- why_en: When the answer is late the time to complain has gone and the contract is signed.
-- message: 收到质疑后过了 {value} 个工作日才答复，应不超过 {expected} 个
-- message_en: Answered {value} working days after the challenge, not within {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'answer_date' as field,
       cast(workdays(t.received_date, t.answer_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when days(t.received_date, t.answer_date) is null then 'date-missing'
            when workdays(t.received_date, t.answer_date) is null
              then 'calendar-unknown' end as cannot_check
from {table} t
join parameter p
  on p.name = 'challenge-answer-period'
  and coalesce(t.received_date, t.answer_date)
      between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.challenge_type = '质疑'
  and (workdays(t.received_date, t.answer_date) <= p.value) is not true
