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
-- mend: 补上缺的各项；确实没有的，在那张表的原注里写明。
-- mend_en: Add what is missing; where there is none, say so in that table’s note.
with facet(number, table_name, title) as (
  values (2, 'registration', '投标报名'), (3, 'procedure_step', '招标程序'),
         (4, 'pricing_principle', '评标定价原则'), (5, 'evaluation_method', '评标办法'),
         (6, 'tender_award', '中标结果'), (7, 'violation_notice', '违章项目通报'),
         (8, 'rule_document', '办事制度')
), of_lot as materialized (
  select dataset, snapshot, lot_id, 2 as number from registration
  union select dataset, snapshot, lot_id, 3 from procedure_step
  union select dataset, snapshot, lot_id, 4 from pricing_principle
  union select dataset, snapshot, lot_id, 5 from evaluation_method
  union select dataset, snapshot, lot_id, 6 from candidate
  union select dataset, snapshot, lot_id, 6 from tender_award
  union select dataset, snapshot, lot_id, 7 from violation_notice
), of_all as materialized (
  select dataset, snapshot, 8 as number from rule_document
  union
  select r.dataset, r.snapshot, f.number
  from resource r
  join facet f on f.table_name = r.table_name
  where r.row_count = 0 and r.note is not null
), missing as (
  select t.dataset, t.snapshot, t.source_row, t.must_tender, f.title
  from {table} t
  cross join facet f
  left join of_lot o
    on o.dataset = t.dataset and o.snapshot = t.snapshot and o.lot_id = t.lot_id
    and o.number = f.number
  left join of_all a
    on a.dataset = t.dataset and a.snapshot = t.snapshot and a.number = f.number
  where t.must_tender is not 0 and o.number is null and a.number is null
  order by t.dataset, t.snapshot, t.source_row, f.number
)
select dataset, snapshot, '{table}' as table_name, source_row, 'lot_id' as field,
       cast(8 - count(*) as text) as value, group_concat(title, '、') as expected,
       null as difference,
       case when must_tender is null then 'content-missing' end as cannot_check
from missing
group by dataset, snapshot, source_row, must_tender
