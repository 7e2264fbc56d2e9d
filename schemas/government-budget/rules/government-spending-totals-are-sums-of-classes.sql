-- title: 政府支出的合计、总计等于各类之和
-- title_en: Totals of government spending are the sums of its classes
-- severity: error
-- tables: [gov_public_expense, gov_fund_expense, gov_capital_expense, gov_insurance_expense, gov_public_own_expense, gov_fund_own_expense, gov_capital_own_expense]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第三十七条
-- article_en: art. 37
-- since: 2015-01-01
-- why: 合计由各类相加而成；总计再加上转移性收支、债务和结转。
-- why_en: A total is made of the classes; a grand total adds transfers, debt and balances.
-- excludes: 金额全部留空的行；合计可以不含转移性收支和债务；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; a total may leave out transfers and debt, a grand total may not; differences from rounding are notes
-- message: "{value} 元，各类相加为 {expected} 元，相差 {difference}"
-- message_en: "{value} yuan; the classes add up to {expected} yuan (difference {difference})"
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', ifnull(d.parts, 0) / 100.0) as expected,
       coalesce(d.found, 0) - ifnull(d.parts, 0) as difference,
       iif(abs(coalesce(d.found, 0) - ifnull(d.parts, 0))
             <= max(r.rounding_fen, r.rounding_fen * ifnull(d.n, 0) / 2.0),
           'info', 'error') as severity
from (
  with classes as (
    -- what they add up to, all of them and those that are no transfers, debt or balances
    select dataset, snapshot, fiscal_year,
           sum(prior_executed_amount_fen) as prior,
           sum(iif(function_code in ('230', '231'), null, prior_executed_amount_fen)) as own_prior,
           count(prior_executed_amount_fen) as prior_n,
           sum(approved_amount_fen) as approved,
           sum(iif(function_code in ('230', '231'), null, approved_amount_fen)) as own_approved,
           count(approved_amount_fen) as approved_n,
           sum(adjusted_amount_fen) as adjusted,
           sum(iif(function_code in ('230', '231'), null, adjusted_amount_fen)) as own_adjusted,
           count(adjusted_amount_fen) as adjusted_n,
           sum(executed_amount_fen) as executed,
           sum(iif(function_code in ('230', '231'), null, executed_amount_fen)) as own_executed,
           count(executed_amount_fen) as executed_n
    from {table}
    where length(function_code) = 3
    group by dataset, snapshot, fiscal_year
  ),
  total as (
    select t.*, t.function_code like '%总计' as is_grand, c.prior, c.own_prior, c.prior_n,
           c.approved, c.own_approved, c.approved_n, c.adjusted, c.own_adjusted, c.adjusted_n,
           c.executed, c.own_executed, c.executed_n
    from {table} t
    left join classes c
      on c.dataset = t.dataset and c.snapshot = t.snapshot and c.fiscal_year = t.fiscal_year
    where t.line_level = 'total'
      -- a line without any amount says nothing
      and coalesce(t.prior_executed_amount_fen, t.approved_amount_fen, t.adjusted_amount_fen,
                   t.executed_amount_fen) is not null
  )
  select dataset, snapshot, source_row, 'prior_executed_amount' as field,
         prior_executed_amount_fen as found,
         iif(is_grand or prior_executed_amount_fen = prior, prior, own_prior) as parts, prior_n as n
  from total
  union all
  select dataset, snapshot, source_row, 'approved_amount',
         approved_amount_fen,
         iif(is_grand or approved_amount_fen = approved, approved, own_approved), approved_n
  from total
  union all
  select dataset, snapshot, source_row, 'adjusted_amount',
         adjusted_amount_fen,
         iif(is_grand or adjusted_amount_fen = adjusted, adjusted, own_adjusted), adjusted_n
  from total
  union all
  select dataset, snapshot, source_row, 'executed_amount',
         executed_amount_fen,
         iif(is_grand or executed_amount_fen = executed, executed, own_executed), executed_n
  from total
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> ifnull(d.parts, 0)
