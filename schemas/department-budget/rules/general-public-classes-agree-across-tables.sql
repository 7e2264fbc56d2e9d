-- title: 财政拨款总表各类支出与一般公共预算支出表一致
-- title_en: Classes in the appropriation summary agree with the table of general public spending
-- severity: error
-- tables: [bgt04_fiscal, bgt05_general_func]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 财政拨款总表中一般公共预算的一类支出，就是一般公共预算支出表里同名的类，两处必须相同。
-- why_en: A class in the general public column of the appropriation summary is the class of the same name in that budget's own table; the two must agree.
-- excludes: 两表名称不同的类；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Classes named differently in the two tables; differences from rounding are notes
-- message: 财政拨款总表为 {value} 元，一般公共预算支出表为 {expected} 元，相差 {difference}
-- message_en: The appropriation summary says {value} yuan, the table of general public spending {expected} yuan (difference {difference})
select d.dataset, d.snapshot, 'bgt04_fiscal' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, q.rounding_fen),
           'info', 'error') as severity
from (
  with item as materialized (
    select t.*, plain_name(without_ordinal(t.item_name)) as name
    from bgt04_fiscal t
    where t.side = 'expense'
  ),
  class as materialized (
    select t.*, plain_name(t.function_name) as name
    from bgt05_general_func t
    where length(t.function_code) = 3
  )
  select i.dataset, i.snapshot, i.source_row, 'approved_general_public_amount' as field,
         i.approved_general_public_amount_fen as found, coalesce(c.approved_amount_fen, 0) as parts
  from item i
  join class c
    on c.dataset = i.dataset and c.snapshot = i.snapshot and c.fiscal_year = i.fiscal_year
    and c.name = i.name
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = 'bgt04_fiscal'
join resource q
  on q.dataset = d.dataset and q.snapshot = d.snapshot and q.table_name = 'bgt05_general_func'
where coalesce(d.found, 0) <> d.parts
