-- title: 合同各步的日期先后有序
-- title_en: The steps of a contract follow their order
-- severity: warning
-- tables: [contract]
-- basis: 办事的先后顺序
-- basis_en: Order of the steps
-- article: —
-- article_en: —
-- since: null
-- why: 后一步的日期早于前一步，不是日期写错了，就是程序倒了；期限的计算也就不可信。
-- why_en: When a later step has an earlier date, either the date is wrong or the procedure was turned round; no period can be trusted then.
-- excludes: 没有写全日期的步骤
-- excludes_en: Steps without both dates
-- message: "{field}是 {value}，早于前一步的 {expected}"
-- message_en: "{field} is {value}, before the step ahead of it on {expected}"
-- mend: 核对这两个日期，写错的改正。
-- mend_en: Check both dates and correct the one that is wrong.
select dataset, snapshot, '{table}' as table_name, source_row, 'contract_date' as field,
       contract_date as value, award_letter_date as expected, null as difference
from {table}
where contract_date < award_letter_date
union all
select dataset, snapshot, '{table}' as table_name, source_row, 'publish_date' as field,
       publish_date as value, contract_date as expected, null as difference
from {table}
where publish_date < contract_date
union all
select dataset, snapshot, '{table}' as table_name, source_row, 'filed_date' as field,
       filed_date as value, contract_date as expected, null as difference
from {table}
where filed_date < contract_date
