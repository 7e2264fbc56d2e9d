-- title: 确数与原文的数字相同
-- title_en: An exact count is the one the text states
-- severity: error
-- tables: [service_figure]
-- basis: 中华人民共和国政府信息公开条例
-- basis_en: Regulation on Open Government Information
-- article: 第六条
-- article_en: art. 6
-- since: 2019-05-15
-- why: 数字照录，不改算；录入的数和原文对不上，就是抄错了。
-- why_en: Figures are carried over as stated; one that differs from its text was copied wrongly.
-- excludes: 约数、比率和金额
-- excludes_en: Loose figures, rates and money
-- message: 录入的是 {value}，原文是“{expected}”
-- message_en: "{value} was entered, the text says “{expected}”"
-- mend: 对照原文重新抄录数值；是约数的，把数值留空。
-- mend_en: Copy the number again from the text; leave it empty if the figure is loose.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'value_count' as field,
       cast(t.value_count as text) as value, t.value_text as expected, null as difference
from {table} t
where t.value_count is not null
  and cast(ltrim(replace(replace(t.value_text, ',', ''), '，', '')) as integer) <> t.value_count
