-- title: 采购意向写明四项内容
-- title_en: An intention states its four contents
-- severity: error
-- tables: [intention]
-- basis: 财政部关于开展政府采购意向公开工作的通知（财库〔2020〕10号）
-- basis_en: Ministry of Finance Notice on Publishing Procurement Intentions (Caiku [2020] No. 10)
-- article: 采购意向公开的内容
-- article_en: contents of an intention
-- since: 2020-07-01
-- why: 意向要让供应商知道买什么、要求怎样、多少钱、什么时候，少一项就没法准备。
-- why_en: Suppliers must learn what is wanted, to what requirement, for how much and when; without one of the four nobody can prepare.
-- message: 采购意向没有写明这一项
-- message_en: The intention leaves this content out
-- mend: 对照意向原文补上；原文没有写的，应当补充公开。
-- mend_en: Add it from the published intention; where that leaves it out, it should be published.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, content.field as field,
       null as value, null as expected, null as difference
from {table} t
cross join (
  select 'project_name' as field union all select 'need_summary'
  union all select 'budget_amount' union all select 'expected_month'
) content
where case content.field
        when 'project_name' then t.project_name
        when 'need_summary' then t.need_summary
        when 'budget_amount' then t.budget_amount
        else t.expected_month
      end is null
