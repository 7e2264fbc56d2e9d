-- title: 公开编报绩效目标的项目数和资金
-- title_en: Projects with targets and their money are stated
-- severity: warning
-- tables: [bgt14_statement]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 花钱要问效：多少项目、多少钱有绩效目标，应当写明。
-- why_en: "Money should achieve something: how many projects, and how much of the money, have targets should be said."
-- message: 没有写明：{expected}
-- message_en: "Not stated: {expected} (项目数 number of projects, 资金 money)"
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, m.field,
       null as value, m.said as expected, null as difference
from {table} t
cross join (
  select 'performance_project_count' as field, '项目数' as said
  union all select 'approved_performance_amount', '资金'
) m
where iif(m.field = 'performance_project_count', t.performance_project_count,
          t.approved_performance_amount_fen) is null
