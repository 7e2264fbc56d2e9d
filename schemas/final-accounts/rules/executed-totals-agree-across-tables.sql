-- title: 决算总表与收入表、支出表的合计一致
-- title_en: The summary of the accounts agrees with the income and expenditure tables
-- severity: error
-- tables: [fin01_summary, fin02_income, fin03_expense]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第七十五条
-- article_en: art. 75
-- since: 2015-01-01
-- why: 同一个数在几张表里必须相同，否则读者不知道该信哪一个。
-- why_en: The same figure must be the same in every table, or no one knows which to believe.
-- excludes: 各数字分别四舍五入造成的差异列为说明
-- excludes_en: Differences from rounding are notes
-- message: 总表为 {value} 元，收入表（支出表）合计为 {expected} 元，相差 {difference}
-- message_en: The summary says {value} yuan, the other table’s total {expected} yuan (difference {difference})
select d.dataset, d.snapshot, 'fin01_summary' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, q.rounding_fen),
           'info', 'error') as severity
from (
  select s.dataset, s.snapshot, s.source_row, 'executed_amount' as field,
         'fin02_income' as other,
         s.executed_amount_fen as found, coalesce(o.executed_income_amount_fen, 0) as parts
  from fin01_summary s
  left join fin02_income o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.function_code = '合计'
  where s.side = 'income' and s.item_name = '本年收入合计'
  union all
  select s.dataset, s.snapshot, s.source_row, 'executed_amount',
         'fin03_expense',
         s.executed_amount_fen, coalesce(o.executed_amount_fen, 0)
  from fin01_summary s
  left join fin03_expense o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.function_code = '合计'
  where s.side = 'expense' and s.item_name = '本年支出合计'
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = 'fin01_summary'
join resource q
  on q.dataset = d.dataset and q.snapshot = d.snapshot and q.table_name = d.other
where coalesce(d.found, 0) <> d.parts
