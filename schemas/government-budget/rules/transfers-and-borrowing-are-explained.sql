-- title: 转移支付和举借债务有说明
-- title_en: Transfers and borrowing are explained
-- severity: warning
-- tables: [gov_disclosure]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第十四条
-- article_en: art. 14
-- since: 2015-01-01
-- why: 法律要求公开时对转移支付的安排、执行和举借债务的情况作出说明，只有表看不懂。
-- why_en: The law asks for transfers and borrowing to be explained; tables alone do not tell.
-- message: 没有说明：{expected}
-- message_en: There is no explanation of {expected} (转移支付 transfers, 举借债务 borrowing)
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, m.field,
       null as value, m.said as expected, null as difference
from {table} t
cross join (
  select 'transfer_text' as field, '转移支付' as said
  union all select 'borrowing_text', '举借债务'
) m
where case m.field when 'transfer_text' then t.transfer_text else t.borrowing_text end is null
