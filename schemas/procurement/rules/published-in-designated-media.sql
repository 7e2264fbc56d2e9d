-- title: 采购信息在指定媒体公开
-- title_en: Procurement is published in designated media
-- severity: info
-- tables: [notice, award, contract]
-- cannot_check: [content-missing]
-- basis: 中华人民共和国政府采购法
-- basis_en: Government Procurement Law
-- article: 第十一条
-- article_en: art. 11
-- since: 2003-01-01
-- why: 大家都到同一个地方看，才没有人能把公告登在看不到的角落。
-- why_en: When everybody looks in one place no notice can be hidden in a corner.
-- excludes: 指定媒体各省自定，这里只认中国政府采购网及其分网；在别的媒体公开的只作说明，供核对
-- excludes_en: Each province designates its own media; only the China Government Procurement website and its sites are known here, and others are noted, to be looked at
-- message: “{value}”看不出是省级以上财政部门指定的媒体
-- message_en: "{value} does not look like a medium designated by the finance department"
-- mend: 在指定媒体补充公开；已经公开的，写上那个媒体。
-- mend_en: Publish it in a designated medium as well; if it has been, name that one.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'media_name' as field,
       t.media_name as value, null as expected, null as difference,
       case when t.media_name is null then 'content-missing' end as cannot_check
from {table} t
where t.media_name is null or plain_name(t.media_name) not like '%政府采购网%'
