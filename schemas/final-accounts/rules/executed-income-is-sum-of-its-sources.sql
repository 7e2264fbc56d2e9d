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
select dataset, snapshot, '{table}' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'error') as severity
from (
  select t.dataset, t.snapshot, t.source_row, 'executed_income_amount' as field,
         r.rounding_fen, t.executed_income_amount_fen as found,
         coalesce(t.executed_appropriation_amount_fen, 0)
         + coalesce(t.executed_superior_subsidy_amount_fen, 0)
         + coalesce(t.executed_institution_income_amount_fen, 0)
         + coalesce(t.executed_operating_income_amount_fen, 0)
         + coalesce(t.executed_affiliate_income_amount_fen, 0)
         + coalesce(t.executed_other_income_amount_fen, 0) as parts,
         (t.executed_appropriation_amount_fen is not null)
         + (t.executed_superior_subsidy_amount_fen is not null)
         + (t.executed_institution_income_amount_fen is not null)
         + (t.executed_operating_income_amount_fen is not null)
         + (t.executed_affiliate_income_amount_fen is not null)
         + (t.executed_other_income_amount_fen is not null) as n
  from {table} t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
)
where coalesce(found, 0) <> parts and (found is not null or n > 0)
