-- title: 成交合计不超过预算和最高限价
-- title_en: Awards stay within budget and ceiling
-- severity: warning
-- tables: [award]
-- published: [notice]
-- cannot_check: [content-missing, counterpart-missing, amount-missing]
-- basis: 中华人民共和国政府采购法
-- basis_en: Government Procurement Law
-- article: 第三十六条
-- article_en: art. 36
-- since: 2003-01-01
-- why: 报价都超过预算、采购人付不起的，应当废标；超预算成交，要说明钱从哪里来。
-- why_en: When all bids exceed what the buyer can pay the tender fails; an award above the budget calls for an explanation.
-- excludes: 一个项目有几次公告的，按最宽的一次；凭项目编号对应，在不同数据集里的还要采购人相同
-- excludes_en: Of several notices of a project the widest limit counts. Projects are matched by number, across datasets by number and buyer
-- message: 成交合计 {value} 元，超过预算或者最高限价 {expected} 元
-- message_en: Awards of {value} yuan exceed the budget or ceiling of {expected} yuan
-- mend: 先核对金额。金额没有写错的，数据不用改：不合规定的，照实公布。
-- mend_en: "Check the amounts first. If they are right leave the data alone: what was not done as laid down is published as it was."
with notices as materialized (
  select dataset, project_id, plain_name(buyer_name) as buyer,
         min(coalesce(budget_amount_fen, ceiling_amount_fen),
             coalesce(ceiling_amount_fen, budget_amount_fen)) as most
  from notice
  where project_id is not null
), spent as materialized (
  select dataset, snapshot, project_id, plain_name(max(buyer_name)) as buyer,
         min(source_row) as source_row, sum(award_amount_fen) as total,
         sum(award_amount_fen is null) as unpriced
  from award
  where failure_reason is null
  group by dataset, snapshot, coalesce(project_id, source_row), plain_name(buyer_name)
), planned as materialized (
  select s.dataset, s.snapshot, s.source_row, max(n.most) as most
  from spent s
  join notices n
    on n.project_id = s.project_id and (n.dataset = s.dataset or n.buyer = s.buyer)
  group by s.dataset, s.snapshot, s.source_row
)
select s.dataset, s.snapshot, 'award' as table_name, s.source_row, 'award_amount' as field,
       iif(s.total is null, null, printf('%.2f', s.total / 100.0)) as value,
       iif(p.most is null, null, printf('%.2f', p.most / 100.0)) as expected,
       s.total - p.most as difference,
       case when s.project_id is null then 'content-missing'
            when p.source_row is null then 'counterpart-missing'
            when p.most is null or s.total is null or s.total <= p.most then 'amount-missing'
       end as cannot_check
from spent s
left join planned p
  on p.dataset = s.dataset and p.snapshot = s.snapshot and p.source_row = s.source_row
where (s.total <= p.most and s.unpriced = 0) is not true
