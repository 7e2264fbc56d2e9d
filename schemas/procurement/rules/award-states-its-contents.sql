-- title: 结果公告写明法定内容
-- title_en: An award states the contents the regulation asks for
-- severity: warning
-- tables: [award]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第四十三条
-- article_en: art. 43
-- since: 2015-03-01
-- why: 买了什么、什么型号、多少、单价多少、谁评的，少了哪一项，价格贵不贵都无从比较。
-- why_en: "What was bought, which model, how many, at what unit price and who judged: without one of these no price can be compared."
-- excludes: 没有成交的项目；整张表都没有写的一项只在第一行报一次；采购人和代理机构的地址、联系方式，这里没有收录
-- excludes_en: Procedures without a winner. What no row of the table states is reported once, at its first row. Left out are addresses and telephone numbers of buyer and agent, which are not kept here
-- message: 结果公告没有写明这一项
-- message_en: The award leaves this content out
-- mend: 对照结果公告原文补上；公告本身没有写的，应当更正公告。
-- mend_en: Add it from the award notice; where the notice itself leaves it out, the notice should be amended.
with stated as (
  select t.dataset, t.snapshot, t.source_row, content.field,
         case content.field
           when 'project_id' then t.project_id
           when 'buyer_name' then t.buyer_name
           when 'supplier_name' then t.supplier_name
           when 'supplier_address' then t.supplier_address
           when 'award_price_text' then t.award_price_text
           when 'item_name' then t.item_name
           when 'item_specification' then t.item_specification
           when 'item_quantity_text' then t.item_quantity_text
           when 'unit_price_text' then t.unit_price_text
           else t.expert_names
         end as text
  from {table} t
  cross join (
    select 'project_id' as field union all select 'buyer_name' union all select 'supplier_name'
    union all select 'supplier_address' union all select 'award_price_text'
    union all select 'item_name' union all select 'item_specification'
    union all select 'item_quantity_text' union all select 'unit_price_text'
    union all select 'expert_names'
  ) content
  where t.failure_reason is null
), counted as (
  select *, count(text) over whole as filled, min(source_row) over whole as first_row
  from stated
  window whole as (partition by dataset, snapshot, field)
)
select dataset, snapshot, '{table}' as table_name, source_row, field,
       null as value, null as expected, null as difference
from counted
where text is null and (filled > 0 or source_row = first_row)
