-- title: 编报绩效目标的资金不多于项目支出
-- title_en: Money with targets stays within project spending
-- severity: warning
-- tables: [bgt14_statement, bgt03_expense]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 绩效目标是为项目编报的，涉及的资金不会比项目支出还多。
-- why_en: Targets are set for projects, so the money they cover cannot exceed project spending.
-- excludes: 没有写资金的
-- excludes_en: Where the money is not stated
-- message: 编报绩效目标的资金 {value} 元，多于项目支出 {expected} 元
-- message_en: "{value} yuan have targets, more than the {expected} yuan of project spending"
select t.dataset, t.snapshot, 'bgt14_statement' as table_name, t.source_row,
       'approved_performance_amount' as field,
       t.approved_performance_amount as value,
       printf('%.2f', ifnull(e.approved_project_amount_fen, 0) / 100.0) as expected,
       t.approved_performance_amount_fen - ifnull(e.approved_project_amount_fen, 0) as difference,
       iif(t.approved_performance_amount_fen - ifnull(e.approved_project_amount_fen, 0)
             <= max(r.rounding_fen, q.rounding_fen), 'info', 'warning') as severity
from bgt14_statement t
join bgt03_expense e
  on e.dataset = t.dataset and e.snapshot = t.snapshot and e.fiscal_year = t.fiscal_year
  and e.function_code = '合计'
join resource r
  on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = 'bgt14_statement'
join resource q
  on q.dataset = t.dataset and q.snapshot = t.snapshot and q.table_name = 'bgt03_expense'
where t.approved_performance_amount_fen > ifnull(e.approved_project_amount_fen, 0)
