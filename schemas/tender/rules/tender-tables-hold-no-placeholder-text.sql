-- title: 招标投标信息没有残留的占位文字
-- title_en: No placeholder text is left in what is said of a tender
-- severity: error
-- tables: [tender, registration, procedure_step, pricing_principle, evaluation_method, tender_amendment, candidate, tender_award, violation_notice, rule_document]
-- basis: 政府信息公开的通行做法
-- basis_en: Common practice in publishing government information
-- article: —
-- article_en: —
-- since: null
-- why: "“XX”“××”“某某”是公告范本里留给填写人的空，公开时还在，说明没有填完；只有省略号的列为提示。"
-- why_en: XX, ×× and 某某 are blanks that the pattern of a notice leaves to be filled in; where they are still there it is unfinished. Dots alone are a warning.
-- excludes: 网址和编号；型号、代号里的字母；开标前不公开的投标人名称
-- excludes_en: Addresses and numbers; letters that belong to a type or a code; the names of bidders, which are closed until the opening
-- message: 有没填的占位文字：{value}
-- message_en: "A placeholder was left in: {value}"
-- mend: 填上实际内容再公布。
-- mend_en: Fill in what is meant before it is published.
select dataset, snapshot, table_name, source_row, field, value,
       null as expected, null as difference,
       iif(placeholder(replace(value, '…', '')) is null, 'warning', 'error') as severity
from (
  select dataset, snapshot, 'tender' as table_name, source_row,
         'lot_name' as field, lot_name as value
  from tender
  where '{table}' = 'tender'
  union all
  select dataset, snapshot, 'tender', source_row, 'project_name', project_name
  from tender
  where '{table}' = 'tender'
  union all
  select dataset, snapshot, 'tender', source_row, 'buyer_name', buyer_name
  from tender
  where '{table}' = 'tender'
  union all
  select dataset, snapshot, 'tender', source_row, 'agent_name', agent_name
  from tender
  where '{table}' = 'tender'
  union all
  select dataset, snapshot, 'registration', source_row, 'lot_name', lot_name
  from registration
  where '{table}' = 'registration'
  union all
  select dataset, snapshot, 'registration', source_row, 'place_text', place_text
  from registration
  where '{table}' = 'registration'
  union all
  select dataset, snapshot, 'registration', source_row, 'condition_text', condition_text
  from registration
  where '{table}' = 'registration'
  union all
  select dataset, snapshot, 'procedure_step', source_row, 'lot_name', lot_name
  from procedure_step
  where '{table}' = 'procedure_step'
  union all
  select dataset, snapshot, 'procedure_step', source_row, 'step_name', step_name
  from procedure_step
  where '{table}' = 'procedure_step'
  union all
  select dataset, snapshot, 'procedure_step', source_row, 'place_text', place_text
  from procedure_step
  where '{table}' = 'procedure_step'
  union all
  select dataset, snapshot, 'procedure_step', source_row, 'outcome_text', outcome_text
  from procedure_step
  where '{table}' = 'procedure_step'
  union all
  select dataset, snapshot, 'pricing_principle', source_row, 'lot_name', lot_name
  from pricing_principle
  where '{table}' = 'pricing_principle'
  union all
  select dataset, snapshot, 'pricing_principle', source_row, 'principle_text', principle_text
  from pricing_principle
  where '{table}' = 'pricing_principle'
  union all
  select dataset, snapshot, 'evaluation_method', source_row, 'lot_name', lot_name
  from evaluation_method
  where '{table}' = 'evaluation_method'
  union all
  select dataset, snapshot, 'evaluation_method', source_row, 'evaluation_method_name', evaluation_method_name
  from evaluation_method
  where '{table}' = 'evaluation_method'
  union all
  select dataset, snapshot, 'evaluation_method', source_row, 'factor_name', factor_name
  from evaluation_method
  where '{table}' = 'evaluation_method'
  union all
  select dataset, snapshot, 'evaluation_method', source_row, 'criterion_text', criterion_text
  from evaluation_method
  where '{table}' = 'evaluation_method'
  union all
  select dataset, snapshot, 'tender_amendment', source_row, 'lot_name', lot_name
  from tender_amendment
  where '{table}' = 'tender_amendment'
  union all
  select dataset, snapshot, 'tender_amendment', source_row, 'content_text', content_text
  from tender_amendment
  where '{table}' = 'tender_amendment'
  union all
  select dataset, snapshot, 'candidate', source_row, 'lot_name', lot_name
  from candidate
  where '{table}' = 'candidate'
  union all
  select dataset, snapshot, 'candidate', source_row, 'bidder_name', bidder_name
  from candidate
  where '{table}' = 'candidate'
  union all
  select dataset, snapshot, 'candidate', source_row, 'bid_price_text', bid_price_text
  from candidate
  where '{table}' = 'candidate'
  union all
  select dataset, snapshot, 'tender_award', source_row, 'lot_name', lot_name
  from tender_award
  where '{table}' = 'tender_award'
  union all
  select dataset, snapshot, 'tender_award', source_row, 'buyer_name', buyer_name
  from tender_award
  where '{table}' = 'tender_award'
  union all
  select dataset, snapshot, 'tender_award', source_row, 'agent_name', agent_name
  from tender_award
  where '{table}' = 'tender_award'
  union all
  select dataset, snapshot, 'tender_award', source_row, 'supplier_name', supplier_name
  from tender_award
  where '{table}' = 'tender_award'
  union all
  select dataset, snapshot, 'tender_award', source_row, 'award_promise_text', award_promise_text
  from tender_award
  where '{table}' = 'tender_award'
  union all
  select dataset, snapshot, 'violation_notice', source_row, 'project_name', project_name
  from violation_notice
  where '{table}' = 'violation_notice'
  union all
  select dataset, snapshot, 'violation_notice', source_row, 'party_name', party_name
  from violation_notice
  where '{table}' = 'violation_notice'
  union all
  select dataset, snapshot, 'violation_notice', source_row, 'violation_text', violation_text
  from violation_notice
  where '{table}' = 'violation_notice'
  union all
  select dataset, snapshot, 'violation_notice', source_row, 'outcome_text', outcome_text
  from violation_notice
  where '{table}' = 'violation_notice'
  union all
  select dataset, snapshot, 'violation_notice', source_row, 'issuer_name', issuer_name
  from violation_notice
  where '{table}' = 'violation_notice'
  union all
  select dataset, snapshot, 'rule_document', source_row, 'document_name', document_name
  from rule_document
  where '{table}' = 'rule_document'
  union all
  select dataset, snapshot, 'rule_document', source_row, 'issuer_name', issuer_name
  from rule_document
  where '{table}' = 'rule_document'
  union all
  select dataset, snapshot, 'rule_document', source_row, 'topic_text', topic_text
  from rule_document
  where '{table}' = 'rule_document'
)
where value glob '*[xXＸ×某…]*'  -- hardly any text has one of these letters
  and placeholder(value) is not null
