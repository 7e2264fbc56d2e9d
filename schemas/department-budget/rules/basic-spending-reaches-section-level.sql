-- title: 基本支出经济分类公开到款级
-- title_en: Basic spending is disclosed down to section level
-- severity: error
-- tables: [bgt08_basic_econ]
-- basis: 中华人民共和国预算法实施条例
-- basis_en: Regulation on the Implementation of the Budget Law
-- article: 第六条
-- article_en: art. 6
-- since: 2020-10-01
-- why: “商品和服务支出”一个总数看不出水电、差旅、接待各花多少；法规要求基本支出按经济分类公开到款。
-- why_en: One figure for goods and services hides what went to utilities, travel or hospitality; the law requires disclosure down to sections.
-- excludes: 没有金额的行
-- excludes_en: Lines without an amount
-- message: 科目 {value} 有支出，却没有下级的“{expected}”
-- message_en: Code {value} has spending but no section (款) below it
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'economic_code' as field,
       t.economic_code as value,
       '款' as expected,
       null as difference
from {table} t
where length(t.economic_code) = 3 and t.economic_code glob '3*'
  and coalesce(t.approved_amount_fen, 0) <> 0
  and not exists (
    -- the codes that begin so and are two digits longer
    select 1 from {table} c
    where c.dataset = t.dataset and c.snapshot = t.snapshot and c.fiscal_year = t.fiscal_year
      and c.economic_code between t.economic_code || '00' and t.economic_code || '99'
      and length(c.economic_code) = length(t.economic_code) + 2)
