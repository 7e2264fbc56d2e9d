-- title: 外宾接待不多于全部接待
-- title_en: Foreign guests are among all guests
-- severity: error
-- tables: [fin11_statement]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 国内公务接待的批次、人次含外宾，外宾的不会更多。
-- why_en: All receptions include those of foreign guests, which cannot be more.
-- excludes: 没有写全部接待数的
-- excludes_en: Where the number in all is not stated
-- message: 外宾接待 {value}，多于全部接待 {expected}
-- message_en: "{value} receptions or guests are foreign, more than the {expected} in all"
select dataset, snapshot, '{table}' as table_name, source_row,
       'foreign_reception_batch_count' as field, foreign_reception_batch_count as value,
       reception_batch_count as expected, null as difference
from {table}
where foreign_reception_batch_count > reception_batch_count
union all
select dataset, snapshot, '{table}', source_row, 'foreign_reception_person_count',
       foreign_reception_person_count, reception_person_count, null
from {table}
where foreign_reception_person_count > reception_person_count
