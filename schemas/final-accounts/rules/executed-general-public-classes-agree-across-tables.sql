-- title: 决算财政拨款总表各类支出与一般公共预算支出决算表一致
-- title_en: Classes in the appropriation summary of the accounts agree with the table of general public spending
-- severity: error
-- tables: [fin04_fiscal, fin05_general_func]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第七十五条
-- article_en: art. 75
-- since: 2015-01-01
-- why: 财政拨款总表中一般公共预算的一类支出，就是一般公共预算支出表里同名的类，两处必须相同。
-- why_en: A class in the general public column of the appropriation summary is the class of the same name in that budget's own table; the two must agree.
-- excludes: 两表名称不同的类；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Classes named differently in the two tables; differences from rounding are notes
-- message: 财政拨款总表为 {value} 元，一般公共预算支出表为 {expected} 元，相差 {difference}
-- message_en: The appropriation summary says {value} yuan, the table of general public spending {expected} yuan (difference {difference})
select d.dataset, d.snapshot, 'fin04_fiscal' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, q.rounding_fen),
           'info', 'error') as severity
from (
  with item as materialized (
    select t.*, plain_name(without_ordinal(t.item_name)) as name
    from fin04_fiscal t
    where t.side = 'expense'
  ),
  class as materialized (
    select t.*, plain_name(t.function_name) as name
    from fin05_general_func t
    where length(t.function_code) = 3
  )
  select i.dataset, i.snapshot, i.source_row, 'executed_general_public_amount' as field,
         i.executed_general_public_amount_fen as found, coalesce(c.executed_amount_fen, 0) as parts
  from item i
  join class c
    on c.dataset = i.dataset and c.snapshot = i.snapshot and c.fiscal_year = i.fiscal_year
    and c.name = i.name
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = 'fin04_fiscal'
join resource q
  on q.dataset = d.dataset and q.snapshot = d.snapshot and q.table_name = 'fin05_general_func'
where coalesce(d.found, 0) <> d.parts
