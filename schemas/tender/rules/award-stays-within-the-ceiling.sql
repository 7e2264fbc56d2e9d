-- title: 中标价不超过最高投标限价
-- title_en: Awards stay within the ceiling
-- severity: warning
-- tables: [pricing_principle, tender_award]
-- cannot_check: [amount-missing]
-- basis: 中华人民共和国招标投标法实施条例
-- basis_en: Regulation on the Implementation of the Tendering and Bidding Law
-- article: 第五十一条
-- article_en: art. 51
-- since: 2012-02-01
-- why: 高于最高投标限价的投标应当否决，不能中标。
-- why_en: A bid above the ceiling must be rejected and cannot win.
-- excludes: 没有设最高投标限价的标段
-- excludes_en: Lots without a ceiling
-- message: 中标价 {value} 元，高于最高投标限价 {expected} 元
-- message_en: The award of {value} yuan exceeds the ceiling of {expected} yuan
-- mend: 先核对金额。金额没有写错的，数据不用改：不合规定的，照实公布。
-- mend_en: "Check the amounts first. If they are right leave the data alone: what was not done as laid down is published as it was."
select w.dataset, w.snapshot, 'tender_award' as table_name, w.source_row, 'award_amount' as field,
       iif(w.award_amount_fen is null, null,
           printf('%.2f', w.award_amount_fen / 100.0)) as value,
       printf('%.2f', c.ceiling_amount_fen / 100.0) as expected,
       w.award_amount_fen - c.ceiling_amount_fen as difference,
       case when w.award_amount_fen is null then 'amount-missing' end as cannot_check
from tender_award w
join pricing_principle c
  on (c.dataset, c.snapshot, c.lot_id) = (w.dataset, w.snapshot, w.lot_id)
where c.ceiling_amount_fen is not null
  and (w.award_amount_fen <= c.ceiling_amount_fen) is not true
