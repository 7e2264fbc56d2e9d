"""The words of our tables and of Datasette's filters, as Chinese readers say them."""

SEVERITIES = {"error": "错误", "warning": "提示", "info": "说明"}
OUTCOMES = {
    "published": "已发布",
    "unchanged": "无变化",
    "refused": "不予发布",
    "holds": "成立",
    "broken": "不成立",
    "cannot check": "无法核对",
    "not applied": "未适用",
}
KINDS = {"added": "新增", "removed": "删除", "changed": "修改"}
LEVELS = {"total": "合计", "class": "类", "section": "款", "item": "项"}
CADENCES = {"annual": "每年", "monthly": "每月", "irregular": "不定期"}
LOOKUPS = {
    "exact": "等于",
    "not": "不等于",
    "contains": "包含",
    "endswith": "结尾为",
    "startswith": "开头为",
    "gt": "大于",
    "gte": "大于等于",
    "lt": "小于",
    "lte": "小于等于",
    "like": "like",
    "notlike": "not like",
    "glob": "glob",
    "in": "属于",
    "notin": "不属于",
    "arraycontains": "数组含",
    "arraynotcontains": "数组不含",
    "date": "日期为",
    "isnull": "为 null",
    "notnull": "不为 null",
    "isblank": "为空",
    "notblank": "不为空",
}
