-- title: 政府债务余额不超过限额
-- title_en: Government debt stays within its limit
-- severity: warning
-- tables: [gov_public_debt, gov_fund_debt]
-- cannot_check: [amount-missing]
-- basis: 中华人民共和国预算法实施条例
-- basis_en: Regulation on the Implementation of the Budget Law
-- article: 第四十三条
-- article_en: art. 43
-- since: 2020-10-01
-- why: 地方政府债务余额实行限额管理；超出的部分没有经过批准。
-- why_en: Local government debt is held within limits; what lies above has not been approved.
-- message: 年末余额 {value} 元，超过限额 {expected} 元
-- message_en: "{value} yuan are owed at the end of the year, more than the limit of {expected} yuan"
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'executed_closing_debt_amount' as field,
       t.executed_closing_debt_amount as value, t.approved_debt_limit_amount as expected,
       t.executed_closing_debt_amount_fen - t.approved_debt_limit_amount_fen as difference,
       iif(t.executed_closing_debt_amount_fen - t.approved_debt_limit_amount_fen <= r.rounding_fen,
           'info', 'warning') as severity,
       iif(t.executed_closing_debt_amount_fen is null or t.approved_debt_limit_amount_fen is null,
           'amount-missing', null) as cannot_check
from {table} t
join resource r
  on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
where (t.executed_closing_debt_amount_fen <= t.approved_debt_limit_amount_fen) is not true
