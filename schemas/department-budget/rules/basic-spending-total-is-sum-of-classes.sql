-- title: 基本支出合计等于各类之和
-- title_en: The total of basic spending is the sum of its classes
-- severity: error
-- tables: [bgt08_basic_econ]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 合计是公众最先看的数，它必须由下面各类加得出来。
-- why_en: The total is what everyone reads first; it must follow from the classes.
-- excludes: 金额全部留空的合计行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Total lines without any amount; differences from rounding are notes
-- message: 合计为 {value} 元，各类相加为 {expected} 元，相差 {difference}
-- message_en: The total says {value} yuan, the classes add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts)
             <= max(r.rounding_fen, r.rounding_fen * ifnull(d.n, 0) / 2.0),
           'info', 'error') as severity
from (
  with classes as (
    -- what they add up to
    select dataset, snapshot, fiscal_year,
           sum(approved_amount_fen) as amount, count(approved_amount_fen) as amount_n,
           sum(approved_personnel_amount_fen) as personnel,
           count(approved_personnel_amount_fen) as personnel_n,
           sum(approved_public_use_amount_fen) as public_use,
           count(approved_public_use_amount_fen) as public_use_n
    from {table}
    where length(economic_code) = 3 and line_level <> 'total'
    group by dataset, snapshot, fiscal_year
  ),
  uneven as (
    select t.*, b.amount, b.amount_n, b.personnel, b.personnel_n, b.public_use, b.public_use_n
    from {table} t
    left join classes b
      on b.dataset = t.dataset and b.snapshot = t.snapshot and b.fiscal_year = t.fiscal_year
    where t.economic_code = '合计'
      and (ifnull(t.approved_amount_fen, 0), ifnull(t.approved_personnel_amount_fen, 0),
           ifnull(t.approved_public_use_amount_fen, 0))
      <> (ifnull(b.amount, 0), ifnull(b.personnel, 0), ifnull(b.public_use, 0))
      -- a line without any amount says nothing
      and coalesce(t.approved_amount_fen, t.approved_personnel_amount_fen,
                   t.approved_public_use_amount_fen) is not null
  )
  select dataset, snapshot, source_row, 'approved_amount' as field,
         approved_amount_fen as found, coalesce(amount, 0) as parts, amount_n as n
  from uneven
  union all
  select dataset, snapshot, source_row, 'approved_personnel_amount',
         approved_personnel_amount_fen, coalesce(personnel, 0), personnel_n
  from uneven
  union all
  select dataset, snapshot, source_row, 'approved_public_use_amount',
         approved_public_use_amount_fen, coalesce(public_use, 0), public_use_n
  from uneven
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts
