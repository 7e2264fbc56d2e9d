-- title: 政府收入科目代码的含义与上年相同
-- title_en: Codes of the government’s revenue mean what they meant last year
-- severity: warning
-- tables: [gov_public_revenue, gov_fund_revenue, gov_capital_revenue, gov_insurance_revenue]
-- published: [gov_public_revenue, gov_fund_revenue, gov_capital_revenue, gov_insurance_revenue]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第三十二条
-- article_en: art. 32
-- since: 2015-01-01
-- why: 科目代码会收回另用：同一个代码换了名称，就不能只按代码比较两年的数。
-- why_en: "Codes are taken back and used again: where the name has changed, two years cannot be compared by the code alone."
-- excludes: 上年没有公开的科目
-- excludes_en: Codes that were not published last year
-- message: 代码的名称是“{value}”，上年公开的是“{expected}”，不可只按代码同上年比较
-- message_en: "The code is called “{value}”; last year it was published as “{expected}”: do not compare the years by code alone"
-- mend: 名称照当年的科目表写；科目表换了名称的，不必改。
-- mend_en: Write the name of this year’s list; where the list has changed it, nothing has to be mended.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'revenue_name' as field,
       t.revenue_name as value, p.revenue_name as expected, null as difference
from {table} t
join {table} p
  on p.dataset = t.dataset and p.fiscal_year = t.fiscal_year - 1
  and p.revenue_code = t.revenue_code
where t.line_level <> 'total' and t.revenue_name <> p.revenue_name
  and plain_name(t.revenue_name) <> plain_name(p.revenue_name)
