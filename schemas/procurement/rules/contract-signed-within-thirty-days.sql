-- title: 中标通知书发出后三十日内签订合同
-- title_en: Contracts are signed within thirty days
-- severity: warning
-- tables: [contract]
-- basis: 中华人民共和国政府采购法
-- basis_en: Government Procurement Law
-- article: 第四十六条
-- article_en: art. 46
-- since: 2003-01-01
-- why: 拖着不签，中标结果就可能落空或者生变。
-- why_en: While nothing is signed, the award may come to nothing or change.
-- excludes: 补充合同；起止日期不全的行
-- excludes_en: Supplementary contracts; rows without both dates
-- message: 中标通知书发出后第 {value} 日才签合同，应在 {expected} 日内
-- message_en: Signed {value} days after the award letter, not within {expected}
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'contract_date' as field,
       cast(cast(julianday(t.contract_date) - julianday(t.award_letter_date) as integer) as text)
         as value,
       '30' as expected, null as difference
from {table} t
where t.main_contract_id is null
  and julianday(t.contract_date) - julianday(t.award_letter_date) > 30
