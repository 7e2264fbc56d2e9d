-- title: 部门预算支出等于所属单位之和
-- title_en: A department’s spending is the sum of its units’
-- severity: warning
-- tables: [bgt03_expense, bgt15_unit]
-- published: [bgt03_expense]
-- cannot_check: [counterpart-missing]
-- basis: 中华人民共和国预算法实施条例
-- basis_en: Regulation on the Implementation of the Budget Law
-- article: 第五条
-- article_en: art. 5
-- since: 2020-10-01
-- why: 部门预算由本级和所属单位汇总而成；同一科目对不上，要么漏了单位，要么有内部往来没有抵销。
-- why_en: A department’s figures are those of its office and its units together; where they differ a unit is left out, or money between them was counted twice.
-- excludes: 没有列出所属单位的部门；部门没有而单位有的科目；内部往来的抵销数要看说明
-- excludes_en: Departments that list no units; codes only a unit has; money between units that is set off needs a note
-- message: 部门为 {value} 元，所属单位合计 {expected} 元，相差 {difference}
-- message_en: The department says {value} yuan, its units add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, 'bgt03_expense' as table_name, d.source_row,
       'approved_amount' as field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       ifnull(d.found, 0) - d.parts as difference,
       iif(abs(ifnull(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'warning') as severity,
       iif(d.unpublished, 'counterpart-missing', null) as cannot_check
from (
  with unit as (
    select u.dataset, u.snapshot, u.fiscal_year, plain_name(u.unit_name) as name
    from bgt15_unit u
  ),
  publisher as materialized (
    select plain_name(publisher_name) as name, publisher_name, dataset, fiscal_year
    from (
      select distinct publisher_name, dataset, fiscal_year from bgt03_expense
      where line_level in ('class', 'total'))  -- no table is without either, and they are few
  ),
  year as (
    -- a department and a year, and whether a unit of it is not published
    select u.dataset, u.snapshot, u.fiscal_year, max(p.name is null) as unpublished
    from unit u
    left join publisher p on p.name = u.name and p.fiscal_year = u.fiscal_year
    group by u.dataset, u.snapshot, u.fiscal_year
  ),
  part as materialized (
    select u.dataset, u.snapshot, u.fiscal_year, b.function_code, b.approved_amount_fen as fen
    from unit u
    cross join publisher p  -- the few units first: cross joins keep their order
      on p.name = u.name and p.fiscal_year = u.fiscal_year and p.dataset <> u.dataset
    cross join bgt03_expense b
      on b.dataset = p.dataset and b.fiscal_year = p.fiscal_year
      and b.publisher_name = p.publisher_name
  ),
  units as (
    select dataset, snapshot, fiscal_year, function_code, sum(fen) as fen, count(*) as n
    from part
    group by dataset, snapshot, fiscal_year, function_code
  )
  select t.dataset, t.snapshot, t.source_row, t.approved_amount_fen as found,
         ifnull(s.fen, 0) as parts, ifnull(s.n, 0) as n, y.unpublished
  from bgt03_expense t
  join year y
    on y.dataset = t.dataset and y.snapshot = t.snapshot and y.fiscal_year = t.fiscal_year
  left join units s
    on s.dataset = t.dataset and s.snapshot = t.snapshot and s.fiscal_year = t.fiscal_year
    and s.function_code = t.function_code
  where y.unpublished = 0 or t.line_level = 'total'
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = 'bgt03_expense'
where d.unpublished or ifnull(d.found, 0) <> d.parts
