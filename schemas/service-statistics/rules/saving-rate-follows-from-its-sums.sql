-- title: 资金节减率与金额相符
-- title_en: The saving rate follows from its sums
-- severity: warning
-- tables: [procurement_saving]
-- basis: 中华人民共和国政府信息公开条例
-- basis_en: Regulation on Open Government Information
-- article: 第六条
-- article_en: art. 6
-- since: 2019-05-15
-- why: 节减率＝节约资金÷（集中采购额＋节约资金）。印出的比率应当能从印出的金额算出来。
-- why_en: Rate = saved ÷ (bought centrally + saved). The printed rate should follow from the printed sums.
-- excludes: 金额不全的行；金额和比率各自四舍五入造成的差
-- excludes_en: Rows with a sum missing; differences that come from rounding the sums and the rate
-- message: 印出的节减率是 {value}%，按印出的金额计算是 {expected}%
-- message_en: The printed rate is {value} %; the printed sums give {expected} %
-- mend: 对照原文核对比率和金额；原文就是这样的，照实公布。
-- mend_en: Check rate and sums against the text; if it says so they are published as printed.
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'saving_rate' as field,
       printf('%.2f', t.saving_rate) as value,
       printf('%.2f', 100.0 * t.saving_amount_fen
                      / (t.saving_amount_fen + t.award_central_amount_fen)) as expected,
       null as difference
from {table} t
join resource r
  on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
where t.saving_amount_fen + t.award_central_amount_fen > 0
  and (t.saving_rate + 0.005 <
         100.0 * (t.saving_amount_fen - r.rounding_fen / 2.0)
         / (t.saving_amount_fen + t.award_central_amount_fen)
       or t.saving_rate - 0.005 >
         100.0 * (t.saving_amount_fen + r.rounding_fen / 2.0)
         / (t.saving_amount_fen + t.award_central_amount_fen))
