-- title: 公告类型在类型表中
-- title_en: The notice type is a listed one
-- severity: info
-- tables: [notice]
-- basis: 中华人民共和国政府采购法实施条例
-- basis_en: Regulation on the Implementation of the Government Procurement Law
-- article: 第二十一条、第三十八条、第四十三条、第五十条
-- article_en: arts 21, 38, 43, 50
-- since: 2015-03-01
-- why: 各种公告有各自的内容和期限；类型写法一致，才能按类型检索和检查。
-- why_en: Each type of notice has its own contents and periods; only when types are written alike can they be searched and checked.
-- excludes: 没有写公告类型的行；类型表部分未核对原文，所以只作说明
-- excludes_en: Rows that state no type. Part of the list has not been checked, so this is a note only
-- message: “{value}”不在公告类型表中
-- message_en: “{value}” is not in the list of notice types
-- mend: 改成类型表里的写法；确是新类型的，先添进代码表。
-- mend_en: Write it as the list does; add a type that is really new to the list first.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'notice_type_name' as field, t.notice_type_name as value, null as expected,
       null as difference
from {table} t
where t.notice_type_name is not null and not exists (
  select 1
  from code c
  where c.codelist = 'notice-type' and plain_name(c.name) = plain_name(t.notice_type_name)
)
