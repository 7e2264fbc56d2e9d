-- title: 预留份额不超过采购预算
-- title_en: What is reserved stays within procurement
-- severity: warning
-- tables: [bgt11_procurement]
-- basis: 部门预算公开表样（上海市普陀区，2026年）
-- basis_en: Official form for publishing department budgets (Putuo District, Shanghai, 2026)
-- article: —
-- article_en: —
-- since: null
-- why: 留给中小企业的只能是采购预算的一部分，留给小型和微型企业的又只能是其中的一部分。
-- why_en: What is kept for small and medium firms is part of procurement, and what is kept for small and micro firms is part of that.
-- excludes: 没有写预留份额的；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Tables that state nothing reserved; differences from rounding are notes
-- message: 预留 {value} 元，超过了它所属的 {expected} 元
-- message_en: "{value} yuan is reserved out of {expected} yuan"
select dataset, snapshot, '{table}' as table_name, source_row, field,
       printf('%.2f', found / 100.0) as value, printf('%.2f', whole / 100.0) as expected,
       found - whole as difference,
       iif(found - whole <= rounding_fen, 'info', 'warning') as severity
from (
  select t.dataset, t.snapshot, t.source_row, 'approved_reserved_sme_amount' as field,
         r.rounding_fen, t.approved_reserved_sme_amount_fen as found,
         coalesce(t.approved_procurement_amount_fen, 0) as whole
  from {table} t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
  union all
  select t.dataset, t.snapshot, t.source_row, 'approved_reserved_micro_amount',
         r.rounding_fen, t.approved_reserved_micro_amount_fen,
         coalesce(t.approved_reserved_sme_amount_fen, 0)
  from {table} t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
)
where found > whole
