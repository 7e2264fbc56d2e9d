-- title: 收入加年初结转等于支出加年末结转
-- title_en: Income and carry-over equal spending and balance
-- severity: error
-- tables: [fin01_summary, fin04_fiscal]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 年初剩下的加上今年收到的，等于今年花掉的加上年末剩下的；总计两边必须相等。
-- why_en: What was left plus what came in is what was spent plus what is left; the two grand totals must be equal.
-- excludes: 各数字分别四舍五入造成的差异列为说明
-- excludes_en: Differences from rounding are notes
-- message: 总计为 {value} 元，应为 {expected} 元，相差 {difference}
-- message_en: The grand total is {value} yuan, it should be {expected} yuan (difference {difference})
select distinct dataset, snapshot, '{table}' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'error') as severity
from (
  -- the grand total of each side is made of the year's total and the balances
  select t.dataset, t.snapshot, t.source_row, 'executed_amount' as field, r.rounding_fen,
         t.executed_amount_fen as found, coalesce(sum(p.executed_amount_fen), 0) as parts,
         count(p.executed_amount_fen) as n
  from {table} t
  join {table} p
    on p.dataset = t.dataset and p.snapshot = t.snapshot and p.fiscal_year = t.fiscal_year
    and p.side = t.side
    and (replace(p.item_name, ' ', '') in ('本年收入合计', '本年支出合计', '结余分配')
         or replace(p.item_name, ' ', '') like '使用%结余%'
         or replace(p.item_name, ' ', '') like '年_%结转和结余')
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
  where same_name(t.item_name, '总计')
  group by t.rowid
  union all
  -- and the two grand totals are equal
  select e.dataset, e.snapshot, e.source_row, 'executed_amount', r.rounding_fen,
         e.executed_amount_fen, coalesce(i.executed_amount_fen, 0), 1
  from {table} e
  join {table} i
    on i.dataset = e.dataset and i.snapshot = e.snapshot and i.fiscal_year = e.fiscal_year
    and i.side = 'income' and same_name(i.item_name, '总计')
  join resource r
    on r.dataset = e.dataset and r.snapshot = e.snapshot and r.table_name = '{table}'
  where e.side = 'expense' and same_name(e.item_name, '总计')
)
where coalesce(found, 0) <> parts
