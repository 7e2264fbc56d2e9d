-- title: 总表支出等于人员、公用经费与项目支出之和
-- title_en: Spending in the summary is personnel, public use and projects
-- severity: error
-- tables: [bgt01_summary]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 总表把支出分成人员经费、公用经费和项目支出的，每一行都应当加得起来。
-- why_en: Where the summary splits spending into personnel, public use and projects, every line must add up.
-- excludes: 总表不分列的部门；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Departments whose summary is not split; differences from rounding are notes
-- message: 支出为 {value} 元，各部分相加为 {expected} 元，相差 {difference}
-- message_en: Spending is {value} yuan; its parts add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'error') as severity
from (
  select dataset, snapshot, source_row, 'approved_amount' as field,
         approved_amount_fen as found,
         coalesce(approved_personnel_amount_fen, 0)
         + coalesce(approved_public_use_amount_fen, 0)
         + coalesce(approved_project_amount_fen, 0) as parts,
         (approved_personnel_amount_fen is not null)
         + (approved_public_use_amount_fen is not null)
         + (approved_project_amount_fen is not null) as n
  from {table}
  where side = 'expense'
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts and d.n > 0
