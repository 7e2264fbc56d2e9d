-- title: 国有资本经营预算收入总计等于支出总计
-- title_en: "State capital: total revenue equals total spending"
-- severity: error
-- tables: [gov_capital_revenue, gov_capital_expense]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第三十五条
-- article_en: art. 35
-- since: 2015-01-01
-- why: 预算按收支平衡编制：连同转移、债务和结转，两边的总计必须相等。
-- why_en: "Budgets balance: with transfers, debt and what is carried over, the two grand totals must be equal."
-- excludes: 没有总计的表；一边没有填的数
-- excludes_en: Tables without grand totals; figures one side leaves empty
-- message: 支出总计 {value} 元，收入总计 {expected} 元，相差 {difference}
-- message_en: Total spending is {value} yuan, total revenue {expected} yuan (difference {difference})
select d.dataset, d.snapshot, 'gov_capital_expense' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, q.rounding_fen),
           'info', 'error') as severity
from (
  select e.dataset, e.snapshot, e.source_row, 'prior_executed_amount' as field,
         e.prior_executed_amount_fen as found, i.prior_executed_amount_fen as parts
  from gov_capital_expense e
  join gov_capital_revenue i
    on i.dataset = e.dataset and i.snapshot = e.snapshot and i.fiscal_year = e.fiscal_year
    and i.revenue_code in ('总计', '收入总计')
  where e.function_code in ('总计', '支出总计')
    and e.prior_executed_amount_fen <> i.prior_executed_amount_fen
  union all
  select e.dataset, e.snapshot, e.source_row, 'approved_amount',
         e.approved_amount_fen, i.approved_amount_fen
  from gov_capital_expense e
  join gov_capital_revenue i
    on i.dataset = e.dataset and i.snapshot = e.snapshot and i.fiscal_year = e.fiscal_year
    and i.revenue_code in ('总计', '收入总计')
  where e.function_code in ('总计', '支出总计')
    and e.approved_amount_fen <> i.approved_amount_fen
  union all
  select e.dataset, e.snapshot, e.source_row, 'adjusted_amount',
         e.adjusted_amount_fen, i.adjusted_amount_fen
  from gov_capital_expense e
  join gov_capital_revenue i
    on i.dataset = e.dataset and i.snapshot = e.snapshot and i.fiscal_year = e.fiscal_year
    and i.revenue_code in ('总计', '收入总计')
  where e.function_code in ('总计', '支出总计')
    and e.adjusted_amount_fen <> i.adjusted_amount_fen
  union all
  select e.dataset, e.snapshot, e.source_row, 'executed_amount',
         e.executed_amount_fen, i.executed_amount_fen
  from gov_capital_expense e
  join gov_capital_revenue i
    on i.dataset = e.dataset and i.snapshot = e.snapshot and i.fiscal_year = e.fiscal_year
    and i.revenue_code in ('总计', '收入总计')
  where e.function_code in ('总计', '支出总计')
    and e.executed_amount_fen <> i.executed_amount_fen
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = 'gov_capital_expense'
join resource q
  on q.dataset = d.dataset and q.snapshot = d.snapshot and q.table_name = 'gov_capital_revenue'
