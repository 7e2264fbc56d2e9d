-- title: 决算的文字说明没有残留的占位文字
-- title_en: No placeholder is left in the text of the accounts
-- severity: error
-- tables: [fin11_statement]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: "“XX”“××”“某某”“……”是表样里留给填表人的空，公开时还在，说明没有填完。"
-- why_en: XX, ××, 某某 and … are blanks the form leaves to be filled in; where they are still there the text is unfinished.
-- message: 文字里有没填的占位文字：{value}
-- message_en: "A placeholder of the form was left in: {value}"
select dataset, snapshot, '{table}' as table_name, source_row, field, value,
       null as expected, null as difference
from (
  select dataset, snapshot, source_row, 'sangong_change_reason' as field,
         sangong_change_reason as value
  from {table}
  union all
  select dataset, snapshot, source_row, 'operating_cost_text', operating_cost_text
  from {table}
)
where placeholder(value) is not null
