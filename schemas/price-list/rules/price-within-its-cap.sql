-- title: 收费不超过最高标准
-- title_en: No price exceeds its cap
-- severity: error
-- tables: [fee_item]
-- basis: 中华人民共和国价格法
-- basis_en: Price Law
-- article: 第十二条
-- article_en: art. 12
-- since: 1998-05-01
-- why: 政府定了上限，多收就是乱收费。
-- why_en: Where the government has set a cap, charging more is unlawful.
-- excludes: 没有最高标准的收费
-- excludes_en: Fees without a cap
-- message: 收费 {value} 元，超过最高标准 {expected} 元
-- message_en: The price of {value} yuan exceeds the cap of {expected} yuan
-- mend: 核对两个金额；确实超过的，应当降到最高标准以下。
-- mend_en: Check both amounts; a price that really exceeds its cap has to come down.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'price_amount' as field,
       printf('%.2f', t.price_amount_fen / 100.0) as value,
       printf('%.2f', t.price_cap_amount_fen / 100.0) as expected,
       t.price_amount_fen - t.price_cap_amount_fen as difference
from {table} t
where t.price_amount_fen > t.price_cap_amount_fen
