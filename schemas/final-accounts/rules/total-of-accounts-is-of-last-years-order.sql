-- title: 决算总额同上年相比没有差出几十倍
-- title_en: The total of the accounts is of last year’s order
-- severity: warning
-- tables: [fin03_expense]
-- published: [fin03_expense]
-- parameters: [largest-plausible-ratio]
-- cannot_check: [counterpart-missing]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 同一个部门，今年是去年的几十倍或者几十分之一，多半有一年的单位弄错了。
-- why_en: When a department spends dozens of times more or less than last year, one of the years probably has the wrong unit.
-- message: 支出合计 {value} 元，上年公开的是 {expected} 元，请核对单位
-- message_en: Spending is {value} yuan, {expected} yuan was published last year; check the unit
select t.dataset, t.snapshot, 'fin03_expense' as table_name, t.source_row,
       'executed_amount' as field,
       t.executed_amount as value, l.executed_amount as expected,
       t.executed_amount_fen - l.executed_amount_fen as difference,
       iif(l.executed_amount_fen is null, 'counterpart-missing', null) as cannot_check
from fin03_expense t
join parameter p
  on p.name = 'largest-plausible-ratio'
  and t.fiscal_year || '-12-31' between p.valid_from and coalesce(p.valid_to, '9999-12-31')
left join fin03_expense l
  on l.dataset = t.dataset and l.fiscal_year = t.fiscal_year - 1 and l.function_code = '合计'
where t.function_code = '合计'
  and (t.executed_amount_fen <= l.executed_amount_fen * p.value
       and l.executed_amount_fen <= t.executed_amount_fen * p.value) is not true
