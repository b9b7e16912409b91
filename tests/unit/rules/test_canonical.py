import subprocess
import sys
from fractions import Fraction

import pytest

from rubrika.rules import (
    Constant,
    Expression,
    Input,
    Power,
    add,
    both,
    canonical,
    choose,
    fingerprint,
    log,
    parse,
)
from rubrika.sources import Source, cited

SOURCES = {"c22": Source("c22", document="Circular 22/2020"), "x": Source("x", document="X")}

SAME = [
    ("total + value + 1", "1 + (value + total)"),
    ("2 * value * total", "total * (value * 2)"),
    ("least(1, value, least(total, 1))", "least(total, 1, value)"),
    ("greatest(1, greatest(value, total))", "greatest(greatest(total, 1), value)"),
    ("least(value, value)", "value"),
    ("total >= 85", "85 <= total"),
    ("total > 85", "85 < total"),
    ("total == value", "value == total"),
    ("total != value", "value != total"),
    ("not total >= 85", "85 > total"),
    ('met("a") and met("b")', 'met("b") & met("a") & True'),
    ('met("a") or met("b")', 'met("b") | met("a") | met("b")'),
    ("total >= 85 and 85 <= total", "total >= 85"),
    ('context("area") in ("a", "b")', 'context("area") in ("b", "a", "b")'),
    ('average("median", value, total)', 'average("median", total, value)'),
    ('total >= cited(85, "c22")', "total >= 85"),
    ('cited(85, "c22") + 1', 'cited(1, "x") + 85'),
    ('value ** cited(2, "c22")', "value ** 2"),
    ('value ** cited(1, "c22")', "value"),
    ('value / cited(1, "c22")', "value"),
    ('rounded(value, cited(1, "c22"))', "rounded(value)"),
    ('average("best", term(cited(2, "c22"), value), n=1)', 'average("best", term(2, value), n=1)'),
    ('(value + cited(1, "c22")) ** cited(2, "x")', "(1 + value) ** 2"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_one_meaning_have_one_form(one: str, other: str) -> None:
    first, second = (parse(text, sources=SOURCES) for text in (one, other))
    assert canonical(first) == canonical(second)
    assert fingerprint(first) == fingerprint(second)


DIFFERENT = [
    "value",
    "total",
    "points",
    'value("total")',
    'share("c1")',
    'share("c2")',
    "value + total",
    "value * total",
    "value / total",
    "total / value",
    "value ** 2",
    "value ** 3",
    "log(value)",
    "least(value, total)",
    "greatest(value, total)",
    "rounded(value)",
    "rounded(value, 0.1)",
    'rounded(value, 1, "up")',
    'choose(met("a"), 1, 2)',
    'choose(met("a"), 2, 1)',
    'choose(met("a"), 1, met("b"), 3, 2)',
    'choose(met("b"), 3, met("a"), 1, 2)',
    'average("median", value, total)',
    'average("best", value, total, n=1)',
    'average("best", value, total, n=2)',
    'average("best", value, term(2, total), n=2)',
    'average("best", value, term(1, total, met("a")), n=2)',
    'average("best", value, value, n=2)',
    'count("a", reaching=1)',
    'count("a", of="points", reaching=1)',
    'count("a", above=1)',
    'count("b", above=1)',
    'every("a") >= 1',
    'some("a") >= 1',
    'every("a", of="value") >= 1',
    'met("a")',
    'applies("a")',
    'yes(value("a"))',
    'value("x") == "a"',
    'value("x") == "b"',
    'value("x") != "a"',
    'value("x") in ("a", "b")',
    'met("a") and met("b")',
    'met("a") or met("b")',
    'not (met("a") or met("b"))',
    "True",
    "False",
    "total >= 85",
    "total > 85",
    "total <= 85",
    "total < 85",
    "total == 85",
    "total != 85",
    "total >= 84.999999999999999999999999",
    "1/3",
    "0.333333333333333333333333333333",
]


def test_rules_that_mean_different_things_have_different_forms() -> None:
    forms = {canonical(parse(text)): text for text in DIFFERENT}
    assert sorted(forms.values()) == sorted(DIFFERENT)


def test_the_form_can_be_read() -> None:
    rule = parse('value + 1 >= cited(85, "c22") and met("a")', sources=SOURCES)
    assert canonical(rule) == '(both (>= (sum (value "") 1) 85) (met "a"))'


def test_the_fingerprint_is_the_hash_of_the_form() -> None:
    # printf '(points "total")' | sha256sum
    expected = "f2991eb2cbfc88f6"
    assert fingerprint(Input("points", "total")).startswith(expected)


def test_the_fingerprint_is_the_same_in_every_process() -> None:
    code = (
        "from rubrika.rules import fingerprint, parse\n"
        'print(fingerprint(parse(\'met("a") & (total >= 1/3) & ~met("b")\')))'
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert runs == {fingerprint(parse('met("a") & (total >= 1/3) & ~met("b")')) + "\n"}


def test_long_and_deep_rules_have_a_form() -> None:
    shares = [Input("share", f"i{n}") for n in range(2000)]
    wide = both(*[share >= Fraction(1, 2) for share in shares])
    deep: Expression = add(*shares)
    for _ in range(100):
        deep = log(choose(Input("value") >= 1, deep, 0))
    assert canonical(wide).count('(share "i') == 2000
    assert canonical(deep).count("(log (choose ") == 100


def test_a_power_names_its_exponent() -> None:
    assert canonical(Power(Input("value"), Fraction(2))) == '(power (value "") 2)'


def test_a_number_with_a_source_has_the_form_of_the_number() -> None:
    assert canonical(Constant(cited("1/3", SOURCES["x"]))) == "1/3"


def test_what_is_no_rule_has_no_form() -> None:
    with pytest.raises(TypeError, match="3 is no rule"):
        canonical(3)  # type: ignore[arg-type]  # the wrong value is the test
