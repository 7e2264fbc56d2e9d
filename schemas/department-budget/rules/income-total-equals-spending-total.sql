-- title: 收入总计等于支出总计
-- title_en: Total income equals total spending
-- severity: error
-- tables: [bgt01_summary, bgt04_fiscal]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 总表两边必须相等：有多少钱，办多少事。
-- why_en: "The two sides of the table must be equal: what comes in is what is spent."
-- message: 支出总计为 {value} 元，收入总计为 {expected} 元，相差 {difference}
-- message_en: Total spending is {value} yuan, total income {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= r.rounding_fen,
           'info', 'error') as severity
from (
  select e.dataset, e.snapshot, e.source_row, 'approved_amount' as field,
         e.approved_amount_fen as found, coalesce(i.approved_amount_fen, 0) as parts
  from {table} e
  join {table} i
    on i.dataset = e.dataset and i.snapshot = e.snapshot and i.fiscal_year = e.fiscal_year
    and i.side = 'income' and i.item_name = '收入总计'
  where e.side = 'expense' and e.item_name = '支出总计'
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts
