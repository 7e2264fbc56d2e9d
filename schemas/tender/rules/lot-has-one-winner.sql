-- title: 一个标段只有一个中标人
-- title_en: A lot has one winner
-- severity: warning
-- tables: [tender_award]
-- basis: 中华人民共和国招标投标法
-- basis_en: Tendering and Bidding Law
-- article: 第四十五条
-- article_en: art. 45
-- since: 2000-01-01
-- why: 中标通知书发出后改变结果要依法担责；同一标段先后出现两个中标人，应当说明原因。
-- why_en: Changing the result after the award letter has legal consequences; two winners of one lot call for an explanation.
-- excludes: 没有标段编号的行；一个标段本来就定多家入围的，也会报出来，核对即可
-- excludes_en: Rows without a lot number. Lots meant for several winners are reported as well and need only a look
-- message: 同一标段另有公告称中标人为“{expected}”，这里是“{value}”
-- message_en: Another notice for this lot names {expected}, this one {value}
-- mend: 核对标段编号；确有两个中标人的，说明原因。
-- mend_en: Check the lot number; if there really are two winners, say why.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'supplier_name' as field,
       t.supplier_name as value, min(o.supplier_name) as expected, null as difference
from (
  select dataset, snapshot, lot_id
  from {table}
  where lot_id is not null
  group by dataset, snapshot, lot_id
  having count(distinct supplier_name) > 1
) lot
join {table} t on (t.dataset, t.snapshot, t.lot_id) = (lot.dataset, lot.snapshot, lot.lot_id)
join {table} o on (o.dataset, o.snapshot, o.lot_id) = (lot.dataset, lot.snapshot, lot.lot_id)
where o.source_row <> t.source_row and same_name(o.supplier_name, t.supplier_name) = 0
group by t.dataset, t.snapshot, t.source_row
