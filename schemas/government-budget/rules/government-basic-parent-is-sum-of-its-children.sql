-- title: 政府本级基本支出的类等于所属各款之和
-- title_en: Classes of the government’s basic spending are the sums of their sections
-- severity: error
-- tables: [gov_public_basic]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第三十七条
-- article_en: art. 37
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
    select t.*, sum(c.prior_executed_amount_fen) as prior,
           count(c.prior_executed_amount_fen) as prior_n, sum(c.approved_amount_fen) as approved,
           count(c.approved_amount_fen) as approved_n, sum(c.adjusted_amount_fen) as adjusted,
           count(c.adjusted_amount_fen) as adjusted_n, sum(c.executed_amount_fen) as executed,
           count(c.executed_amount_fen) as executed_n
    from {table} t
    join {table} c
      on c.dataset = t.dataset and c.snapshot = t.snapshot and c.fiscal_year = t.fiscal_year
      and c.government_economic_code between t.government_economic_code || '00' and t.government_economic_code || '99'
      and length(c.government_economic_code) = length(t.government_economic_code) + 2
    where length(t.government_economic_code) = 3
      -- a line without any amount says nothing
      and coalesce(t.prior_executed_amount_fen, t.approved_amount_fen, t.adjusted_amount_fen,
                   t.executed_amount_fen) is not null
    group by t.rowid
    having (ifnull(t.prior_executed_amount_fen, 0), ifnull(t.approved_amount_fen, 0),
           ifnull(t.adjusted_amount_fen, 0), ifnull(t.executed_amount_fen, 0))
      <> (ifnull(prior, 0), ifnull(approved, 0), ifnull(adjusted, 0), ifnull(executed, 0))
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
