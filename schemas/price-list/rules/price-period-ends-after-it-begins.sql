-- title: 收费标准的截止日期不早于起始日期
-- title_en: The period of a price ends after it begins
-- severity: error
-- tables: [fee_item]
-- basis: 办事的先后顺序
-- basis_en: Order of the steps
-- article: —
-- article_en: —
-- since: null
-- why: 截止早于起始，这个标准就没有一天有效，一定是写错了。
-- why_en: "A price that ends before it begins is never valid: a date is wrong."
-- excludes: 没有写截止日期的标准
-- excludes_en: Prices without a last day
-- message: 执行到 {value}，却从 {expected} 才开始
-- message_en: Valid until {value}, but only from {expected}
-- mend: 核对两个日期，写错的改正。
-- mend_en: Check both dates and correct the one that is wrong.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'valid_to_date' as field,
       t.valid_to_date as value, t.valid_from_date as expected, null as difference
from {table} t
where t.valid_to_date < t.valid_from_date
