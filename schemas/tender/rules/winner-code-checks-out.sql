-- title: 中标人的统一社会信用代码校验无误
-- title_en: Winner codes check out
-- severity: error
-- tables: [tender_award]
-- basis: 法人和其他组织统一社会信用代码编码规则（GB 32100-2015）
-- basis_en: Coding rule of the unified social credit code (GB 32100-2015)
-- article: 校验码
-- article_en: check character
-- since: 2015-10-01
-- why: 最后一位是校验码；对不上，说明代码抄错了，公众就查不到这家单位。
-- why_en: The last character is a check digit; when it fails the code was copied wrongly and the winner cannot be looked up.
-- excludes: 没有写代码的行
-- excludes_en: Rows without a code
-- message: 代码 {value} 的校验码不对
-- message_en: The check digit of {value} is wrong
-- mend: 对照营业执照或者公告重新抄录这18位代码。
-- mend_en: Copy the 18 characters again from the licence or the notice.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'supplier_id' as field,
       t.supplier_id as value, null as expected, null as difference
from {table} t
where uscc_valid(t.supplier_id) = 0
