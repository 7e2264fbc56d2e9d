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
select dataset, snapshot, 'fin04_fiscal' as table_name, source_row, 'executed_general_public_amount' as field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= rounding_fen, 'info', 'error') as severity
from (
  select s.dataset, s.snapshot, s.source_row,
         max(r.rounding_fen, q.rounding_fen) as rounding_fen,
         s.executed_general_public_amount_fen as found, coalesce(e.executed_amount_fen, 0) as parts
  from (
    -- the item without its ordinal
    select t.*,
           iif(substr(ltrim(t.item_name, '一二三四五六七八九十0123456789'), 1, 1) in ('、', '．', '.'),
               substr(ltrim(t.item_name, '一二三四五六七八九十0123456789'), 2), t.item_name) as name
    from fin04_fiscal t
    where t.side = 'expense'
  ) s
  join fin05_general_func e
    on e.dataset = s.dataset and e.snapshot = s.snapshot and e.fiscal_year = s.fiscal_year
    and e.line_level = 'class' and same_name(e.function_name, s.name)
  join resource r
    on r.dataset = s.dataset and r.snapshot = s.snapshot and r.table_name = 'fin04_fiscal'
  join resource q
    on q.dataset = s.dataset and q.snapshot = s.snapshot and q.table_name = 'fin05_general_func'
)
where coalesce(found, 0) <> parts
