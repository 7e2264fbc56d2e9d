-- title: 支出功能分类公开到项级
-- title_en: Spending is disclosed down to item level
-- severity: error
-- tables: [bgt03_expense, bgt05_general_func, bgt06_fund_func, bgt07_capital_func]
-- basis: 中华人民共和国预算法实施条例
-- basis_en: Regulation on the Implementation of the Budget Law
-- article: 第六条
-- article_en: art. 6
-- since: 2020-10-01
-- why: 只公开到类、款，看不出钱具体用来做什么；法规要求按功能分类公开到项。
-- why_en: Classes and sections do not tell what the money is for; the law requires disclosure down to items.
-- excludes: 没有金额的行
-- excludes_en: Lines without an amount
-- message: 科目 {value} 有支出，却没有下级的“{expected}”
-- message_en: "Code {value} has spending but nothing below it (款 section, 项 item); missing: {expected}"
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'function_code' as field,
       t.function_code as value,
       case length(t.function_code) when 3 then '款' else '项' end as expected,
       null as difference
from {table} t
where length(t.function_code) in (3, 5) and t.function_code glob '[12]*'
  and coalesce(t.approved_amount_fen, 0) <> 0
  and not exists (
    -- the codes that begin so and are two digits longer
    select 1 from {table} c
    where c.dataset = t.dataset and c.snapshot = t.snapshot and c.fiscal_year = t.fiscal_year
      and c.function_code between t.function_code || '00' and t.function_code || '99'
      and length(c.function_code) = length(t.function_code) + 2)
