-- title: 政府本级基本支出合计等于各类之和
-- title_en: The total of the government’s basic spending is the sum of its classes
-- severity: error
-- tables: [gov_public_basic]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第三十七条
-- article_en: art. 37
-- since: 2015-01-01
-- why: 合计是公众最先看的数，它必须由下面各类加得出来。
-- why_en: The total is what everyone reads first; it must follow from the classes.
-- excludes: 金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; differences from rounding are notes
-- message: "{value} 元，各类相加为 {expected} 元，相差 {difference}"
-- message_en: "{value} yuan; the classes add up to {expected} yuan (difference {difference})"
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
           sum(prior_executed_amount_fen) as prior, count(prior_executed_amount_fen) as prior_n,
           sum(approved_amount_fen) as approved, count(approved_amount_fen) as approved_n,
           sum(adjusted_amount_fen) as adjusted, count(adjusted_amount_fen) as adjusted_n,
           sum(executed_amount_fen) as executed, count(executed_amount_fen) as executed_n
    from {table}
    where length(government_economic_code) = 3 and line_level <> 'total'
    group by dataset, snapshot, fiscal_year
  ),
  uneven as (
    select t.*, b.prior, b.prior_n, b.approved, b.approved_n, b.adjusted, b.adjusted_n, b.executed,
           b.executed_n
    from {table} t
    left join classes b
      on b.dataset = t.dataset and b.snapshot = t.snapshot and b.fiscal_year = t.fiscal_year
    where t.line_level = 'total'
      and (ifnull(t.prior_executed_amount_fen, 0), ifnull(t.approved_amount_fen, 0),
           ifnull(t.adjusted_amount_fen, 0), ifnull(t.executed_amount_fen, 0))
      <> (ifnull(b.prior, 0), ifnull(b.approved, 0), ifnull(b.adjusted, 0), ifnull(b.executed, 0))
      -- a line without any amount says nothing
      and coalesce(t.prior_executed_amount_fen, t.approved_amount_fen, t.adjusted_amount_fen,
                   t.executed_amount_fen) is not null
  )
  select dataset, snapshot, source_row, 'prior_executed_amount' as field,
         prior_executed_amount_fen as found, coalesce(prior, 0) as parts, prior_n as n
  from uneven
  union all
  select dataset, snapshot, source_row, 'approved_amount',
         approved_amount_fen, coalesce(approved, 0), approved_n
  from uneven
  union all
  select dataset, snapshot, source_row, 'adjusted_amount',
         adjusted_amount_fen, coalesce(adjusted, 0), adjusted_n
  from uneven
  union all
  select dataset, snapshot, source_row, 'executed_amount',
         executed_amount_fen, coalesce(executed, 0), executed_n
  from uneven
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts
