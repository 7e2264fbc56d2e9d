-- title: 决算收入的类等于款之和，款等于项之和
-- title_en: Classes of executed income are the sums of their sections, sections of their items
-- severity: error
-- tables: [fin02_income]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第七十五条
-- article_en: art. 75
-- since: 2015-01-01
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
    select t.*, sum(c.executed_income_amount_fen) as income,
           count(c.executed_income_amount_fen) as income_n,
           sum(c.executed_appropriation_amount_fen) as appropriation,
           count(c.executed_appropriation_amount_fen) as appropriation_n,
           sum(c.executed_superior_subsidy_amount_fen) as superior_subsidy,
           count(c.executed_superior_subsidy_amount_fen) as superior_subsidy_n,
           sum(c.executed_institution_income_amount_fen) as institution_income,
           count(c.executed_institution_income_amount_fen) as institution_income_n,
           sum(c.executed_operating_income_amount_fen) as operating_income,
           count(c.executed_operating_income_amount_fen) as operating_income_n,
           sum(c.executed_affiliate_income_amount_fen) as affiliate_income,
           count(c.executed_affiliate_income_amount_fen) as affiliate_income_n,
           sum(c.executed_other_income_amount_fen) as other_income,
           count(c.executed_other_income_amount_fen) as other_income_n
    from {table} t
    join {table} c
      on c.dataset = t.dataset and c.snapshot = t.snapshot and c.fiscal_year = t.fiscal_year
      and c.function_code between t.function_code || '00' and t.function_code || '99'
      and length(c.function_code) = length(t.function_code) + 2
    where length(t.function_code) in (3, 5)
      -- a line without any amount says nothing
      and coalesce(t.executed_income_amount_fen, t.executed_appropriation_amount_fen,
                   t.executed_superior_subsidy_amount_fen,
                   t.executed_institution_income_amount_fen,
                   t.executed_operating_income_amount_fen, t.executed_affiliate_income_amount_fen,
                   t.executed_other_income_amount_fen) is not null
    group by t.rowid
    having (ifnull(t.executed_income_amount_fen, 0),
           ifnull(t.executed_appropriation_amount_fen, 0),
           ifnull(t.executed_superior_subsidy_amount_fen, 0),
           ifnull(t.executed_institution_income_amount_fen, 0),
           ifnull(t.executed_operating_income_amount_fen, 0),
           ifnull(t.executed_affiliate_income_amount_fen, 0),
           ifnull(t.executed_other_income_amount_fen, 0))
      <> (ifnull(income, 0), ifnull(appropriation, 0), ifnull(superior_subsidy, 0),
          ifnull(institution_income, 0), ifnull(operating_income, 0),
          ifnull(affiliate_income, 0), ifnull(other_income, 0))
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
