-- title: 项目资金加得起来
-- title_en: The money of a project adds up
-- severity: warning
-- tables: [bgt10_performance]
-- basis: 财政项目支出绩效目标填报表
-- basis_en: Official form for performance targets of projects
-- article: —
-- article_en: —
-- since: null
-- why: 项目资金总额等于财政资金加其他资金；其中的当年拨款和上年结转不能超过财政资金。
-- why_en: A project’s cost is treasury money plus other money; this year’s appropriation and what was carried over are part of the treasury money.
-- excludes: 金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; differences from rounding are notes
-- message: "{value} 元，与 {expected} 元对不上，相差 {difference}"
-- message_en: "{value} yuan does not fit {expected} yuan (difference {difference})"
select dataset, snapshot, '{table}' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'warning') as severity
from (
  select t.dataset, t.snapshot, t.source_row, 'approved_project_total_amount' as field,
         r.rounding_fen, t.approved_project_total_amount_fen as found,
         coalesce(t.approved_project_fiscal_amount_fen, 0)
         + coalesce(t.approved_project_other_amount_fen, 0) as parts,
         (t.approved_project_fiscal_amount_fen is not null)
         + (t.approved_project_other_amount_fen is not null) as n
  from {table} t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
  union all
  select t.dataset, t.snapshot, t.source_row, 'approved_project_fiscal_amount',
         r.rounding_fen, t.approved_project_fiscal_amount_fen,
         coalesce(t.approved_project_appropriation_amount_fen, 0)
         + coalesce(t.approved_project_carryover_amount_fen, 0),
         (t.approved_project_appropriation_amount_fen is not null)
         + (t.approved_project_carryover_amount_fen is not null)
  from {table} t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
  where coalesce(t.approved_project_fiscal_amount_fen, 0)
        < coalesce(t.approved_project_appropriation_amount_fen, 0)
          + coalesce(t.approved_project_carryover_amount_fen, 0)
)
where coalesce(found, 0) <> parts and (found is not null or n > 0)
