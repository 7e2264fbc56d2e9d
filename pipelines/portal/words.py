"""The words of our tables and of Datasette's filters, in Chinese and in English."""

from typing import NamedTuple

from markupsafe import Markup

_BOTH = Markup('{} <span class="en" lang="en">{}</span>')


class Word(NamedTuple):
    """A word in both languages; a template shows the two, Chinese first."""

    zh: str
    en: str

    def __str__(self) -> str:
        """Both as plain text, for where there can be no markup."""
        return f"{self.zh} {self.en}"

    def __html__(self) -> str:
        """Both as markup that says which is which."""
        return _BOTH.format(self.zh, self.en)


SEVERITIES = {
    "error": Word("错误", "error"),
    "warning": Word("提示", "warning"),
    "info": Word("说明", "note"),
}
OUTCOMES = {
    "published": Word("已发布", "published"),
    "unchanged": Word("无变化", "unchanged"),
    "refused": Word("不予发布", "refused"),
    "limited": Word("不对外公开", "not public"),
    "withdrawn": Word("已撤回", "withdrawn"),
    "holds": Word("成立", "holds"),
    "broken": Word("不成立", "broken"),
    "cannot check": Word("无法核对", "cannot check"),
    "not applied": Word("未适用", "not applied"),
}
KINDS = {
    "added": Word("新增", "added"),
    "removed": Word("删除", "removed"),
    "changed": Word("修改", "changed"),
}
REDACTIONS = {
    "withheld": Word("不公开", "withheld"),
    "limited": Word("仅限内部", "limited"),
    "embargoed": Word("到时公开", "embargoed"),
}
LEVELS = {
    "total": Word("合计", "total"),
    "class": Word("类", "class"),
    "section": Word("款", "section"),
    "item": Word("项", "item"),
}
CADENCES = {
    "annual": Word("每年", "annual"),
    "monthly": Word("每月", "monthly"),
    "irregular": Word("不定期", "irregular"),
}
LOOKUPS = {
    "exact": Word("等于", "is"),
    "not": Word("不等于", "is not"),
    "contains": Word("包含", "contains"),
    "endswith": Word("结尾为", "ends with"),
    "startswith": Word("开头为", "starts with"),
    "gt": Word("大于", ">"),
    "gte": Word("大于等于", "≥"),
    "lt": Word("小于", "<"),
    "lte": Word("小于等于", "≤"),
    "like": Word("形如", "like"),
    "notlike": Word("不形如", "not like"),
    "glob": Word("匹配", "glob"),
    "in": Word("属于", "in"),
    "notin": Word("不属于", "not in"),
    "arraycontains": Word("数组含", "array contains"),
    "arraynotcontains": Word("数组不含", "array does not contain"),
    "date": Word("日期为", "date"),
    "isnull": Word("缺失", "is null"),
    "notnull": Word("未缺失", "is not null"),
    "isblank": Word("为空", "is blank"),
    "notblank": Word("不为空", "is not blank"),
}
