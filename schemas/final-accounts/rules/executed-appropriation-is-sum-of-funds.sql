-- title: 财政拨款决算支出等于三本预算之和
-- title_en: Executed appropriations are the sum of the three budgets
-- severity: error
-- tables: [fin04_fiscal]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 财政拨款只来自一般公共预算、政府性基金预算和国有资本经营预算，每一行都应当加得起来。
-- why_en: Appropriations come from the general public budget, government funds and state capital only; every line must add up.
-- excludes: 金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; differences from rounding are notes
-- message: "{value} 元，三本预算相加为 {expected} 元，相差 {difference}"
-- message_en: "{value} yuan; the three budgets add up to {expected} yuan (difference {difference})"
select dataset, snapshot, '{table}' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'error') as severity
from (
  select t.dataset, t.snapshot, t.source_row, 'executed_amount' as field,
         r.rounding_fen, t.executed_amount_fen as found,
         coalesce(t.executed_general_public_amount_fen, 0)
         + coalesce(t.executed_government_fund_amount_fen, 0)
         + coalesce(t.executed_state_capital_amount_fen, 0) as parts,
         (t.executed_general_public_amount_fen is not null)
         + (t.executed_government_fund_amount_fen is not null)
         + (t.executed_state_capital_amount_fen is not null) as n
  from {table} t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
  where t.side = 'expense'
)
where coalesce(found, 0) <> parts and (found is not null or n > 0)
