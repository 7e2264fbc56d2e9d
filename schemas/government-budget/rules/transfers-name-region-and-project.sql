-- title: 转移支付公开到地区，专项公开到项目
-- title_en: Transfers are disclosed by region, special ones by project too
-- severity: error
-- tables: [gov_public_transfer, gov_fund_transfer, gov_capital_transfer]
-- basis: 中华人民共和国预算法实施条例
-- basis_en: Regulation on the Implementation of the Budget Law
-- article: 第六条
-- article_en: art. 6
-- since: 2020-10-01
-- why: 一个总数看不出钱给了哪里、做什么。法规要求一般性转移支付公开到地区，专项转移支付公开到地区和项目。
-- why_en: One total does not say who received the money and for what. The law asks for general transfers by region and special ones by region and project.
-- excludes: 税收返还；同一笔钱已经另行列到地区（专项列到地区和项目）的小计
-- excludes_en: Tax refunds; subtotals of money that is listed by region, special transfers by region and project, on other lines
-- message: "{value}没有细化：缺少{expected}"
-- message_en: "{value} is not broken down: {expected} is missing (地区 region, 项目 project)"
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'transfer_type' as field,
       t.transfer_type as value,
       case when t.transfer_type = '一般性转移支付' or t.has_project then '地区'
            when t.has_region then '项目' else '地区、项目' end as expected,
       null as difference
from (
  with line as (
    select *, coalesce(region_code, region_name) is not null as has_region,
           project_name is not null as has_project,
           coalesce(executed_amount_fen, adjusted_amount_fen, approved_amount_fen, 0) as fen
    from {table}
    where transfer_type in ('一般性转移支付', '专项转移支付')
  ),
  detail as (
    -- how much of each kind is broken down as far as it must be
    select dataset, snapshot, fiscal_year, transfer_type, sum(fen) as fen
    from line
    where has_region and (has_project or transfer_type = '一般性转移支付')
    group by dataset, snapshot, fiscal_year, transfer_type
  ),
  coarse as (
    -- what is not: headings, or the same money by region or by project alone
    select dataset, snapshot, fiscal_year, transfer_type, has_region, has_project, sum(fen) as fen
    from line
    where not (has_region and (has_project or transfer_type = '一般性转移支付'))
    group by dataset, snapshot, fiscal_year, transfer_type, has_region, has_project
  )
  select l.*
  from coarse c
  join line l
    on l.dataset = c.dataset and l.snapshot = c.snapshot and l.fiscal_year = c.fiscal_year
    and l.transfer_type = c.transfer_type
    and l.has_region = c.has_region and l.has_project = c.has_project
  left join detail d
    on d.dataset = c.dataset and d.snapshot = c.snapshot and d.fiscal_year = c.fiscal_year
    and d.transfer_type = c.transfer_type
  where c.fen > ifnull(d.fen, 0) and l.fen <> 0
) t
