-- title: 九张表齐全，空表写明为空
-- title_en: All nine tables are there, and empty ones say so
-- severity: error
-- tables: [bgt01_summary, bgt02_income, bgt03_expense, bgt04_fiscal, bgt05_general_func, bgt06_fund_func, bgt07_capital_func, bgt08_basic_econ, bgt09_sangong]
-- basis: 地方预决算公开操作规程（财预〔2016〕143号）
-- basis_en: Working rules for publishing local budgets and accounts (Caiyu 2016 No. 143)
-- article: —
-- article_en: —
-- since: null
-- why: 没有数据也要公开空表并说明，公众才分得清是没有这类收支，还是没有公开。
-- why_en: An empty table with a statement lets the public tell “there is none” from “it is not disclosed”.
-- excludes: 财政拨款总表表明没有这类支出的空表，缺说明列为提示
-- excludes_en: Where the appropriation summary shows that there is none, a missing statement is a warning
-- message: 这张表没有公开，或者没有数据又没有写明“本表为空表”
-- message_en: The table is missing, or it is empty without a statement that there is none
select q.dataset, q.snapshot, q.table_name, null as source_row, null as field,
       null as value, null as expected, null as difference,
       -- the appropriation summary shows that there is none: only the statement is missing
       iif(q.found in ('bgt06_fund_func', 'bgt07_capital_func')
           and exists (
             select 1 from bgt04_fiscal f where f.dataset = q.dataset and f.snapshot = q.snapshot)
           and not exists (
             select 1 from bgt04_fiscal f
             where f.dataset = q.dataset and f.snapshot = q.snapshot
               and iif(q.found = 'bgt06_fund_func', f.approved_government_fund_amount_fen,
                       f.approved_state_capital_amount_fen) <> 0),
           'warning', 'error') as severity
from (
  -- every table the family requires of every snapshot, with its note if it is there
  select d.dataset, d.snapshot, d.first_table, w.table_name, r.table_name as found, r.note
  from (
    select r.dataset, r.snapshot, min(r.table_name) as first_table
    from resource r
    join required_table w on w.family = 'department-budget' and w.table_name = r.table_name
    group by r.dataset, r.snapshot
  ) d
  join required_table w on w.family = 'department-budget'
  left join resource r
    on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = w.table_name
) q, (select '' as line_level)  -- stands in where a table has no levels
where (q.found is null and q.first_table = '{table}')  -- a missing table is told once
   or (q.found = '{table}' and q.note is null
       and not exists (
         select 1 from {table}
         where dataset = q.dataset and snapshot = q.snapshot and line_level is not 'total'))
