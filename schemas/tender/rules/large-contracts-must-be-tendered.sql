-- title: 达到规模标准的合同依法必须招标
-- title_en: Contracts of the size laid down must be tendered
-- severity: warning
-- tables: [tender]
-- parameters: [must-tender-works-amount, must-tender-goods-amount, must-tender-service-amount]
-- cannot_check: [content-missing, amount-missing]
-- basis: 必须招标的工程项目规定（国家发展和改革委员会令第16号）
-- basis_en: Rules on Construction Projects That Must Be Tendered (NDRC Order No. 16)
-- article: 第五条
-- article_en: art. 5
-- since: 2018-06-01
-- why: 使用国有资金的工程，合同大到一定数额就必须招标；说成不必招标，就避开了竞争和监督。
-- why_en: Works paid by the state must be tendered from a certain size; to call them exempt is to avoid competition and supervision.
-- excludes: 不使用国有资金的项目；标准的条款未核对原文，所以只作说明
-- excludes_en: Projects without state funds. The articles have not been checked, so this is a note only
-- message: 估算价 {value} 元，达到必须招标的 {expected} 元，却写明不属于依法必须招标
-- message_en: The estimate of {value} yuan reaches {expected} yuan, yet the tender is called exempt
-- mend: 核对估算价和资金来源；属于依法必须招标的，改成“是”并招标。
-- mend_en: Check the estimate and the funding; a tender the law requires is marked so, and held.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'must_tender' as field,
       iif(t.estimate_amount_fen is null, null,
           printf('%.2f', t.estimate_amount_fen / 100.0)) as value,
       iif(p.value is null, null, printf('%.2f', p.value)) as expected,
       t.estimate_amount_fen - p.value * 100 as difference,
       iif(p.verified, 'warning', 'info') as severity,
       case when t.tender_category is null or t.state_funded is null then 'content-missing'
            when t.estimate_amount_fen is null then 'amount-missing' end as cannot_check
from {table} t
left join parameter p
  on (p.name = 'must-tender-works-amount' and t.tender_category = '施工'
      or p.name = 'must-tender-goods-amount' and t.tender_category = '货物'
      or p.name = 'must-tender-service-amount' and t.tender_category = '服务')
  and t.publish_date between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where t.must_tender = 0 and t.state_funded is not 0
  and (t.tender_category is null or p.value is not null)
  and (t.estimate_amount_fen < p.value * 100) is not true
