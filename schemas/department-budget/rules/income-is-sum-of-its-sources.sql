-- title: 收入等于各来源之和
-- title_en: Income is the sum of its sources
-- severity: error
-- tables: [bgt02_income]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 每一项收入都应当说得清来源：财政拨款、事业收入、经营收入或者其他收入。
-- why_en: "Every sum of income must be accounted for by its sources: appropriation, institutional, operating or other income."
-- excludes: 金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; differences from rounding are notes
-- message: 收入为 {value} 元，各来源相加为 {expected} 元，相差 {difference}
-- message_en: Income is {value} yuan; its sources add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'error') as severity
from (
  select dataset, snapshot, source_row, 'approved_income_amount' as field,
         approved_income_amount_fen as found,
         coalesce(approved_appropriation_amount_fen, 0)
         + coalesce(approved_institution_income_amount_fen, 0)
         + coalesce(approved_operating_income_amount_fen, 0)
         + coalesce(approved_other_income_amount_fen, 0) as parts,
         (approved_appropriation_amount_fen is not null)
         + (approved_institution_income_amount_fen is not null)
         + (approved_operating_income_amount_fen is not null)
         + (approved_other_income_amount_fen is not null) as n
  from {table}
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts and (d.found is not null or d.n > 0)
