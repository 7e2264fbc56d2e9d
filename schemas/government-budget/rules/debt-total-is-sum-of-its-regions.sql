-- title: 债务合计等于各地区之和
-- title_en: Total debt is the sum of its regions
-- severity: error
-- tables: [gov_public_debt, gov_fund_debt]
-- basis: 地方预决算公开操作规程（财预〔2016〕143号）
-- basis_en: Working rules for publishing local budgets and accounts (Caiyu 2016 No. 143)
-- article: —
-- article_en: —
-- since: null
-- why: 全市的债务由本级和各区县相加而成。
-- why_en: The debt of a city is its own and that of its districts.
-- excludes: 没有分地区的表；“其中”的行；合计没有填的数；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Tables without regions; lines that begin 其中 (of which); figures the total leaves empty; differences from rounding are notes
-- message: 合计为 {value} 元，各地区相加为 {expected} 元，相差 {difference}
-- message_en: The total says {value} yuan, the regions add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'error') as severity
from (
  with regions as (
    select dataset, snapshot, fiscal_year,
           sum(approved_debt_limit_amount_fen) as debt_limit,
           count(approved_debt_limit_amount_fen) as debt_limit_n,
           sum(executed_opening_debt_amount_fen) as opening,
           count(executed_opening_debt_amount_fen) as opening_n,
           sum(executed_issued_debt_amount_fen) as issued,
           count(executed_issued_debt_amount_fen) as issued_n,
           sum(executed_repaid_debt_amount_fen) as repaid,
           count(executed_repaid_debt_amount_fen) as repaid_n,
           sum(executed_debt_interest_amount_fen) as interest,
           count(executed_debt_interest_amount_fen) as interest_n,
           sum(executed_closing_debt_amount_fen) as closing,
           count(executed_closing_debt_amount_fen) as closing_n
    from {table}
    where region_name <> '合计' and region_name not like '其中%'
    group by dataset, snapshot, fiscal_year
  ),
  total as (
    select t.*, s.debt_limit, s.debt_limit_n, s.opening, s.opening_n, s.issued, s.issued_n,
           s.repaid, s.repaid_n, s.interest, s.interest_n, s.closing, s.closing_n
    from {table} t
    join regions s
      on s.dataset = t.dataset and s.snapshot = t.snapshot and s.fiscal_year = t.fiscal_year
    where t.region_name = '合计'
  )
  select dataset, snapshot, source_row, 'approved_debt_limit_amount' as field,
         approved_debt_limit_amount_fen as found, debt_limit as parts, debt_limit_n as n
  from total
  union all
  select dataset, snapshot, source_row, 'executed_opening_debt_amount',
         executed_opening_debt_amount_fen, opening, opening_n
  from total
  union all
  select dataset, snapshot, source_row, 'executed_issued_debt_amount',
         executed_issued_debt_amount_fen, issued, issued_n
  from total
  union all
  select dataset, snapshot, source_row, 'executed_repaid_debt_amount',
         executed_repaid_debt_amount_fen, repaid, repaid_n
  from total
  union all
  select dataset, snapshot, source_row, 'executed_debt_interest_amount',
         executed_debt_interest_amount_fen, interest, interest_n
  from total
  union all
  select dataset, snapshot, source_row, 'executed_closing_debt_amount',
         executed_closing_debt_amount_fen, closing, closing_n
  from total
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts and d.found is not null
