"""Intervals, each expected one worked out by hand."""

from fractions import Fraction

import pytest

from rubrika.engines.arithmetic import Interval
from rubrika.errors import RuleError

F = Fraction
EVERYTHING = Interval(None, None)


def span(least: object, most: object) -> Interval:
    def limit(value: object) -> Fraction | None:
        return None if value is None else Fraction(str(value))

    return Interval(limit(least), limit(most))


def test_an_interval_of_one_number_is_a_point() -> None:
    assert Interval.at(F(3)).point == 3
    assert span(3, 4).point is None
    assert span(3, None).point is None
    assert EVERYTHING.point is None


@pytest.mark.parametrize(
    ("a", "b", "result"),
    [
        (span(1, 2), span(10, 20), span(11, 22)),
        (span(-1, 2), span(None, 0), span(None, 2)),
        (span(1, None), span(1, 1), span(2, None)),
    ],
)
def test_intervals_add(a: Interval, b: Interval, result: Interval) -> None:
    assert a + b == result


@pytest.mark.parametrize(
    ("a", "b", "result"),
    [
        (span(1, 2), span(3, 4), span(3, 8)),
        (span(-2, 1), span(-3, 4), span(-8, 6)),
        (span(-2, -1), span(3, 4), span(-8, -3)),
        (span(0, 1), span(None, None), EVERYTHING),
        (span(0, 0), span(None, None), span(0, 0)),
        (span(2, 3), span(None, 5), span(None, 15)),
        (span(-3, -2), span(None, 5), span(-15, None)),
        (span(1, None), span(1, None), span(1, None)),
        (span(None, -1), span(None, -1), span(1, None)),
        (span(0, None), span(0, None), span(0, None)),
    ],
)
def test_intervals_multiply(a: Interval, b: Interval, result: Interval) -> None:
    assert a * b == result
    assert b * a == result


@pytest.mark.parametrize(
    ("a", "result"),
    [
        (span(2, 4), span("1/4", "1/2")),
        (span(-4, -2), span("-1/2", "-1/4")),
        (span(0, 4), span("1/4", None)),
        (span(0, None), span(0, None)),
        (span(2, None), span(0, "1/2")),
        (span(-4, 0), span(None, "-1/4")),
        (span(None, -4), span("-1/4", 0)),
        (span(None, 0), span(None, 0)),
        (span(-1, 1), EVERYTHING),
        (EVERYTHING, EVERYTHING),
        (span(None, 1), EVERYTHING),
    ],
)
def test_one_divided_by_an_interval(a: Interval, result: Interval) -> None:
    assert a.reciprocal() == result


def test_one_divided_by_nothing_but_zero_is_refused() -> None:
    with pytest.raises(RuleError, match="zero-division"):
        span(0, 0).reciprocal()


@pytest.mark.parametrize(
    ("a", "b", "union", "smaller", "larger"),
    [
        (span(1, 5), span(2, 3), span(1, 5), span(1, 3), span(2, 5)),
        (span(1, 2), span(4, 5), span(1, 5), span(1, 2), span(4, 5)),
        (span(None, 2), span(1, 5), span(None, 5), span(None, 2), span(1, 5)),
        (span(1, None), span(2, 3), span(1, None), span(1, 3), span(2, None)),
        (EVERYTHING, span(2, 3), EVERYTHING, span(None, 3), span(2, None)),
        (EVERYTHING, EVERYTHING, EVERYTHING, EVERYTHING, EVERYTHING),
    ],
)
def test_intervals_join_and_have_a_lesser_and_a_greater(
    a: Interval, b: Interval, union: Interval, smaller: Interval, larger: Interval
) -> None:
    assert a.union(b) == b.union(a) == union
    assert a.smaller(b) == b.smaller(a) == smaller
    assert a.larger(b) == b.larger(a) == larger


@pytest.mark.parametrize(
    ("a", "least", "most", "result"),
    [
        (span(1, 5), F(2), F(3), span(2, 3)),
        (span(1, 5), F(0), F(9), span(1, 5)),
        (span(1, 5), F(5), None, span(5, 5)),
        (span(1, 5), F(6), None, None),
        (span(1, 5), None, F(0), None),
        (span(1, 5), None, None, span(1, 5)),
        (EVERYTHING, F(2), None, span(2, None)),
        (EVERYTHING, None, F(2), span(None, 2)),
    ],
)
def test_an_interval_is_cut(
    a: Interval, least: Fraction | None, most: Fraction | None, result: Interval | None
) -> None:
    assert a.within(least, most) == result


def test_both_ends_are_rounded() -> None:
    assert span("1.4", "2.5").rounded(F(1), "half-up") == span(1, 3)
    assert span("1.4", None).rounded(F(1), "up") == span(2, None)
    assert EVERYTHING.rounded(F(1), "down") == EVERYTHING


@pytest.mark.parametrize(
    ("a", "exponent", "result"),
    [
        (span(2, 3), F(2), span(4, 9)),
        (span(-3, 2), F(2), span(0, 9)),
        (span(-3, -2), F(2), span(4, 9)),
        (span(None, -2), F(2), span(4, None)),
        (span(2, None), F(2), span(4, None)),
        (span(None, 2), F(2), span(0, None)),
        (EVERYTHING, F(2), span(0, None)),
        (span(-3, 2), F(3), span(-27, 8)),
        (span(None, 2), F(3), span(None, 8)),
        (span(-3, 2), F(0), span(1, 1)),
        (span(2, 4), F(-1), span("1/4", "1/2")),
        (span(-2, 2), F(-2), span("1/4", None)),
        (span(4, 9), F(1, 2), span(2, 3)),
        (span(-4, 9), F(1, 2), span(0, 3)),
        (span(4, None), F(1, 2), span(2, None)),
        (span(None, 4), F(1, 2), span(0, 2)),
        (span(4, 9), F(-1, 2), span("1/3", "1/2")),
    ],
)
def test_an_interval_to_a_power(a: Interval, exponent: Fraction, result: Interval) -> None:
    assert a.power(exponent, 10) == result


def test_a_root_of_negative_numbers_only_is_refused() -> None:
    with pytest.raises(RuleError, match="root-of-negative"):
        span(-4, -1).power(F(1, 2), 10)


def test_a_root_that_is_irrational_is_enclosed_outwards() -> None:
    found = span(2, 3).power(F(1, 2), 6)
    assert found.least is not None
    assert found.most is not None
    assert F("1.414") < found.least < F("1.414214")
    assert F("1.73205") < found.most < F("1.7321")


def test_a_logarithm_of_an_interval_is_enclosed_outwards() -> None:
    found = span(1, 2).log(8)
    assert found.least == 0
    assert found.most is not None
    assert F("0.69314718") < found.most < F("0.693148")
    assert span(0, 1).log(8) == span(None, 0)
    assert span(-5, 1).log(8) == span(None, 0)
    assert span(None, None).log(8) == EVERYTHING
    assert span(1, None).log(8) == span(0, None)


@pytest.mark.parametrize("a", [span(-2, -1), span(-1, 0), span(None, 0)])
def test_a_logarithm_of_nothing_positive_is_refused(a: Interval) -> None:
    with pytest.raises(RuleError, match="log-of-negative"):
        a.log(8)
