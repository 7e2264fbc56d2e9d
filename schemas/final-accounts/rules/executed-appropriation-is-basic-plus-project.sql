-- title: 财政拨款决算支出等于基本支出加项目支出
-- title_en: Executed appropriations are basic plus project spending
-- severity: error
-- tables: [fin05_general_func, fin08_fund, fin09_capital]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 财政拨款支出只有基本支出和项目支出两种，每一行都应当加得起来。
-- why_en: What is spent of appropriations is either basic or for projects; every line must add up.
-- excludes: 金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; differences from rounding are notes
-- message: 支出为 {value} 元，基本支出加项目支出为 {expected} 元，相差 {difference}
-- message_en: Spending is {value} yuan; basic and project spending add up to {expected} yuan (difference {difference})
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
         + coalesce(executed_project_amount_fen, 0) as parts,
         (executed_basic_amount_fen is not null)
         + (executed_project_amount_fen is not null) as n
  from {table}
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts and (d.found is not null or d.n > 0)
