-- title: 决算支出合计等于各类之和
-- title_en: The total of executed spending is the sum of its classes
-- severity: error
-- tables: [fin03_expense, fin05_general_func, fin08_fund, fin09_capital]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第七十五条
-- article_en: art. 75
-- since: 2015-01-01
-- why: 合计是公众最先看的数，它必须由下面各类加得出来。
-- why_en: The total is what everyone reads first; it must follow from the classes.
-- excludes: 金额全部留空的合计行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Total lines without any amount; differences from rounding are notes
-- message: 合计为 {value} 元，各类相加为 {expected} 元，相差 {difference}
-- message_en: The total says {value} yuan, the classes add up to {expected} yuan (difference {difference})
select dataset, snapshot, '{table}' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'error') as severity
from (
  with line as (
    select dataset, snapshot, source_row, fiscal_year, line_level, function_code as code,
           'executed_amount' as field, executed_amount_fen as fen
    from {table}
    union all
    select dataset, snapshot, source_row, fiscal_year, line_level, function_code,
           'executed_basic_amount', executed_basic_amount_fen
    from {table}
    union all
    select dataset, snapshot, source_row, fiscal_year, line_level, function_code,
           'executed_project_amount', executed_project_amount_fen
    from {table}
  )
  select t.dataset, t.snapshot, t.source_row, t.field, r.rounding_fen, t.fen as found,
         coalesce(sum(c.fen), 0) as parts, count(c.fen) as n
  from line t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
  left join line c
    on c.dataset = t.dataset and c.snapshot = t.snapshot and c.fiscal_year = t.fiscal_year
    and c.field = t.field and c.line_level <> 'total' and length(c.code) = 3
  where t.line_level = 'total'
    -- a line without any amount says nothing
    and (t.dataset, t.snapshot, t.fiscal_year, t.code) in (
      select dataset, snapshot, fiscal_year, code from line where fen is not null)
  group by t.dataset, t.snapshot, t.source_row, t.code, t.field
)
where coalesce(found, 0) <> parts
