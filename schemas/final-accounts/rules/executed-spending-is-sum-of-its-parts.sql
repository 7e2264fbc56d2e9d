-- title: 决算支出等于五种支出之和
-- title_en: Executed spending is the sum of its five kinds
-- severity: error
-- tables: [fin03_expense]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 支出分基本、项目、上缴上级、经营和对附属单位补助五种，每一行都应当加得起来。
-- why_en: Spending is basic, for projects, remitted to superiors, operating or subsidies to affiliates; every line must add up.
-- excludes: 金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; differences from rounding are notes
-- message: 支出为 {value} 元，五种支出相加为 {expected} 元，相差 {difference}
-- message_en: Spending is {value} yuan; its kinds add up to {expected} yuan (difference {difference})
select dataset, snapshot, '{table}' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'error') as severity
from (
  select t.dataset, t.snapshot, t.source_row, 'executed_amount' as field,
         r.rounding_fen, t.executed_amount_fen as found,
         coalesce(t.executed_basic_amount_fen, 0)
         + coalesce(t.executed_project_amount_fen, 0)
         + coalesce(t.executed_remit_up_amount_fen, 0)
         + coalesce(t.executed_operating_amount_fen, 0)
         + coalesce(t.executed_affiliate_subsidy_amount_fen, 0) as parts,
         (t.executed_basic_amount_fen is not null)
         + (t.executed_project_amount_fen is not null)
         + (t.executed_remit_up_amount_fen is not null)
         + (t.executed_operating_amount_fen is not null)
         + (t.executed_affiliate_subsidy_amount_fen is not null) as n
  from {table} t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
)
where coalesce(found, 0) <> parts and (found is not null or n > 0)
