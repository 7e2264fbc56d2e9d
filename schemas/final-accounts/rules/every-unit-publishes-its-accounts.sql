-- title: 所属单位各自公开决算
-- title_en: Every unit publishes its own accounts
-- severity: warning
-- tables: [fin12_unit]
-- published: [fin03_expense]
-- basis: 中华人民共和国预算法实施条例
-- basis_en: Regulation on the Implementation of the Budget Law
-- article: 第六条
-- article_en: art. 6
-- since: 2020-10-01
-- why: 所属单位的决算应当由单位向社会公开；只有部门汇总的数，看不出哪个单位花了多少。
-- why_en: Units publish their own; from the department’s totals alone no one can tell who spends what.
-- excludes: 用别的名称公开的单位；在别处公开的
-- excludes_en: Units that publish under another name; what is published elsewhere
-- message: 所属单位“{value}”{expected}年的决算没有公开在这里
-- message_en: The {expected} accounts of the unit “{value}” are not published here
select u.dataset, u.snapshot, 'fin12_unit' as table_name, u.source_row, 'unit_name' as field,
       u.unit_name as value, cast(u.fiscal_year as text) as expected, null as difference
from fin12_unit u
where (plain_name(u.unit_name), u.fiscal_year) not in (
  select plain_name(publisher_name), fiscal_year
  from (
    select distinct publisher_name, fiscal_year from fin03_expense
    where line_level in ('class', 'total'))  -- no table is without either, and they are few
  where publisher_name is not null)
