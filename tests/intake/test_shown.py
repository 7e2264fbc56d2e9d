from datetime import date, datetime

import pytest

from pipelines.intake.shown import show_day, show_number, show_printed

# What a clerk sees and what is stored: the number, its format → the text that is read.
SHOWN = {
    "general": (1234.5, "General", "1234.5"),
    "text": (208, "@", "208"),
    "thousands": (1234567, "#,##0", "1234567"),
    "two decimals shown of four": (47.9123, "0.00", "47.9123"),
    "percent": (0.1234, "0%", "12.34%"),
    "percent with decimals": (0.07, "0.00%", "7%"),
    "unit in the format": (3.5, '0.00"万元"', "3.5万元"),
    "unit without quotes": (3.5, "0.00元", "3.5元"),
    "general with a unit": (45, 'General"万元"', "45万元"),
    "general in Chinese": (45, 'G/通用格式"万元"', "45万元"),
    "escaped unit": (3.5, r"0.00\万\元", "3.5万元"),
    "rate": (7, '0"元/吨"', "7元/吨"),
    "yuan": (1234.5, "¥#,##0.00", "1234.5"),
    "yuan of a locale": (3, "[$￥-804]#,##0.00", "3"),
    "another currency": (3, "[$$-409]#,##0", "$3"),
    "accounting": (1234.5, '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "1234.5"),
    "accounting, zero": (0, '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "0"),
    "negative in brackets": (-1234.5, "#,##0.00_);(#,##0.00)", "-1234.5"),
    "negative in red": (-5, "0.00_);[Red](0.00)", "-5"),
    "code with leading zeros": (101, "0000000", "0000101"),
    "code of two digits": (5, "00", "05"),
    "word before": (12, '"约"0', "约12"),
    "exponent": (1e-5, "0.00E+00", "0.00001"),
    "noise of a sum": (0.1 + 0.2, "General", "0.3"),
    "a third": (1 / 3, "0.00", "0.333333333333333"),
    "under a condition": (35, '[>=10000]0!.0,"万";0', "35"),
    "zero that is hidden": (0, "0;-0;;@", "0"),
    "Chinese numerals": (100, "[DBNum2][$-804]General", "100"),
}
NOT_SHOWN = {
    "divided by a thousand": (12345.6, "#,##0.00,"),
    "divided before the point": (12345.6, "0,.00"),
    "万元 by a false point": (35000, '0!.0,"万"'),
    "万元 by a false point, escaped": (35000, r"0\.0,"),
    "万元 by a false point, quoted": (35000, '0"."0,'),
    "divided under a condition": (35000, '[>=10000]0!.0,"万";0'),
    "not at all": (1, ";;;"),
    "as a word": (1, '"有"'),
    "as a fraction": (1.5, "# ?/?"),
    "as a telephone number": (13800000000, "000-0000-0000"),
    "sixteen digits": (1234567890123456, "0"),
    "an identity number that lost its end": (110101199003070000, "0"),
    "an amount of seventeen digits": (28000000000000.12, "0.00"),
    "larger than fifteen digits": (1e22, "General"),
    "infinite": (float("inf"), "General"),
    "not a number": (float("nan"), "General"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_number_is_read_as_it_is_shown_with_all_its_digits(name: str) -> None:
    value, pattern, text = SHOWN[name]

    shown = show_number(value, pattern)

    assert (shown.text, shown.fault) == (text, None)


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_number_that_is_shown_as_another_is_a_fault(name: str) -> None:
    value, pattern = NOT_SHOWN[name]

    assert show_number(value, pattern).fault


@pytest.mark.parametrize(
    "pattern", ["", "[", '"', "\\", "[>", ";" * 300, "0" * 10_000, "0,,,,.%%%"]
)
def test_any_format_ends(pattern: str) -> None:
    assert show_number(5, pattern).text


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("yyyy-mm-dd", "2026-03-01"),
        ("yyyy/m/d", "2026-03-01"),
        ('m"月"d"日"', "2026-03-01"),
        ('yyyy"年"m"月"', "2026-03"),
        ("[$-804]yyyy年m月;@", "2026-03"),
        ("mmm-yy", "2026-03"),
        ("yyyy", "2026"),
    ],
)
def test_day_is_read_as_far_as_it_is_shown(pattern: str, text: str) -> None:
    assert show_day(date(2026, 3, 1), pattern) == text
    assert show_day(datetime(2026, 3, 1), pattern) == text  # noqa: DTZ001


def test_moment_keeps_its_minute() -> None:
    assert show_day(datetime(2026, 3, 1, 9, 30), "yyyy-mm-dd hh:mm") == "2026-03-01 09:30:00"  # noqa: DTZ001


PRINTED = {
    # What a document of text stores and prints → what is read.
    "plain": ("3.14159", "3.14", "3.14159"),
    "percent": ("0.1234", "12.3%", "12.34%"),
    "unit": ("3.5", "3.50万元", "3.5万元"),
    "yuan": ("-1234.5", "¥-1,234.50", "-1234.5"),
    "negative in brackets": ("-1234.5", "(1,234.50)", "-1234.5"),
    "leading zeros": ("101", "0000101", "0000101"),
    "zero as a dash": ("0", "-", "0"),
    "nothing printed of zero": ("0", "", "0"),
}
PRINTED_OTHERWISE = {
    "divided": ("35000", "3.5"),
    "divided, with its unit": ("35000", "3.50万"),
    "hidden": ("5", ""),
    "as a word": ("5", "五"),
    "too many digits": ("1234567890123456", "1234567890123456"),
    "no number": ("五", "五"),
    "missing": ("", "5"),
}


@pytest.mark.parametrize("name", PRINTED)
def test_number_is_read_as_it_is_printed_with_all_its_digits(name: str) -> None:
    stored, printed, text = PRINTED[name]

    shown = show_printed(stored, printed)

    assert (shown.text, shown.fault) == (text, None)


@pytest.mark.parametrize("name", PRINTED_OTHERWISE)
def test_number_that_is_printed_as_another_is_a_fault(name: str) -> None:
    assert show_printed(*PRINTED_OTHERWISE[name]).fault
