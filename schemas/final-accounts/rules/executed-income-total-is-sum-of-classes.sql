-- title: 决算收入合计等于各类之和
-- title_en: The total of executed income is the sum of its classes
-- severity: error
-- tables: [fin02_income]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第七十五条
-- article_en: art. 75
-- since: 2015-01-01
-- why: 合计是公众最先看的数，它必须由下面各类加得出来。
-- why_en: The total is what everyone reads first; it must follow from the classes.
-- excludes: 金额全部留空的合计行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Total lines without any amount; differences from rounding are notes
-- message: 合计为 {value} 元，各类相加为 {expected} 元，相差 {difference}
-- message_en: The total says {value} yuan, the classes add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts)
             <= max(r.rounding_fen, r.rounding_fen * ifnull(d.n, 0) / 2.0),
           'info', 'error') as severity
from (
  with classes as (
    -- what they add up to
    select dataset, snapshot, fiscal_year,
           sum(executed_income_amount_fen) as income,
           count(executed_income_amount_fen) as income_n,
           sum(executed_appropriation_amount_fen) as appropriation,
           count(executed_appropriation_amount_fen) as appropriation_n,
           sum(executed_superior_subsidy_amount_fen) as superior_subsidy,
           count(executed_superior_subsidy_amount_fen) as superior_subsidy_n,
           sum(executed_institution_income_amount_fen) as institution_income,
           count(executed_institution_income_amount_fen) as institution_income_n,
           sum(executed_operating_income_amount_fen) as operating_income,
           count(executed_operating_income_amount_fen) as operating_income_n,
           sum(executed_affiliate_income_amount_fen) as affiliate_income,
           count(executed_affiliate_income_amount_fen) as affiliate_income_n,
           sum(executed_other_income_amount_fen) as other_income,
           count(executed_other_income_amount_fen) as other_income_n
    from {table}
    where length(function_code) = 3 and line_level <> 'total'
    group by dataset, snapshot, fiscal_year
  ),
  uneven as (
    select t.*, b.income, b.income_n, b.appropriation, b.appropriation_n, b.superior_subsidy,
           b.superior_subsidy_n, b.institution_income, b.institution_income_n, b.operating_income,
           b.operating_income_n, b.affiliate_income, b.affiliate_income_n, b.other_income,
           b.other_income_n
    from {table} t
    left join classes b
      on b.dataset = t.dataset and b.snapshot = t.snapshot and b.fiscal_year = t.fiscal_year
    where t.function_code = '合计'
      and (ifnull(t.executed_income_amount_fen, 0),
           ifnull(t.executed_appropriation_amount_fen, 0),
           ifnull(t.executed_superior_subsidy_amount_fen, 0),
           ifnull(t.executed_institution_income_amount_fen, 0),
           ifnull(t.executed_operating_income_amount_fen, 0),
           ifnull(t.executed_affiliate_income_amount_fen, 0),
           ifnull(t.executed_other_income_amount_fen, 0))
      <> (ifnull(b.income, 0), ifnull(b.appropriation, 0), ifnull(b.superior_subsidy, 0),
          ifnull(b.institution_income, 0), ifnull(b.operating_income, 0),
          ifnull(b.affiliate_income, 0), ifnull(b.other_income, 0))
      -- a line without any amount says nothing
      and coalesce(t.executed_income_amount_fen, t.executed_appropriation_amount_fen,
                   t.executed_superior_subsidy_amount_fen,
                   t.executed_institution_income_amount_fen,
                   t.executed_operating_income_amount_fen, t.executed_affiliate_income_amount_fen,
                   t.executed_other_income_amount_fen) is not null
  )
  select dataset, snapshot, source_row, 'executed_income_amount' as field,
         executed_income_amount_fen as found, coalesce(income, 0) as parts, income_n as n
  from uneven
  union all
  select dataset, snapshot, source_row, 'executed_appropriation_amount',
         executed_appropriation_amount_fen, coalesce(appropriation, 0), appropriation_n
  from uneven
  union all
  select dataset, snapshot, source_row, 'executed_superior_subsidy_amount',
         executed_superior_subsidy_amount_fen,
         coalesce(superior_subsidy, 0), superior_subsidy_n
  from uneven
  union all
  select dataset, snapshot, source_row, 'executed_institution_income_amount',
         executed_institution_income_amount_fen,
         coalesce(institution_income, 0), institution_income_n
  from uneven
  union all
  select dataset, snapshot, source_row, 'executed_operating_income_amount',
         executed_operating_income_amount_fen,
         coalesce(operating_income, 0), operating_income_n
  from uneven
  union all
  select dataset, snapshot, source_row, 'executed_affiliate_income_amount',
         executed_affiliate_income_amount_fen,
         coalesce(affiliate_income, 0), affiliate_income_n
  from uneven
  union all
  select dataset, snapshot, source_row, 'executed_other_income_amount',
         executed_other_income_amount_fen, coalesce(other_income, 0), other_income_n
  from uneven
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts
