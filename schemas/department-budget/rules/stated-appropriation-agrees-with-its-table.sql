-- title: 文字说明的财政拨款支出与表一致
-- title_en: The appropriation in the text agrees with its table
-- severity: warning
-- tables: [bgt14_statement, bgt04_fiscal]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 文字说明和表说的是同一件事，数字应当一样；文字错了，看文字的人就被误导了。
-- why_en: Text and tables speak of the same thing and should say the same; who reads only the text would be misled.
-- excludes: 文字里没有写的数；文字按万元四舍五入造成的差异
-- excludes_en: Figures the text does not state; rounding to units of 10,000 yuan
-- message: 文字里写的是 {value} 元，表里是 {expected} 元，相差 {difference}
-- message_en: The text states {value} yuan, the table {expected} yuan (difference {difference})
select d.dataset, d.snapshot, 'bgt14_statement' as table_name, d.source_row, d.field,
       printf('%.2f', d.found / 100.0) as value,
       printf('%.2f', ifnull(d.parts, 0) / 100.0) as expected,
       d.found - ifnull(d.parts, 0) as difference,
       iif(abs(d.found - ifnull(d.parts, 0)) <= d.unit + q.rounding_fen / 2, 'info', 'warning')
         as severity
from (
  -- text is printed in units of 10,000 yuan, to two decimals or none
  select *, iif(found % 1000000 = 0, 1000000, 10000) as unit
  from (
    select s.dataset, s.snapshot, s.source_row, 'stated_appropriation_amount' as field,
           'bgt04_fiscal' as other,
           s.stated_appropriation_amount_fen as found, o.approved_amount_fen as parts
    from bgt14_statement s
    join bgt04_fiscal o
      on o.dataset = s.dataset and o.snapshot = s.snapshot and o.fiscal_year = s.fiscal_year
      and o.side = 'expense' and o.item_name = '支出总计'
  )
  where found is not null
) d
join resource q
  on q.dataset = d.dataset and q.snapshot = d.snapshot and q.table_name = d.other
where abs(d.found - ifnull(d.parts, 0)) > d.unit / 2 + q.rounding_fen / 2
