-- title: 本级支出按功能分类公开到项级
-- title_en: The government’s own spending is disclosed down to item level
-- severity: error
-- tables: [gov_public_own_expense, gov_fund_own_expense, gov_capital_own_expense, gov_insurance_expense]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第四十六条
-- article_en: art. 46
-- since: 2015-01-01
-- why: 报人大批准的预算，本级支出按功能分类应当编列到项；公开的表不应比人大看到的粗。
-- why_en: The budget that goes to the people’s congress lists own spending down to items; what the public sees should be no coarser.
-- excludes: 没有金额的行
-- excludes_en: Lines without an amount
-- message: 科目 {value} 有支出，却没有下级的“{expected}”
-- message_en: Code {value} has spending but no code one level down below it
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'function_code' as field, t.function_code as value,
       iif(length(t.function_code) = 3, '款', '项') as expected, null as difference
from {table} t
where t.line_level <> 'total' and length(t.function_code) < 7
  and coalesce(t.executed_amount_fen, t.adjusted_amount_fen, t.approved_amount_fen, 0) <> 0
  and not exists (
    -- the codes that begin so and are two digits longer
    select 1 from {table} c
    where c.dataset = t.dataset and c.snapshot = t.snapshot and c.fiscal_year = t.fiscal_year
      and c.function_code between t.function_code || '00'
                       and t.function_code || '99'
      and length(c.function_code) = length(t.function_code) + 2)
