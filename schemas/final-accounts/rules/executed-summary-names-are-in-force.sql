-- title: 决算总表的类名是当年的名称
-- title_en: Class names in the summary of the accounts are those in force
-- severity: error
-- tables: [fin01_summary, fin04_fiscal]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第三十二条
-- article_en: art. 32
-- since: 2015-01-01
-- why: 科目名称逐年修订；用了旧名，说明表是从往年抄来的，也没法同其他表对上。
-- why_en: Names of the classification are revised; an old one means the table was copied from an earlier year, and it cannot be matched with the others.
-- excludes: 代码表没有收录的年度；合计、结转和结余的行
-- excludes_en: Years the code list does not speak for; lines of totals and balances
-- message: “{value}”不是当年的类名，当年的名称是：{expected}
-- message_en: "“{value}” is not the name of a class in that year; the name in force is: {expected}"
select i.dataset, i.snapshot, '{table}' as table_name, i.source_row, 'item_name' as field,
       i.item_name as value, i.expected, null as difference
from (
  with class as materialized (
    select code, name, plain_name(name) as plain, coalesce(valid_from, 0) as first,
           coalesce(valid_to, 9999) as last
    from code
    where codelist = 'function' and level = 'class'
  ),
  year as (
    -- a year with fewer classes is one the code list does not speak for
    select fiscal_year
    from (select distinct fiscal_year from {table})
    join class on fiscal_year between first and last
    group by fiscal_year
    having count(*) >= 20
  ),
  item as materialized (
    select t.*, plain_name(without_ordinal(t.item_name)) as name
    from {table} t
    where t.side = 'expense' and t.fiscal_year in (select fiscal_year from year)
  )
  select i.*, (
    -- what the code that once had this name is called now
    select min(now.name)
    from class once
    join class now on now.code = once.code and i.fiscal_year between now.first and now.last
    where once.plain = i.name) as expected
  from item i
  where i.name <> ''
    and i.name not like '%合计' and i.name not like '%总计'
    and i.name not like '%结转%' and i.name not like '%结余%'
    and not exists (
      select 1 from class c
      where c.plain = i.name and i.fiscal_year between c.first and c.last)
) i
