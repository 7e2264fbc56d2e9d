-- title: 采购方式是法定的方式
-- title_en: The method is one the law knows
-- severity: warning
-- tables: [notice, award]
-- basis: 中华人民共和国政府采购法
-- basis_en: Government Procurement Law
-- article: 第二十六条
-- article_en: art. 26
-- since: 2003-01-01
-- why: 采购方式决定了程序和期限；写法不规范，就不知道该按哪一种检查。
-- why_en: The method decides procedure and periods; a method nobody knows cannot be checked.
-- excludes: 没有写采购方式的行
-- excludes_en: Rows that state no method
-- message: “{value}”不是当年的法定采购方式：{expected}
-- message_en: “{value}” is no method the law knew in that year
-- mend: 改成法定采购方式的写法；确是其他方式的，写“其他采购方式”。
-- mend_en: Write it as the law calls it; for any other method write 其他采购方式.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'procurement_method_name' as field, t.procurement_method_name as value,
       (select group_concat(name, '、') from code
        where codelist = 'procurement-method'
          and cast(substr(t.publish_date, 1, 4) as integer)
              between valid_from and coalesce(valid_to, 9999)) as expected,
       null as difference
from {table} t
where t.procurement_method_name is not null and not exists (
  select 1
  from code c
  where c.codelist = 'procurement-method'
    and plain_name(c.name) in (plain_name(t.procurement_method_name),
                               plain_name(t.procurement_method_name) || '采购')
    and cast(substr(t.publish_date, 1, 4) as integer)
        between c.valid_from and coalesce(c.valid_to, 9999)
)
