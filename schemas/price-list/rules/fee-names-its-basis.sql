-- title: 每项收费写明依据
-- title_en: Every fee names its basis
-- severity: error
-- tables: [fee_item]
-- basis: 中华人民共和国政府信息公开条例
-- basis_en: Regulation on Open Government Information
-- article: 第二十条
-- article_en: art. 20
-- since: 2019-05-15
-- why: 收费项目要连同依据和标准一起公开，交费的人才知道该不该交。
-- why_en: Fees are to be published with their basis and price, so that those who pay can tell whether they must.
-- message: “{value}”没有写明收费依据
-- message_en: "{value} names no basis"
-- mend: 写上批准收费的文件名称和文号；没有依据的收费应当停收。
-- mend_en: Name the document that allows the fee; a fee without a basis has to stop.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row,
       'basis_document_name' as field, t.fee_name as value, null as expected, null as difference
from {table} t
where t.basis_document_name is null
