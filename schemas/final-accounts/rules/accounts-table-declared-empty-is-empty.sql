-- title: 决算写明空表的表没有数字
-- title_en: A table of the accounts declared empty has no figures
-- severity: warning
-- tables: [fin01_summary, fin02_income, fin03_expense, fin04_fiscal, fin05_general_func, fin06_basic_econ, fin07_sangong, fin08_fund, fin09_capital]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 表下注明“本表无数据”，表里却有数字，其中必有一处是错的。
-- why_en: When the note says the table is empty and figures stand above it, one of the two is wrong.
-- message: 表里有数字，表注却写着：{value}
-- message_en: "The table has figures, but its note says it is empty: {value}"
select r.dataset, r.snapshot, r.table_name, null as source_row, null as field,
       r.note as value, null as expected, null as difference
from resource r, (  -- stand in for the amounts a table does not have
  select null as executed_amount_fen, null as executed_income_amount_fen,
         null as executed_sangong_amount_fen
)
where r.table_name = '{table}'
  and (r.note like '%本表为空%' or r.note like '%本表无数据%')
  and exists (
    select 1 from {table}
    where dataset = r.dataset and snapshot = r.snapshot
      and coalesce(executed_amount_fen, executed_income_amount_fen,
                 executed_sangong_amount_fen, 0) <> 0)
