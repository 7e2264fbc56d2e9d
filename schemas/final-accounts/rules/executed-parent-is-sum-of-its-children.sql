-- title: 决算支出的类等于款之和，款等于项之和
-- title_en: Classes of executed spending are the sums of their sections, sections of their items
-- severity: error
-- tables: [fin03_expense, fin05_general_func, fin08_fund, fin09_capital]
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
    select t.*, sum(c.executed_amount_fen) as amount, count(c.executed_amount_fen) as amount_n,
           sum(c.executed_basic_amount_fen) as basic, count(c.executed_basic_amount_fen) as basic_n,
           sum(c.executed_project_amount_fen) as project,
           count(c.executed_project_amount_fen) as project_n
    from {table} t
    join {table} c
      on c.dataset = t.dataset and c.snapshot = t.snapshot and c.fiscal_year = t.fiscal_year
      and c.function_code between t.function_code || '00' and t.function_code || '99'
      and length(c.function_code) = length(t.function_code) + 2
    where length(t.function_code) in (3, 5)
      -- a line without any amount says nothing
      and coalesce(t.executed_amount_fen, t.executed_basic_amount_fen,
                   t.executed_project_amount_fen) is not null
    group by t.rowid
    having (ifnull(t.executed_amount_fen, 0), ifnull(t.executed_basic_amount_fen, 0),
           ifnull(t.executed_project_amount_fen, 0))
      <> (ifnull(amount, 0), ifnull(basic, 0), ifnull(project, 0))
  )
  select dataset, snapshot, source_row, 'executed_amount' as field,
         executed_amount_fen as found, coalesce(amount, 0) as parts, amount_n as n
  from uneven
  union all
  select dataset, snapshot, source_row, 'executed_basic_amount',
         executed_basic_amount_fen, coalesce(basic, 0), basic_n
  from uneven
  union all
  select dataset, snapshot, source_row, 'executed_project_amount',
         executed_project_amount_fen, coalesce(project, 0), project_n
  from uneven
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts
