-- title: 政府预决算写明空表的表没有数字
-- title_en: A table of the government declared empty has no figures
-- severity: warning
-- tables: [gov_public_revenue, gov_fund_revenue, gov_capital_revenue, gov_insurance_revenue, gov_public_expense, gov_fund_expense, gov_capital_expense, gov_insurance_expense, gov_public_own_expense, gov_fund_own_expense, gov_capital_own_expense, gov_public_basic, gov_public_transfer, gov_fund_transfer, gov_capital_transfer, gov_public_debt, gov_fund_debt]
-- basis: 地方预决算公开操作规程（财预〔2016〕143号）
-- basis_en: Working rules for publishing local budgets and accounts (Caiyu 2016 No. 143)
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
  select null as approved_amount_fen, null as adjusted_amount_fen, null as executed_amount_fen,
         null as executed_closing_debt_amount_fen
)
where r.table_name = '{table}'
  and (r.note like '%本表为空%' or r.note like '%本表无数据%')
  and exists (
    select 1 from {table}
    where dataset = r.dataset and snapshot = r.snapshot
      and coalesce(executed_amount_fen, adjusted_amount_fen, approved_amount_fen,
                   executed_closing_debt_amount_fen, 0) <> 0)
