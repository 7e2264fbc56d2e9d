-- title: 完成年初预算的百分比由两个金额算得出来
-- title_en: The rate of execution follows from its amounts
-- severity: error
-- tables: [fin11_statement]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 执行率等于决算数除以年初预算数；年初预算为零或者没有的，应当留空，写0%或者100%都会误导。
-- why_en: The rate of execution is the outcome over what was approved at the start of the year; where that is nought or missing it stays empty, because 0 % and 100 % would both mislead.
-- excludes: 没有写百分比的；两位小数之内四舍五入的差异
-- excludes_en: Where no per cent is stated; rounding to two decimals
-- message: 写的是 {value}%，按金额应为 {expected}%
-- message_en: "{value} % is stated; the amounts give {expected} %"
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, 'execution_percent' as field,
       d.execution_percent as value, round(d.percent, 2) as expected, null as difference,
       iif(abs(d.execution_percent - d.percent) <= 0.01 + d.doubt, 'info', 'error') as severity
from (
  select *, 100.0 * stated_general_public_amount_fen
              / nullif(approved_general_public_amount_fen, 0) as percent,
         -- what the rounding of the two amounts to 100 yuan may add
         1000000.0 / nullif(approved_general_public_amount_fen, 0) as doubt
  from {table}
  where execution_percent is not null
) d
where (abs(d.execution_percent - d.percent) <= 0.005 + d.doubt + 1e-9) is not true
