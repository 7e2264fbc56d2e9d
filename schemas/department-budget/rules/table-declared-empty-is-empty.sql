-- title: 写明空表的表没有数字
-- title_en: A table declared empty has no figures
-- severity: warning
-- tables: [bgt01_summary, bgt02_income, bgt03_expense, bgt04_fiscal, bgt05_general_func, bgt06_fund_func, bgt07_capital_func, bgt08_basic_econ, bgt09_sangong]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 表下注明“本表为空表”，表里却有数字，其中必有一处是错的。
-- why_en: When the note says the table is empty and figures stand above it, one of the two is wrong.
-- message: 表里有数字，表注却写着：{value}
-- message_en: "The table has figures, but its note says it is empty: {value}"
select r.dataset, r.snapshot, r.table_name, null as source_row, null as field,
       r.note as value, null as expected, null as difference
from resource r, (  -- stand in for the amounts a table does not have
  select null as approved_amount_fen, null as approved_income_amount_fen,
         null as approved_sangong_amount_fen
)
where r.table_name = '{table}'
  and (r.note like '%本表为空%' or r.note like '%本表无数据%')
  and exists (
    select 1 from {table}
    where dataset = r.dataset and snapshot = r.snapshot
      and coalesce(approved_amount_fen, approved_income_amount_fen,
                 approved_sangong_amount_fen, 0) <> 0)
