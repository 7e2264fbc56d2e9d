-- title: 政府预决算各表齐全，空表写明为空
-- title_en: All tables of the government are there, and empty ones say so
-- severity: warning
-- tables: [gov_public_revenue, gov_public_expense, gov_public_own_expense, gov_public_basic, gov_public_transfer, gov_public_debt, gov_fund_revenue, gov_fund_expense, gov_fund_own_expense, gov_fund_transfer, gov_fund_debt, gov_capital_revenue, gov_capital_expense, gov_capital_own_expense, gov_capital_transfer, gov_insurance_revenue, gov_insurance_expense]
-- basis: 地方预决算公开操作规程（财预〔2016〕143号）
-- basis_en: Working rules for publishing local budgets and accounts (Caiyu 2016 No. 143)
-- article: —
-- article_en: —
-- since: null
-- why: 没有数据也要公开空表并说明，公众才分得清是没有这类收支，还是没有公开。
-- why_en: An empty table with a statement lets the public tell “there is none” from “it is not disclosed”.
-- excludes: 表目按通行的公开范本，地方另有规定的从其规定
-- excludes_en: The list of tables follows common practice; local rules may ask for others
-- message: 这张表没有公开，或者没有数据又没有写明“本表无数据”
-- message_en: The table is missing, or it is empty without a statement that there is none
select q.dataset, q.snapshot, q.table_name, null as source_row, null as field,
       null as value, null as expected, null as difference
from (
  -- every table the family requires of every snapshot, with its note if it is there
  select d.dataset, d.snapshot, d.first_table, w.table_name, r.table_name as found, r.note
  from (
    select r.dataset, r.snapshot, min(r.table_name) as first_table
    from resource r
    join required_table w on w.family = 'government-budget' and w.table_name = r.table_name
    group by r.dataset, r.snapshot
  ) d
  join required_table w on w.family = 'government-budget'
  left join resource r
    on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = w.table_name
) q, (select '' as line_level)  -- stands in where a table has no levels
where (q.found is null and q.first_table = '{table}')  -- a missing table is told once
   or (q.found = '{table}' and q.note is null
       and not exists (
         select 1 from {table}
         where dataset = q.dataset and snapshot = q.snapshot and line_level is not 'total'))
