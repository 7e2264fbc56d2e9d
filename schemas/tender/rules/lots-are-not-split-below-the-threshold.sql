-- title: 不划分标段规避招标
-- title_en: Lots are not split to avoid tendering
-- severity: warning
-- tables: [tender]
-- parameters: [must-tender-works-amount, must-tender-goods-amount, must-tender-service-amount]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第二十四条
-- article_en: art. 24
-- since: 2012-02-01
-- why: 把一个工程拆成几个标段，每个都不到必须招标的数额，就避开了招标（招标投标法第四条）。
-- why_en: A project cut into lots, each below the threshold, goes around the tender (Law, art. 4).
-- excludes: 没有写项目名称、资金来源、类别或者估算价的标段；标准的条款未核对原文，所以只作说明
-- excludes_en: Lots without project, funding, category or estimate. The articles have not been checked, so this is a note only
-- message: 同一项目的标段都写明不必招标，估算价合计 {value} 元，达到必须招标的 {expected} 元
-- message_en: All lots of the project are called exempt; their estimates add up to {value} yuan, reaching {expected} yuan
-- mend: 核对各标段是否同一项目；属于同一项目的，应当招标。
-- mend_en: Check whether the lots are one project; if so it has to be tendered.
with project as (
  select dataset, snapshot, min(source_row) as source_row, buyer_name, tender_category,
         min(publish_date) as day, sum(estimate_amount_fen) as total,
         max(estimate_amount_fen) as largest
  from {table}
  where must_tender = 0 and state_funded = 1 and project_name is not null
  group by dataset, snapshot, buyer_name, plain_name(project_name), tender_category
  having count(*) > 1 and count(*) = count(estimate_amount_fen)
)
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'estimate_amount' as field,
       printf('%.2f', t.total / 100.0) as value, printf('%.2f', p.value) as expected,
       t.total - p.value * 100 as difference, iif(p.verified, 'warning', 'info') as severity
from project t
join parameter p
  on (p.name = 'must-tender-works-amount' and t.tender_category = '施工'
      or p.name = 'must-tender-goods-amount' and t.tender_category = '货物'
      or p.name = 'must-tender-service-amount' and t.tender_category = '服务')
  and t.day between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.total >= p.value * 100 and t.largest < p.value * 100
