-- title: 开标在投标截止的同一时间进行
-- title_en: Bids are opened at the deadline
-- severity: warning
-- tables: [tender]
-- cannot_check: [date-missing]
-- basis: 中华人民共和国招标投标法
-- basis_en: Tendering and Bidding Law
-- article: 第三十四条
-- article_en: art. 34
-- since: 2000-01-01
-- why: 截止和开标之间有空档，投标文件就可能被人看过、换过。
-- why_en: Between deadline and opening bids can be read or exchanged.
-- message: 开标时间是 {value}，投标截止是 {expected}，应为同一时间
-- message_en: "Opened at {value}, the deadline was {expected}: they must be the same"
-- mend: 核对两个时间；确实不同的，照实公布。
-- mend_en: Check both times; if they really differ they are published as they were.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'bid_opening' as field,
       t.bid_opening as value, t.bid_deadline as expected, null as difference,
       case when t.bid_opening is null or t.bid_deadline is null
            then 'date-missing' end as cannot_check
from {table} t
where (t.bid_opening = t.bid_deadline) is not true
