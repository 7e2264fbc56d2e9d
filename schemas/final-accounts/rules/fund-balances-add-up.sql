-- title: 基金和国资的收入、结转逐级相加
-- title_en: Income and balances of funds add up by level
-- severity: error
-- tables: [fin08_fund, fin09_capital]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第七十五条
-- article_en: art. 75
-- since: 2015-01-01
-- why: 年初结转、本年收入和年末结转，也应当由项加到款、由款加到类、由类加到合计。
-- why_en: What was brought forward, received and carried over must add up from items to sections, classes and the total.
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
           iif(length(function_code) = 3, '合计',
               substr(function_code, 1, length(function_code) - 2)) as code,
           sum(executed_opening_balance_amount_fen) as opening_balance,
           count(executed_opening_balance_amount_fen) as opening_balance_n,
           sum(executed_income_amount_fen) as income,
           count(executed_income_amount_fen) as income_n,
           sum(executed_closing_balance_amount_fen) as closing_balance,
           count(executed_closing_balance_amount_fen) as closing_balance_n
    from {table}
    where line_level <> 'total'
    group by dataset, snapshot, fiscal_year, code
  ),
  uneven as (
    select t.*, b.opening_balance, b.opening_balance_n, b.income, b.income_n, b.closing_balance,
           b.closing_balance_n
    from below b
    join {table} t
      on t.dataset = b.dataset and t.snapshot = b.snapshot and t.fiscal_year = b.fiscal_year
      and t.function_code = b.code
    where (ifnull(t.executed_opening_balance_amount_fen, 0),
           ifnull(t.executed_income_amount_fen, 0),
           ifnull(t.executed_closing_balance_amount_fen, 0))
      <> (ifnull(b.opening_balance, 0), ifnull(b.income, 0), ifnull(b.closing_balance, 0))
      -- a line without any amount says nothing
      and coalesce(t.executed_opening_balance_amount_fen, t.executed_income_amount_fen,
                   t.executed_closing_balance_amount_fen) is not null
  )
  select dataset, snapshot, source_row, 'executed_opening_balance_amount' as field,
         executed_opening_balance_amount_fen as found, coalesce(opening_balance, 0) as parts,
         opening_balance_n as n
  from uneven
  union all
  select dataset, snapshot, source_row, 'executed_income_amount',
         executed_income_amount_fen, coalesce(income, 0), income_n
  from uneven
  union all
  select dataset, snapshot, source_row, 'executed_closing_balance_amount',
         executed_closing_balance_amount_fen, coalesce(closing_balance, 0), closing_balance_n
  from uneven
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts
