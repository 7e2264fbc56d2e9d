-- title: 决算收入等于各来源之和
-- title_en: Executed income is the sum of its sources
-- severity: error
-- tables: [fin02_income]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 每一项收入都应当说得清来源：财政拨款、上级补助、事业、经营、附属单位上缴或者其他收入。
-- why_en: "Every sum of income must be accounted for: appropriation, subsidy from above, institutional, operating, from affiliates or other."
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
  select dataset, snapshot, source_row, 'executed_income_amount' as field,
         executed_income_amount_fen as found,
         coalesce(executed_appropriation_amount_fen, 0)
         + coalesce(executed_superior_subsidy_amount_fen, 0)
         + coalesce(executed_institution_income_amount_fen, 0)
         + coalesce(executed_operating_income_amount_fen, 0)
         + coalesce(executed_affiliate_income_amount_fen, 0)
         + coalesce(executed_other_income_amount_fen, 0) as parts,
         (executed_appropriation_amount_fen is not null)
         + (executed_superior_subsidy_amount_fen is not null)
         + (executed_institution_income_amount_fen is not null)
         + (executed_operating_income_amount_fen is not null)
         + (executed_affiliate_income_amount_fen is not null)
         + (executed_other_income_amount_fen is not null) as n
  from {table}
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts and (d.found is not null or d.n > 0)
