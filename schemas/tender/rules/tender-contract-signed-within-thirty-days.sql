-- title: 招标项目在三十日内订立合同
-- title_en: Tendered contracts are signed within thirty days
-- severity: warning
-- tables: [tender_award]
-- basis: 中华人民共和国招标投标法
-- basis_en: Tendering and Bidding Law
-- article: 第四十六条
-- article_en: art. 46
-- since: 2000-01-01
-- why: 拖着不签，中标结果就可能落空或者生变。
-- why_en: While nothing is signed, the award may come to nothing or change.
-- excludes: 起止日期不全的行
-- excludes_en: Rows without both dates
-- message: 中标通知书发出后第 {value} 日才订立合同，应在 {expected} 日内
-- message_en: Signed {value} days after the award letter, not within {expected}
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'contract_date' as field,
       cast(cast(julianday(t.contract_date) - julianday(t.award_letter_date) as integer) as text)
         as value,
       '30' as expected, null as difference
from {table} t
where julianday(t.contract_date) - julianday(t.award_letter_date) > 30
