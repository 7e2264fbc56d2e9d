-- title: 预算对机关运行经费有说明
-- title_en: Running costs of the office are explained in the budget
-- severity: warning
-- tables: [bgt14_statement, bgt09_sangong]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第十四条
-- article_en: art. 14
-- since: 2015-01-01
-- why: 法律要求公开预算时对机关运行经费的安排、使用情况作出说明，只有一个数不够。
-- why_en: The law asks for the running costs of the office to be explained when these are published; a figure alone is not enough.
-- excludes: 没有机关运行经费的单位
-- excludes_en: Bodies without running costs of an office
-- message: 机关运行经费 {value} 元，没有说明
-- message_en: Running costs of {value} yuan are not explained
select t.dataset, t.snapshot, 'bgt14_statement' as table_name, t.source_row,
       'operating_cost_text' as field, o.approved_operating_cost_amount as value,
       null as expected, null as difference
from bgt14_statement t
join bgt09_sangong o
  on o.dataset = t.dataset and o.snapshot = t.snapshot and o.fiscal_year = t.fiscal_year
where o.approved_operating_cost_amount_fen > 0 and t.operating_cost_text is null
