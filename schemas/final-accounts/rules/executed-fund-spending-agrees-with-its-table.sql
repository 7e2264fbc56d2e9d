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
select dataset, snapshot, 'fin04_fiscal' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'error') as severity
from (
  select s.dataset, s.snapshot, s.source_row, 'executed_general_public_amount' as field,
         max(r.rounding_fen, q.rounding_fen) as rounding_fen,
         s.executed_general_public_amount_fen as found,
         coalesce(o.executed_amount_fen, 0) as parts, 1 as n
  from fin04_fiscal s
  join resource r
    on r.dataset = s.dataset and r.snapshot = s.snapshot and r.table_name = 'fin04_fiscal'
  join resource q
    on q.dataset = s.dataset and q.snapshot = s.snapshot and q.table_name = 'fin05_general_func'
  left join fin05_general_func o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.line_level = 'total'
  where s.side = 'expense' and same_name(s.item_name, '本年支出合计')
  union all
  select s.dataset, s.snapshot, s.source_row, 'executed_government_fund_amount' as field,
         max(r.rounding_fen, q.rounding_fen) as rounding_fen,
         s.executed_government_fund_amount_fen as found,
         coalesce(o.executed_amount_fen, 0) as parts, 1 as n
  from fin04_fiscal s
  join resource r
    on r.dataset = s.dataset and r.snapshot = s.snapshot and r.table_name = 'fin04_fiscal'
  join resource q
    on q.dataset = s.dataset and q.snapshot = s.snapshot and q.table_name = 'fin08_fund'
  left join fin08_fund o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.line_level = 'total'
  where s.side = 'expense' and same_name(s.item_name, '本年支出合计')
  union all
  select s.dataset, s.snapshot, s.source_row, 'executed_state_capital_amount' as field,
         max(r.rounding_fen, q.rounding_fen) as rounding_fen,
         s.executed_state_capital_amount_fen as found,
         coalesce(o.executed_amount_fen, 0) as parts, 1 as n
  from fin04_fiscal s
  join resource r
    on r.dataset = s.dataset and r.snapshot = s.snapshot and r.table_name = 'fin04_fiscal'
  join resource q
    on q.dataset = s.dataset and q.snapshot = s.snapshot and q.table_name = 'fin09_capital'
  left join fin09_capital o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.line_level = 'total'
  where s.side = 'expense' and same_name(s.item_name, '本年支出合计')
)
where coalesce(found, 0) <> parts
