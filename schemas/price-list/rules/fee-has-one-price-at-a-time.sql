-- title: 同一收费同一天只有一个标准
-- title_en: A fee has one price at a time
-- severity: warning
-- tables: [fee_item]
-- basis: 中华人民共和国政府信息公开条例
-- basis_en: Regulation on Open Government Information
-- article: 第二十条第（八）项
-- article_en: art. 20(8)
-- since: 2019-05-15
-- why: 同一天有两个标准，交费的人不知道该按哪一个交。
-- why_en: With two prices on one day nobody knows which to pay.
-- excludes: 前一标准没有写截止日期的，也会报出来：新标准执行后，旧标准应写明到哪天为止
-- excludes_en: "An older price without a last day is reported as well: once a new price applies, the old one should say until when it did"
-- message: 自 {value} 起的标准与自 {expected} 起的另一标准重叠
-- message_en: The price from {value} overlaps with another from {expected}
-- mend: 给旧标准写上截止日期，即新标准执行的前一天。
-- mend_en: Give the older price its last day, the day before the new one begins.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'valid_from_date' as field,
       t.valid_from_date as value, max(o.valid_from_date) as expected, null as difference
from {table} t
join {table} o
  on (o.dataset, o.snapshot, o.charging_body_name, o.fee_name, o.charging_unit)
     = (t.dataset, t.snapshot, t.charging_body_name, t.fee_name, t.charging_unit)
where o.valid_from_date < t.valid_from_date
  and coalesce(o.valid_to_date, '9999-12-31') >= t.valid_from_date
group by t.dataset, t.snapshot, t.source_row
