-- title: 不化整为零规避公开招标
-- title_en: Purchases are not split to avoid open tender
-- severity: warning
-- tables: [award]
-- parameters: [open-tender-threshold]
-- cannot_check: [content-missing, amount-missing, threshold-unknown]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第二十八条
-- article_en: art. 28
-- since: 2015-03-01
-- why: 把一笔大采购拆成几笔小的，每笔都不到公开招标的数额，就绕开了竞争。
-- why_en: A large purchase in several small ones, each below the threshold, goes around the competition.
-- excludes: 工程；只采购一次的；经批准采用其他方式和调整预算的，数据里没有，报出来的要核对；数额标准未经核实的地区，只作说明
-- excludes_en: Works; what was bought once. Approved exceptions and changed budgets are not in the data, so what is reported needs a look. Where the threshold is not checked it is a note only
-- message: 同一预算项目、同一品目一年内用公开招标以外的方式采购，合计 {value} 元，超过公开招标数额标准 {expected} 元
-- message_en: "Bought by other methods than open tender for one budget project and category in a year: {value} yuan in all, more than the threshold of {expected} yuan"
-- mend: 核对预算项目、品目和金额；经批准采用其他方式的，说明批准文号。
-- mend_en: Check project, category and amounts; where another method was approved, say by which document.
with bought as (
  select *, coalesce(award_date, publish_date) as day,
         coalesce(fiscal_year,
                  cast(substr(coalesce(award_date, publish_date), 1, 4) as integer)) as year,
         procurement_method_name is null or buyer_name is null or budget_project_id is null
         or procurement_category_code is null as is_vague
  from {table}
  where failure_reason is null and procurement_method_name is not '公开招标'
    and coalesce(procurement_category_code, '') not like 'B%'
), split as (
  select dataset, snapshot, max(source_row) as source_row, max(day) as day,
         max(division_code) as division_code, sum(award_amount_fen) as total,
         sum(award_amount_fen is null) as unpriced
  from bought
  where not is_vague
  group by dataset, snapshot, buyer_name, budget_project_id, procurement_category_code, year
  having count(*) > 1
)
select s.dataset, s.snapshot, '{table}' as table_name, s.source_row, 'award_amount' as field,
       iif(s.total is null, null, printf('%.2f', s.total / 100.0)) as value,
       iif(p.value is null, null, printf('%.2f', p.value)) as expected,
       s.total - p.value * 100 as difference,
       iif(p.verified, 'warning', 'info') as severity,
       case when p.value is null then 'threshold-unknown'
            when s.total is null or s.total <= p.value * 100 then 'amount-missing'
       end as cannot_check
from split s
left join parameter p
  on p.name = 'open-tender-threshold'
  and s.day between p.valid_from and coalesce(p.valid_to, '9999-12-31')
  and p.division_code = (
    select max(l.division_code)
    from parameter l
    where l.name = 'open-tender-threshold'
      and s.day between l.valid_from and coalesce(l.valid_to, '9999-12-31')
      and l.division_code in ('', substr(s.division_code, 1, 2) || '0000',
                              substr(s.division_code, 1, 4) || '00', s.division_code)
  )
where p.value is null or s.total > p.value * 100 or s.unpriced > 0
union all
select dataset, snapshot, '{table}', source_row, 'procurement_category_code',
       null, null, null, null, 'content-missing'
from bought
where is_vague
