-- title: 三本预算的支出与各自的表一致
-- title_en: Each budget’s spending agrees with its own table
-- severity: error
-- tables: [bgt04_fiscal, bgt05_general_func, bgt06_fund_func, bgt07_capital_func]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 财政拨款总表里每一本预算的支出总计，就是那本预算支出表的合计。
-- why_en: The total of each budget in the table of appropriations is the total of that budget’s own table.
-- excludes: 各数字分别四舍五入造成的差异列为说明
-- excludes_en: Differences from rounding are notes
-- message: 总表为 {value} 元，分表合计为 {expected} 元，相差 {difference}
-- message_en: The table of appropriations says {value} yuan, the budget’s own table {expected} yuan (difference {difference})
select d.dataset, d.snapshot, 'bgt04_fiscal' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, q.rounding_fen),
           'info', 'error') as severity
from (
  select s.dataset, s.snapshot, s.source_row, 'approved_general_public_amount' as field,
         'bgt05_general_func' as other,
         s.approved_general_public_amount_fen as found, coalesce(o.approved_amount_fen, 0) as parts
  from bgt04_fiscal s
  left join bgt05_general_func o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.function_code = '合计'
  where s.side = 'expense' and s.item_name = '支出总计'
  union all
  select s.dataset, s.snapshot, s.source_row, 'approved_government_fund_amount',
         'bgt06_fund_func',
         s.approved_government_fund_amount_fen, coalesce(o.approved_amount_fen, 0)
  from bgt04_fiscal s
  left join bgt06_fund_func o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.function_code = '合计'
  where s.side = 'expense' and s.item_name = '支出总计'
  union all
  select s.dataset, s.snapshot, s.source_row, 'approved_state_capital_amount',
         'bgt07_capital_func',
         s.approved_state_capital_amount_fen, coalesce(o.approved_amount_fen, 0)
  from bgt04_fiscal s
  left join bgt07_capital_func o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.function_code = '合计'
  where s.side = 'expense' and s.item_name = '支出总计'
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = 'bgt04_fiscal'
join resource q
  on q.dataset = d.dataset and q.snapshot = d.snapshot and q.table_name = d.other
where coalesce(d.found, 0) <> d.parts
