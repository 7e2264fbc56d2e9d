-- title: 转移支付合计等于各行之和
-- title_en: The total of transfers is the sum of its lines
-- severity: error
-- tables: [gov_public_transfer, gov_fund_transfer, gov_capital_transfer]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第三十八条
-- article_en: art. 38
-- since: 2015-01-01
-- why: 专项转移支付应当分地区、分项目编制；合计由各地区、各项目相加而成。
-- why_en: Special transfers are budgeted by region and project; the total is made of them.
-- excludes: 没有合计的表；既没有写地区也没有写项目的小计；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Tables without a total; subtotals that name neither region nor project; differences from rounding are notes
-- message: 合计为 {value} 元，各行相加为 {expected} 元，相差 {difference}
-- message_en: The total says {value} yuan, its lines add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'error') as severity
from (
  with line as (
    select *, ifnull(region_name, '') = '合计' or ifnull(project_name, '') = '合计' as is_total
    from {table}
  ),
  lines as (
    -- every kind of transfer added up; a heading alone is the sum of what stands below it
    select dataset, snapshot, fiscal_year,
           sum(prior_executed_amount_fen) as prior, count(prior_executed_amount_fen) as prior_n,
           sum(approved_amount_fen) as approved, count(approved_amount_fen) as approved_n,
           sum(adjusted_amount_fen) as adjusted, count(adjusted_amount_fen) as adjusted_n,
           sum(executed_amount_fen) as executed, count(executed_amount_fen) as executed_n
    from line
    where not is_total and (region_code is not null or region_name is not null
                            or project_name is not null)
    group by dataset, snapshot, fiscal_year
  ),
  total as (
    select t.*, ifnull(s.prior, 0) as prior, ifnull(s.prior_n, 0) as prior_n,
           ifnull(s.approved, 0) as approved, ifnull(s.approved_n, 0) as approved_n,
           ifnull(s.adjusted, 0) as adjusted, ifnull(s.adjusted_n, 0) as adjusted_n,
           ifnull(s.executed, 0) as executed, ifnull(s.executed_n, 0) as executed_n
    from line t
    left join lines s
      on s.dataset = t.dataset and s.snapshot = t.snapshot and s.fiscal_year = t.fiscal_year
    where t.is_total
  )
  select dataset, snapshot, source_row, 'prior_executed_amount' as field,
         prior_executed_amount_fen as found, prior as parts, prior_n as n
  from total
  where prior_executed_amount_fen is not null
  union all
  select dataset, snapshot, source_row, 'approved_amount',
         approved_amount_fen, approved, approved_n
  from total
  where approved_amount_fen is not null
  union all
  select dataset, snapshot, source_row, 'adjusted_amount',
         adjusted_amount_fen, adjusted, adjusted_n
  from total
  where adjusted_amount_fen is not null
  union all
  select dataset, snapshot, source_row, 'executed_amount',
         executed_amount_fen, executed, executed_n
  from total
  where executed_amount_fen is not null
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts
