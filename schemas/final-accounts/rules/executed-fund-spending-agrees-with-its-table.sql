-- title: 三本预算的决算支出与各自的表一致
-- title_en: Each budget’s executed spending agrees with its own table
-- severity: error
-- tables: [fin04_fiscal, fin05_general_func, fin08_fund, fin09_capital]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第七十五条
-- article_en: art. 75
-- since: 2015-01-01
-- why: 财政拨款总表里每一本预算的支出合计，就是那本预算决算表的合计。
-- why_en: The total of each budget in the accounts of appropriations is the total of that budget’s own table.
-- excludes: 各数字分别四舍五入造成的差异列为说明
-- excludes_en: Differences from rounding are notes
-- message: 总表为 {value} 元，分表合计为 {expected} 元，相差 {difference}
-- message_en: The accounts of appropriations say {value} yuan, the budget’s own table {expected} yuan (difference {difference})
select d.dataset, d.snapshot, 'fin04_fiscal' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, q.rounding_fen),
           'info', 'error') as severity
from (
  select s.dataset, s.snapshot, s.source_row, 'executed_general_public_amount' as field,
         'fin05_general_func' as other,
         s.executed_general_public_amount_fen as found, coalesce(o.executed_amount_fen, 0) as parts
  from fin04_fiscal s
  left join fin05_general_func o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.function_code = '合计'
  where s.side = 'expense' and s.item_name = '本年支出合计'
  union all
  select s.dataset, s.snapshot, s.source_row, 'executed_government_fund_amount',
         'fin08_fund',
         s.executed_government_fund_amount_fen, coalesce(o.executed_amount_fen, 0)
  from fin04_fiscal s
  left join fin08_fund o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.function_code = '合计'
  where s.side = 'expense' and s.item_name = '本年支出合计'
  union all
  select s.dataset, s.snapshot, s.source_row, 'executed_state_capital_amount',
         'fin09_capital',
         s.executed_state_capital_amount_fen, coalesce(o.executed_amount_fen, 0)
  from fin04_fiscal s
  left join fin09_capital o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.function_code = '合计'
  where s.side = 'expense' and s.item_name = '本年支出合计'
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = 'fin04_fiscal'
join resource q
  on q.dataset = d.dataset and q.snapshot = d.snapshot and q.table_name = d.other
where coalesce(d.found, 0) <> d.parts
