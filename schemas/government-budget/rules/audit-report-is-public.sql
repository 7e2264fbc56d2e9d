-- title: 预算执行审计报告和整改情况向社会公开
-- title_en: The audit report on execution, and what was mended, are public
-- severity: info
-- tables: [gov_disclosure]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第八十九条
-- article_en: art. 89
-- since: 2015-01-01
-- why: 审计发现了什么、改了没有，是决算可信不可信的凭据。法律没有规定多少日内公开。
-- why_en: What the audit found and whether it was mended tell how far the accounts can be trusted. The law sets no number of days.
-- excludes: 预算、预算调整和预算执行情况
-- excludes_en: Budgets, adjustments and reports on execution
-- message: 没有公开：{expected}
-- message_en: "Not public: {expected} (审计工作报告 audit report, 整改情况 what was mended)"
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, m.field,
       null as value, m.said as expected, null as difference
from {table} t
cross join (
  select 'audit_report_date' as field, '审计工作报告' as said
  union all select 'rectification_date', '整改情况'
) m
where t.document_type = 'final'
  and case m.field when 'audit_report_date' then t.audit_report_date
                   else t.rectification_date end is null
