-- title: 本级基本支出不多于本级支出
-- title_en: The government’s own basic spending stays within its own spending
-- severity: warning
-- tables: [gov_public_basic, gov_public_own_expense]
-- basis: 政府预决算公开的通行做法
-- basis_en: Common practice in publishing government budgets and accounts
-- article: —
-- article_en: —
-- since: null
-- why: 基本支出只是本级支出的一部分。
-- why_en: Basic spending is only a part of the government’s own spending.
-- excludes: 没有合计的表
-- excludes_en: Tables without a total
-- message: 基本支出 {value} 元，多于本级支出 {expected} 元
-- message_en: Basic spending of {value} yuan exceeds own spending of {expected} yuan
select b.dataset, b.snapshot, 'gov_public_basic' as table_name, b.source_row,
       'approved_amount' as field,
       printf('%.2f', b.approved_amount_fen / 100.0) as value,
       printf('%.2f', o.approved_amount_fen / 100.0) as expected,
       b.approved_amount_fen - o.approved_amount_fen as difference
from gov_public_basic b
join gov_public_own_expense o
  on o.dataset = b.dataset and o.snapshot = b.snapshot and o.fiscal_year = b.fiscal_year
  and o.function_code in ('合计', '支出合计', '本年支出合计')
where b.line_level = 'total' and b.approved_amount_fen > o.approved_amount_fen
