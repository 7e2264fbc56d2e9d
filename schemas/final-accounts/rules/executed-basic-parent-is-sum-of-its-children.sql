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
select dataset, snapshot, '{table}' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'error') as severity
from (
  with line as (
    select dataset, snapshot, source_row, fiscal_year, line_level, economic_code as code,
           'executed_amount' as field, executed_amount_fen as fen
    from {table}
  )
  select p.dataset, p.snapshot, p.source_row, p.field, r.rounding_fen, p.fen as found,
         coalesce(sum(c.fen), 0) as parts, count(c.fen) as n
  from line p
  join line c
    on c.dataset = p.dataset and c.snapshot = p.snapshot and c.fiscal_year = p.fiscal_year
    and c.field = p.field and length(c.code) = length(p.code) + 2
    and substr(c.code, 1, length(p.code)) = p.code
  join resource r
    on r.dataset = p.dataset and r.snapshot = p.snapshot and r.table_name = '{table}'
  where p.line_level <> 'total'
    -- a line without any amount says nothing
    and (p.dataset, p.snapshot, p.fiscal_year, p.code) in (
      select dataset, snapshot, fiscal_year, code from line where fen is not null)
  group by p.dataset, p.snapshot, p.source_row, p.code, p.field
)
where coalesce(found, 0) <> parts
