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
select dataset, snapshot, 'bgt04_fiscal' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'error') as severity
from (
  select s.dataset, s.snapshot, s.source_row, 'approved_general_public_amount' as field,
         max(r.rounding_fen, q.rounding_fen) as rounding_fen,
         s.approved_general_public_amount_fen as found,
         coalesce(o.approved_amount_fen, 0) as parts, 1 as n
  from bgt04_fiscal s
  join resource r
    on r.dataset = s.dataset and r.snapshot = s.snapshot and r.table_name = 'bgt04_fiscal'
  join resource q
    on q.dataset = s.dataset and q.snapshot = s.snapshot and q.table_name = 'bgt05_general_func'
  left join bgt05_general_func o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.line_level = 'total'
  where s.side = 'expense' and same_name(s.item_name, '支出总计')
  union all
  select s.dataset, s.snapshot, s.source_row, 'approved_government_fund_amount' as field,
         max(r.rounding_fen, q.rounding_fen) as rounding_fen,
         s.approved_government_fund_amount_fen as found,
         coalesce(o.approved_amount_fen, 0) as parts, 1 as n
  from bgt04_fiscal s
  join resource r
    on r.dataset = s.dataset and r.snapshot = s.snapshot and r.table_name = 'bgt04_fiscal'
  join resource q
    on q.dataset = s.dataset and q.snapshot = s.snapshot and q.table_name = 'bgt06_fund_func'
  left join bgt06_fund_func o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.line_level = 'total'
  where s.side = 'expense' and same_name(s.item_name, '支出总计')
  union all
  select s.dataset, s.snapshot, s.source_row, 'approved_state_capital_amount' as field,
         max(r.rounding_fen, q.rounding_fen) as rounding_fen,
         s.approved_state_capital_amount_fen as found,
         coalesce(o.approved_amount_fen, 0) as parts, 1 as n
  from bgt04_fiscal s
  join resource r
    on r.dataset = s.dataset and r.snapshot = s.snapshot and r.table_name = 'bgt04_fiscal'
  join resource q
    on q.dataset = s.dataset and q.snapshot = s.snapshot and q.table_name = 'bgt07_capital_func'
  left join bgt07_capital_func o
    on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
    and o.line_level = 'total'
  where s.side = 'expense' and same_name(s.item_name, '支出总计')
)
where coalesce(found, 0) <> parts
