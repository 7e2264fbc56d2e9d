-- title: 采购公告没有残留的占位文字
-- title_en: No placeholder text is left in what is said of a purchase
-- severity: error
-- tables: [intention, notice, amendment, single_source, award, contract, challenge, decision]
-- basis: 政府信息公开的通行做法
-- basis_en: Common practice in publishing government information
-- article: —
-- article_en: —
-- since: null
-- why: "“XX”“××”“某某”是公告范本里留给填写人的空，公开时还在，说明没有填完；只有省略号的列为提示。"
-- why_en: XX, ×× and 某某 are blanks that the pattern of a notice leaves to be filled in; where they are still there it is unfinished. Dots alone are a warning.
-- excludes: 网址和编号；型号、代号里的字母
-- excludes_en: Addresses and numbers; letters that belong to a type or a code
-- message: 有没填的占位文字：{value}
-- message_en: "A placeholder was left in: {value}"
-- mend: 填上实际内容再公布。
-- mend_en: Fill in what is meant before it is published.
select dataset, snapshot, table_name, source_row, field, value,
       null as expected, null as difference,
       iif(placeholder(replace(value, '…', '')) is null, 'warning', 'error') as severity
from (
  select dataset, snapshot, 'intention' as table_name, source_row,
         'buyer_name' as field, buyer_name as value
  from intention
  where '{table}' = 'intention'
  union all
  select dataset, snapshot, 'intention', source_row, 'project_name', project_name
  from intention
  where '{table}' = 'intention'
  union all
  select dataset, snapshot, 'intention', source_row, 'need_summary', need_summary
  from intention
  where '{table}' = 'intention'
  union all
  select dataset, snapshot, 'intention', source_row, 'remark', remark
  from intention
  where '{table}' = 'intention'
  union all
  select dataset, snapshot, 'notice', source_row, 'project_name', project_name
  from notice
  where '{table}' = 'notice'
  union all
  select dataset, snapshot, 'notice', source_row, 'buyer_name', buyer_name
  from notice
  where '{table}' = 'notice'
  union all
  select dataset, snapshot, 'notice', source_row, 'agent_name', agent_name
  from notice
  where '{table}' = 'notice'
  union all
  select dataset, snapshot, 'notice', source_row, 'intention_exemption_text', intention_exemption_text
  from notice
  where '{table}' = 'notice'
  union all
  select dataset, snapshot, 'notice', source_row, 'media_name', media_name
  from notice
  where '{table}' = 'notice'
  union all
  select dataset, snapshot, 'amendment', source_row, 'content_text', content_text
  from amendment
  where '{table}' = 'amendment'
  union all
  select dataset, snapshot, 'single_source', source_row, 'buyer_name', buyer_name
  from single_source
  where '{table}' = 'single_source'
  union all
  select dataset, snapshot, 'single_source', source_row, 'project_name', project_name
  from single_source
  where '{table}' = 'single_source'
  union all
  select dataset, snapshot, 'single_source', source_row, 'reason_text', reason_text
  from single_source
  where '{table}' = 'single_source'
  union all
  select dataset, snapshot, 'single_source', source_row, 'supplier_name', supplier_name
  from single_source
  where '{table}' = 'single_source'
  union all
  select dataset, snapshot, 'award', source_row, 'project_name', project_name
  from award
  where '{table}' = 'award'
  union all
  select dataset, snapshot, 'award', source_row, 'buyer_name', buyer_name
  from award
  where '{table}' = 'award'
  union all
  select dataset, snapshot, 'award', source_row, 'agent_name', agent_name
  from award
  where '{table}' = 'award'
  union all
  select dataset, snapshot, 'award', source_row, 'supplier_name', supplier_name
  from award
  where '{table}' = 'award'
  union all
  select dataset, snapshot, 'award', source_row, 'supplier_address', supplier_address
  from award
  where '{table}' = 'award'
  union all
  select dataset, snapshot, 'award', source_row, 'award_price_text', award_price_text
  from award
  where '{table}' = 'award'
  union all
  select dataset, snapshot, 'award', source_row, 'item_name', item_name
  from award
  where '{table}' = 'award'
  union all
  select dataset, snapshot, 'award', source_row, 'item_specification', item_specification
  from award
  where '{table}' = 'award'
  union all
  select dataset, snapshot, 'award', source_row, 'item_quantity_text', item_quantity_text
  from award
  where '{table}' = 'award'
  union all
  select dataset, snapshot, 'award', source_row, 'unit_price_text', unit_price_text
  from award
  where '{table}' = 'award'
  union all
  select dataset, snapshot, 'award', source_row, 'expert_names', expert_names
  from award
  where '{table}' = 'award'
  union all
  select dataset, snapshot, 'award', source_row, 'failure_reason', failure_reason
  from award
  where '{table}' = 'award'
  union all
  select dataset, snapshot, 'contract', source_row, 'project_name', project_name
  from contract
  where '{table}' = 'contract'
  union all
  select dataset, snapshot, 'contract', source_row, 'buyer_name', buyer_name
  from contract
  where '{table}' = 'contract'
  union all
  select dataset, snapshot, 'contract', source_row, 'supplier_name', supplier_name
  from contract
  where '{table}' = 'contract'
  union all
  select dataset, snapshot, 'contract', source_row, 'performance_text', performance_text
  from contract
  where '{table}' = 'contract'
  union all
  select dataset, snapshot, 'challenge', source_row, 'project_name', project_name
  from challenge
  where '{table}' = 'challenge'
  union all
  select dataset, snapshot, 'challenge', source_row, 'supplier_name', supplier_name
  from challenge
  where '{table}' = 'challenge'
  union all
  select dataset, snapshot, 'challenge', source_row, 'answer_text', answer_text
  from challenge
  where '{table}' = 'challenge'
  union all
  select dataset, snapshot, 'decision', source_row, 'project_name', project_name
  from decision
  where '{table}' = 'decision'
  union all
  select dataset, snapshot, 'decision', source_row, 'supplier_name', supplier_name
  from decision
  where '{table}' = 'decision'
  union all
  select dataset, snapshot, 'decision', source_row, 'result_text', result_text
  from decision
  where '{table}' = 'decision'
)
where value glob '*[xXＸ×某…]*'  -- hardly any text has one of these letters
  and placeholder(value) is not null
