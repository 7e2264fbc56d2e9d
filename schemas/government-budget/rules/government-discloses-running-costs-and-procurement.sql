-- title: 政府公开机关运行经费、政府采购和财政专户资金
-- title_en: The government discloses running costs, procurement and special accounts
-- severity: warning
-- tables: [gov_statement]
-- basis: 中华人民共和国预算法实施条例
-- basis_en: Regulation on the Implementation of the Budget Law
-- article: 第六条
-- article_en: art. 6
-- since: 2020-10-01
-- why: 政府债务以外，机关运行经费、政府采购、财政专户资金的情况也应当公开；没有的写零。
-- why_en: Beside debt, running costs of offices, procurement and special fiscal accounts must be disclosed; where there is none, nought is written.
-- message: 没有公开：{expected}
-- message_en: "Not disclosed: {expected} (机关运行经费 running costs, 政府采购 procurement, 财政专户资金 special accounts)"
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, m.field,
       null as value, m.said as expected, null as difference
from {table} t
cross join (
  select 'disclosed_operating_cost_amount' as field, '机关运行经费' as said
  union all select 'disclosed_procurement_amount', '政府采购'
  union all select 'disclosed_special_account_amount', '财政专户资金'
) m
where case m.field when 'disclosed_operating_cost_amount' then t.disclosed_operating_cost_amount_fen
                   when 'disclosed_procurement_amount' then t.disclosed_procurement_amount_fen
                   else t.disclosed_special_account_amount_fen end is null
