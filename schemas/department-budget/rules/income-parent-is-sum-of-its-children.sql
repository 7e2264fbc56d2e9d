-- title: 收入的类等于款之和，款等于项之和
-- title_en: Classes of income are the sums of their sections, sections of their items
-- severity: error
-- tables: [bgt02_income]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 上下级加不起来，就有一行是错的，或者少列了一行。
-- why_en: If the levels do not add up, a line is wrong or one is left out.
-- excludes: 没有下级的科目；金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Codes with nothing below them; lines without any amount; differences from rounding are notes
-- message: 这一科目为 {value} 元，所属下级合计 {expected} 元，相差 {difference}
-- message_en: The code says {value} yuan, the codes below it add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'error') as severity
from (
  with below as (
    -- what the lines one level down add up to
    select dataset, snapshot, fiscal_year,
           substr(function_code, 1, length(function_code) - 2) as code,
           sum(approved_income_amount_fen) as income,
           count(approved_income_amount_fen) as income_n,
           sum(approved_appropriation_amount_fen) as appropriation,
           count(approved_appropriation_amount_fen) as appropriation_n,
           sum(approved_institution_income_amount_fen) as institution_income,
           count(approved_institution_income_amount_fen) as institution_income_n,
           sum(approved_operating_income_amount_fen) as operating_income,
           count(approved_operating_income_amount_fen) as operating_income_n,
           sum(approved_other_income_amount_fen) as other_income,
           count(approved_other_income_amount_fen) as other_income_n
    from {table}
    where length(function_code) > 3 and line_level <> 'total'
    group by dataset, snapshot, fiscal_year, code
  ),
  uneven as (
    select t.*, b.income, b.income_n, b.appropriation, b.appropriation_n, b.institution_income,
           b.institution_income_n, b.operating_income, b.operating_income_n, b.other_income,
           b.other_income_n
    from below b
    join {table} t
      on t.dataset = b.dataset and t.snapshot = b.snapshot and t.fiscal_year = b.fiscal_year
      and t.function_code = b.code
    where (ifnull(t.approved_income_amount_fen, 0),
           ifnull(t.approved_appropriation_amount_fen, 0),
           ifnull(t.approved_institution_income_amount_fen, 0),
           ifnull(t.approved_operating_income_amount_fen, 0),
           ifnull(t.approved_other_income_amount_fen, 0))
      <> (ifnull(b.income, 0), ifnull(b.appropriation, 0), ifnull(b.institution_income, 0),
          ifnull(b.operating_income, 0), ifnull(b.other_income, 0))
      -- a line without any amount says nothing
      and coalesce(t.approved_income_amount_fen, t.approved_appropriation_amount_fen,
                   t.approved_institution_income_amount_fen,
                   t.approved_operating_income_amount_fen,
                   t.approved_other_income_amount_fen) is not null
  )
  select dataset, snapshot, source_row, 'approved_income_amount' as field,
         approved_income_amount_fen as found, coalesce(income, 0) as parts, income_n as n
  from uneven
  union all
  select dataset, snapshot, source_row, 'approved_appropriation_amount',
         approved_appropriation_amount_fen, coalesce(appropriation, 0), appropriation_n
  from uneven
  union all
  select dataset, snapshot, source_row, 'approved_institution_income_amount',
         approved_institution_income_amount_fen,
         coalesce(institution_income, 0), institution_income_n
  from uneven
  union all
  select dataset, snapshot, source_row, 'approved_operating_income_amount',
         approved_operating_income_amount_fen,
         coalesce(operating_income, 0), operating_income_n
  from uneven
  union all
  select dataset, snapshot, source_row, 'approved_other_income_amount',
         approved_other_income_amount_fen, coalesce(other_income, 0), other_income_n
  from uneven
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts
