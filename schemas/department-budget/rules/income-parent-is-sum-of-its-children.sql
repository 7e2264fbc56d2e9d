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
  with uneven as (
    -- a line, and what the lines one level down add up to
    select t.*, sum(c.approved_income_amount_fen) as income,
           count(c.approved_income_amount_fen) as income_n,
           sum(c.approved_appropriation_amount_fen) as appropriation,
           count(c.approved_appropriation_amount_fen) as appropriation_n,
           sum(c.approved_institution_income_amount_fen) as institution_income,
           count(c.approved_institution_income_amount_fen) as institution_income_n,
           sum(c.approved_operating_income_amount_fen) as operating_income,
           count(c.approved_operating_income_amount_fen) as operating_income_n,
           sum(c.approved_other_income_amount_fen) as other_income,
           count(c.approved_other_income_amount_fen) as other_income_n
    from {table} t
    join {table} c
      on c.dataset = t.dataset and c.snapshot = t.snapshot and c.fiscal_year = t.fiscal_year
      and c.function_code between t.function_code || '00' and t.function_code || '99'
      and length(c.function_code) = length(t.function_code) + 2
    where length(t.function_code) in (3, 5)
      -- a line without any amount says nothing
      and coalesce(t.approved_income_amount_fen, t.approved_appropriation_amount_fen,
                   t.approved_institution_income_amount_fen,
                   t.approved_operating_income_amount_fen,
                   t.approved_other_income_amount_fen) is not null
    group by t.rowid
    having (ifnull(t.approved_income_amount_fen, 0),
           ifnull(t.approved_appropriation_amount_fen, 0),
           ifnull(t.approved_institution_income_amount_fen, 0),
           ifnull(t.approved_operating_income_amount_fen, 0),
           ifnull(t.approved_other_income_amount_fen, 0))
      <> (ifnull(income, 0), ifnull(appropriation, 0), ifnull(institution_income, 0),
          ifnull(operating_income, 0), ifnull(other_income, 0))
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
