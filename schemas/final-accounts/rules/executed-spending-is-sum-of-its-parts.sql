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
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'error') as severity
from (
  select dataset, snapshot, source_row, 'executed_amount' as field,
         executed_amount_fen as found,
         coalesce(executed_basic_amount_fen, 0)
         + coalesce(executed_project_amount_fen, 0)
         + coalesce(executed_remit_up_amount_fen, 0)
         + coalesce(executed_operating_amount_fen, 0)
         + coalesce(executed_affiliate_subsidy_amount_fen, 0) as parts,
         (executed_basic_amount_fen is not null)
         + (executed_project_amount_fen is not null)
         + (executed_remit_up_amount_fen is not null)
         + (executed_operating_amount_fen is not null)
         + (executed_affiliate_subsidy_amount_fen is not null) as n
  from {table}
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts and (d.found is not null or d.n > 0)
