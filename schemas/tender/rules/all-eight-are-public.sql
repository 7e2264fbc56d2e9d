-- title: 招标项目八项公开齐全
-- title_en: All eight disclosures of a tender are there
-- severity: warning
-- tables: [tender]
-- cannot_check: [content-missing]
-- basis: 建设工程招标投标“八公开”
-- basis_en: The eight disclosures of construction tenders
-- article: —
-- article_en: —
-- since: null
-- why: 项目信息、投标报名、招标程序、评标定价原则、评标办法、中标结果、违章通报、办事制度八项都公开，一个项目才看得完整。
-- why_en: Only with project, registration, procedure, pricing principle, evaluation method, result, violations and rules all public can a tender be seen whole.
-- excludes: 依法不必招标的项目；表为空但注明没有的，算已公开；凭标段编号对应
-- excludes_en: Projects that need no tender by law. An empty table that says there is none counts as public. Lots are matched by number
-- message: 八项公开了 {value} 项，缺：{expected}
-- message_en: "{value} of the eight are public"
with declared as (
  select dataset, snapshot, table_name
  from resource
  where row_count = 0 and note is not null
), facet as (
  select t.dataset, t.snapshot, t.source_row, t.must_tender, '投标报名' as facet,
         exists (select 1 from registration o
                 where (o.dataset, o.snapshot, o.lot_id) = (t.dataset, t.snapshot, t.lot_id))
         or 'registration' in (select table_name from declared d
                 where d.dataset = t.dataset and d.snapshot = t.snapshot) as is_public
  from {table} t
  union all select t.dataset, t.snapshot, t.source_row, t.must_tender, '招标程序',
         exists (select 1 from procedure_step o
                 where (o.dataset, o.snapshot, o.lot_id) = (t.dataset, t.snapshot, t.lot_id))
         or 'procedure_step' in (select table_name from declared d
                 where d.dataset = t.dataset and d.snapshot = t.snapshot)
  from {table} t
  union all select t.dataset, t.snapshot, t.source_row, t.must_tender, '评标定价原则',
         exists (select 1 from pricing_principle o
                 where (o.dataset, o.snapshot, o.lot_id) = (t.dataset, t.snapshot, t.lot_id))
         or 'pricing_principle' in (select table_name from declared d
                 where d.dataset = t.dataset and d.snapshot = t.snapshot)
  from {table} t
  union all select t.dataset, t.snapshot, t.source_row, t.must_tender, '评标办法',
         exists (select 1 from evaluation_method o
                 where (o.dataset, o.snapshot, o.lot_id) = (t.dataset, t.snapshot, t.lot_id))
         or 'evaluation_method' in (select table_name from declared d
                 where d.dataset = t.dataset and d.snapshot = t.snapshot)
  from {table} t
  union all select t.dataset, t.snapshot, t.source_row, t.must_tender, '中标结果',
         exists (select 1 from tender_award o
                 where (o.dataset, o.snapshot, o.lot_id) = (t.dataset, t.snapshot, t.lot_id))
         or exists (select 1 from candidate o
                 where (o.dataset, o.snapshot, o.lot_id) = (t.dataset, t.snapshot, t.lot_id))
         or 'tender_award' in (select table_name from declared d
                 where d.dataset = t.dataset and d.snapshot = t.snapshot)
  from {table} t
  union all select t.dataset, t.snapshot, t.source_row, t.must_tender, '违章项目通报',
         exists (select 1 from violation_notice o
                 where (o.dataset, o.snapshot, o.lot_id) = (t.dataset, t.snapshot, t.lot_id))
         or 'violation_notice' in (select table_name from declared d
                 where d.dataset = t.dataset and d.snapshot = t.snapshot)
  from {table} t
  union all select t.dataset, t.snapshot, t.source_row, t.must_tender, '办事制度',
         exists (select 1 from rule_document o
                 where o.dataset = t.dataset and o.snapshot = t.snapshot)
         or 'rule_document' in (select table_name from declared d
                 where d.dataset = t.dataset and d.snapshot = t.snapshot)
  from {table} t
)
select dataset, snapshot, '{table}' as table_name, source_row, 'lot_id' as field,
       cast(1 + sum(is_public) as text) as value,
       group_concat(case when is_public then null else facet end, '、') as expected,
       null as difference,
       case when must_tender is null then 'content-missing' end as cannot_check
from facet
where must_tender is not 0
group by dataset, snapshot, source_row, must_tender
having sum(is_public) < count(*)
