-- title: 决算表上的称谓与口径相符
-- title_en: The label printed on the accounts fits their scope
-- severity: info
-- tables: [fin10_disclosure]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 部门决算应当写“编制部门”，单位决算应当写“编制单位”；写混了，读者就不知道包不包括所属单位。
-- why_en: A department’s says 编制部门, a unit’s 编制单位; mixed up, the reader cannot tell whether units are included.
-- excludes: 没有写称谓的年度
-- excludes_en: Years without a label
-- message: 口径是{expected}，表上却写着“{value}”
-- message_en: The scope is {expected} (部门 department, 单位 unit), but the tables say {value}
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'printed_label' as field,
       t.printed_label as value,
       iif(t.scope = 'department', '部门', '单位') as expected,
       null as difference
from {table} t
where t.printed_label not like iif(t.scope = 'department', '%部门%', '%单位%')
