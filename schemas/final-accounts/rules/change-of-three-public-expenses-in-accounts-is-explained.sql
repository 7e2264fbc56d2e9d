-- title: 决算说明“三公”经费增减的原因
-- title_en: The accounts say why the three public expenses changed
-- severity: warning
-- tables: [fin11_statement]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: "“三公”经费比上年增加或者减少，应当说明原因。"
-- why_en: Where travel, hospitality and vehicles cost more or less than last year, the reason should be given.
-- excludes: 与上年持平的
-- excludes_en: Where nothing changed
-- message: "“三公”经费比上年{value}，没有说明原因"
-- message_en: "The three public expenses changed since last year ({value}: 增加 more, 减少 less), and no reason is given"
select dataset, snapshot, '{table}' as table_name, source_row,
       'sangong_change_reason' as field, sangong_change_direction as value,
       null as expected, null as difference
from {table}
where sangong_change_direction in ('增加', '减少') and sangong_change_reason is null
