-- title: 决算基本支出的类等于所属各款之和
-- title_en: Classes of executed basic spending are the sums of their sections
-- severity: error
-- tables: [fin06_basic_econ]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第七十五条
-- article_en: art. 75
-- since: 2015-01-01
-- why: 上下级加不起来，就有一行是错的，或者少列了一行。
-- why_en: If the levels do not add up, a line is wrong or one is left out.
-- excludes: 没有下级的科目；金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Codes with nothing below them; lines without any amount; differences from rounding are notes
-- message: 这一科目为 {value} 元，所属下级合计 {expected} 元，相差 {difference}
-- message_en: The code says {value} yuan, the codes below it add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'error') as severity
from (
  with uneven as (
    -- a line, and what the lines one level down add up to
    select t.*, sum(c.executed_amount_fen) as amount, count(c.executed_amount_fen) as amount_n
    from {table} t
    join {table} c
      on c.dataset = t.dataset and c.snapshot = t.snapshot and c.fiscal_year = t.fiscal_year
      and c.economic_code between t.economic_code || '00' and t.economic_code || '99'
      and length(c.economic_code) = length(t.economic_code) + 2
    where length(t.economic_code) = 3
    group by t.rowid
    having t.executed_amount_fen <> ifnull(amount, 0)
  )
  select dataset, snapshot, source_row, 'executed_amount' as field,
         executed_amount_fen as found, coalesce(amount, 0) as parts, amount_n as n
  from uneven
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts
