-- title: 文字说明的年初预算与当年公开的预算一致
-- title_en: The approved spending in the text is that of the published budget
-- severity: warning
-- tables: [fin11_statement]
-- published: [bgt05_general_func]
-- cannot_check: [counterpart-missing]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 年初预算就是当年年初公开的预算，执行率要用它来算。
-- why_en: The budget of the start of the year is the one published then, and the rate of execution rests on it.
-- excludes: 文字里没有写年初预算的；文字按万元四舍五入造成的差异
-- excludes_en: Where the text states no budget; rounding to units of 10,000 yuan
-- message: 文字写年初预算 {value} 元，当年公开的是 {expected} 元，相差 {difference}
-- message_en: The text says {value} yuan was approved, the published budget {expected} yuan (difference {difference})
select s.dataset, s.snapshot, 'fin11_statement' as table_name, s.source_row,
       'approved_general_public_amount' as field,
       s.approved_general_public_amount as value, b.approved_amount as expected,
       s.approved_general_public_amount_fen - b.approved_amount_fen as difference,
       iif(b.approved_amount_fen is null, 'counterpart-missing', null) as cannot_check
from fin11_statement s
left join bgt05_general_func b
  on plain_name(b.publisher_name) = plain_name(s.publisher_name)
  and b.fiscal_year = s.fiscal_year and b.function_code = '合计'
where s.approved_general_public_amount_fen is not null
  -- text is printed in units of 10,000 yuan, to two decimals or none
  and (abs(s.approved_general_public_amount_fen - b.approved_amount_fen)
         <= iif(s.approved_general_public_amount_fen % 1000000 = 0, 500000, 5000)) is not true
