-- title: 政府性基金预算本级支出不多于全部支出
-- title_en: "Government funds: own spending stays within all spending"
-- severity: warning
-- tables: [gov_fund_own_expense, gov_fund_expense]
-- basis: 政府预决算公开的通行做法
-- basis_en: Common practice in publishing government budgets and accounts
-- article: —
-- article_en: —
-- since: null
-- why: 全部支出包括本级和下级，同一科目的本级支出不会更多。
-- why_en: All spending is the government’s own and that of the governments below it, so the part cannot exceed the whole.
-- excludes: 只在一张表里有的科目
-- excludes_en: Codes that only one of the two tables has
-- message: 本级支出 {value} 元，多于全部支出 {expected} 元
-- message_en: Own spending of {value} yuan exceeds all spending of {expected} yuan
select d.dataset, d.snapshot, 'gov_fund_own_expense' as table_name, d.source_row, d.field,
       printf('%.2f', d.found / 100.0) as value, printf('%.2f', d.whole / 100.0) as expected,
       d.found - d.whole as difference,
       iif(d.found - d.whole <= max(r.rounding_fen, q.rounding_fen), 'info', 'warning') as severity
from (
  select o.dataset, o.snapshot, o.source_row, 'prior_executed_amount' as field,
         o.prior_executed_amount_fen as found, w.prior_executed_amount_fen as whole
  from gov_fund_own_expense o
  join gov_fund_expense w
    on w.dataset = o.dataset and w.snapshot = o.snapshot and w.fiscal_year = o.fiscal_year
    and w.function_code = o.function_code
  where o.prior_executed_amount_fen > w.prior_executed_amount_fen
  union all
  select o.dataset, o.snapshot, o.source_row, 'approved_amount',
         o.approved_amount_fen, w.approved_amount_fen
  from gov_fund_own_expense o
  join gov_fund_expense w
    on w.dataset = o.dataset and w.snapshot = o.snapshot and w.fiscal_year = o.fiscal_year
    and w.function_code = o.function_code
  where o.approved_amount_fen > w.approved_amount_fen
  union all
  select o.dataset, o.snapshot, o.source_row, 'adjusted_amount',
         o.adjusted_amount_fen, w.adjusted_amount_fen
  from gov_fund_own_expense o
  join gov_fund_expense w
    on w.dataset = o.dataset and w.snapshot = o.snapshot and w.fiscal_year = o.fiscal_year
    and w.function_code = o.function_code
  where o.adjusted_amount_fen > w.adjusted_amount_fen
  union all
  select o.dataset, o.snapshot, o.source_row, 'executed_amount',
         o.executed_amount_fen, w.executed_amount_fen
  from gov_fund_own_expense o
  join gov_fund_expense w
    on w.dataset = o.dataset and w.snapshot = o.snapshot and w.fiscal_year = o.fiscal_year
    and w.function_code = o.function_code
  where o.executed_amount_fen > w.executed_amount_fen
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = 'gov_fund_own_expense'
join resource q
  on q.dataset = d.dataset and q.snapshot = d.snapshot and q.table_name = 'gov_fund_expense'
