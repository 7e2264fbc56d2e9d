-- title: 本级基本支出按经济分类公开到款级
-- title_en: The government’s own basic spending is disclosed down to section level
-- severity: error
-- tables: [gov_public_basic]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第四十六条
-- article_en: art. 46
-- since: 2015-01-01
-- why: 基本支出按经济分类应当编列到款，工资、办公、差旅各多少才看得清。
-- why_en: Basic spending is listed by economic nature down to sections, so that wages, offices and travel can be told apart.
-- excludes: 没有金额的行
-- excludes_en: Lines without an amount
-- message: 科目 {value} 有支出，却没有下级的“{expected}”
-- message_en: Code {value} has spending but no section (款) below it
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'government_economic_code' as field, t.government_economic_code as value,
       '款' as expected, null as difference
from {table} t
where t.line_level <> 'total' and length(t.government_economic_code) < 5
  and coalesce(t.executed_amount_fen, t.adjusted_amount_fen, t.approved_amount_fen, 0) <> 0
  and not exists (
    -- the codes that begin so and are two digits longer
    select 1 from {table} c
    where c.dataset = t.dataset and c.snapshot = t.snapshot and c.fiscal_year = t.fiscal_year
      and c.government_economic_code between t.government_economic_code || '00'
                       and t.government_economic_code || '99'
      and length(c.government_economic_code) = length(t.government_economic_code) + 2)
