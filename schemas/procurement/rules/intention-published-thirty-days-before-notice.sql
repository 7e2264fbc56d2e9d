-- title: 采购意向在采购开始三十日前公开
-- title_en: Intentions are published thirty days before the procurement
-- severity: warning
-- tables: [notice]
-- published: [intention]
-- parameters: [intention-lead-period]
-- cannot_check: [counterpart-missing]
-- basis: 财政部关于开展政府采购意向公开工作的通知（财库〔2020〕10号）
-- basis_en: Ministry of Finance Notice on Publishing Procurement Intentions (Caiku [2020] No. 10)
-- article: 采购意向公开的时间
-- article_en: timing of intentions
-- since: 2020-07-01
-- why: 意向公开得早，供应商才来得及准备，才不只是事先知道的人来投标。
-- why_en: Early intentions give every supplier time to prepare, not only those who knew beforehand.
-- excludes: 写明不公开意向理由的公告；同一项目有几次意向的，按最早的一次
-- excludes_en: Notices that say why no intention was published; of several intentions for a project the first counts
-- message: 意向公开后第 {value} 日就发公告，应不少于 {expected} 日
-- message_en: The notice came {value} days after the intention, not {expected}
-- mend: 先核对日期。日期没有写错的，数据不用改：没有按期做到的，照实公布。
-- mend_en: "Check the dates first. If they are right leave the data alone: what was not done in time is published as it was."
with notices as materialized (
  select *, plain_name(buyer_name) as buyer, plain_name(project_name) as project from notice
), intentions as materialized (
  select *, plain_name(buyer_name) as buyer, plain_name(project_name) as project from intention
), pair as (
  select n.dataset, n.snapshot, n.source_row, i.publish_date
  from notices n
  join intentions i on i.dataset = n.dataset and i.intention_id = n.intention_id
  union all
  select n.dataset, n.snapshot, n.source_row, i.publish_date
  from notices n
  join intentions i on i.buyer = n.buyer and i.project = n.project
  where i.dataset <> n.dataset or i.intention_id is null or n.intention_id is null
)
select n.dataset, n.snapshot, 'notice' as table_name, n.source_row, 'publish_date' as field,
       cast(days(min(i.publish_date), n.publish_date) as text) as value,
       cast(p.value as text) as expected, null as difference,
       case when min(i.publish_date) is null then 'counterpart-missing' end as cannot_check
from notice n
join parameter p
  on p.name = 'intention-lead-period'
  and n.publish_date between p.valid_from and coalesce(p.valid_to, '9999-12-31')
left join pair i on (i.dataset, i.snapshot, i.source_row) = (n.dataset, n.snapshot, n.source_row)
where n.intention_exemption_text is null
group by n.dataset, n.snapshot, n.source_row
having (days(min(i.publish_date), n.publish_date) >= p.value) is not true
