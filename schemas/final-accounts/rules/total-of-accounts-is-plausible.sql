-- title: 决算总额的数量级合理
-- title_en: The total of the accounts is of a plausible size
-- severity: warning
-- tables: [fin03_expense]
-- parameters: [smallest-plausible-total, largest-plausible-total]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 一个部门全年只花几千元，或者花上万亿元，多半是把元和万元弄混了。
-- why_en: A department that spends a few thousand yuan a year, or a trillion, has probably mixed up yuan and units of 10,000.
-- excludes: 没有支出的部门
-- excludes_en: Departments without spending
-- message: 支出合计 {value} 元，在 {expected} 元的合理界限之外，请核对单位
-- message_en: Spending of {value} yuan lies beyond the plausible limit of {expected} yuan; check the unit
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'executed_amount' as field,
       t.executed_amount as value,
       printf('%.2f', iif(t.executed_amount_fen < least.value * 100, least.value, most.value))
         as expected, null as difference
from {table} t
join parameter least
  on least.name = 'smallest-plausible-total'
  and t.fiscal_year || '-12-31'
      between least.valid_from and coalesce(least.valid_to, '9999-12-31')
join parameter most
  on most.name = 'largest-plausible-total'
  and t.fiscal_year || '-12-31'
      between most.valid_from and coalesce(most.valid_to, '9999-12-31')
where t.function_code = '合计' and t.executed_amount_fen <> 0
  and (t.executed_amount_fen < least.value * 100 or t.executed_amount_fen > most.value * 100)
