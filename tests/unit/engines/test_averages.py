"""Averages, exact and as intervals, each worked out by hand."""

from fractions import Fraction

import pytest

from rubrika.engines.arithmetic import Interval
from rubrika.engines.averages import average, interval_average
from rubrika.errors import RuleError
from rubrika.rules import Statistic

F = Fraction


def evenly(*values: int | str) -> list[tuple[Fraction, Fraction]]:
    return [(F(1), F(value)) for value in values]


def spans(*ends: tuple[object, object]) -> list[tuple[Fraction, Interval]]:
    def limit(value: object) -> Fraction | None:
        return None if value is None else F(str(value))

    return [(F(1), Interval(limit(low), limit(high))) for low, high in ends]


@pytest.mark.parametrize(
    ("how", "n", "values", "result"),
    [
        ("arithmetic", 0, (1, 2, 6), F(3)),
        ("geometric", 0, (1, 4, 16), F(4)),
        ("geometric", 0, (0, 7), F(0)),
        ("best", 2, (1, 5, 3), F(4)),
        ("best", 9, (1, 5, 3), F(3)),
        ("drop-worst", 1, (1, 5, 3), F(4)),
        ("drop-worst", 9, (1, 5, 3), F(5)),
        ("median", 0, (9, 1, 5), F(5)),
        ("median", 0, (1, 2, 4, 9), F(3)),
        ("trimmed", 1, (0, 2, 4, 100), F(3)),
        ("trimmed", 9, (0, 2, 4, 100), F(3)),
        ("trimmed", 9, (0, 2, 100), F(2)),
    ],
)
def test_an_average_is_one_number_of_many(
    how: Statistic, n: int, values: tuple[int, ...], result: Fraction
) -> None:
    assert average(how, n, evenly(*values)) == result


def test_weights_count_in_the_two_weighted_means() -> None:
    # (1·10 + 3·20) / 4, and the fourth root of 16 · 81³ = 2⁴ · 27⁴.
    assert average("arithmetic", 0, [(F(1), F(10)), (F(3), F(20))]) == F("17.5")
    assert average("geometric", 0, [(F(1, 4), F(16)), (F(3, 4), F(81))]) == 54


def test_a_part_without_a_weight_does_not_count_in_a_geometric_mean() -> None:
    assert average("geometric", 0, [(F(0), F(0)), (F(2), F(5))]) == 5


@pytest.mark.parametrize(
    ("values", "mean"),
    [
        (("8", "8", "8"), F(8)),
        (("4/9", "4/9", "4/9"), F(4, 9)),
        (("12", "12", "1/12"), None),
        (("45.3", "12.7", "88.1"), None),
    ],
)
def test_a_geometric_mean_with_fine_weights_takes_no_enormous_powers(
    values: tuple[str, ...], mean: Fraction | None
) -> None:
    weights = map(F, ("0.33333333", "0.33333333", "0.33333334"))
    assert average("geometric", 0, list(zip(weights, map(F, values), strict=True))) == mean


def test_factors_of_several_parts_come_together_in_a_geometric_mean() -> None:
    # 4^0.3 · 9^0.3 · 6^0.4 = 2^(0.6 + 0.4) · 3^(0.6 + 0.4)
    assert average("geometric", 0, [(F(3), F(4)), (F(3), F(9)), (F(4), F(6))]) == 6
    # √(4/9 · 9/4) = 1 and √(1/2 · 8) = 2
    assert average("geometric", 0, evenly("4/9", "9/4")) == 1
    assert average("geometric", 0, evenly("1/2", 8)) == 2


def test_a_geometric_mean_that_is_irrational_is_none() -> None:
    assert average("geometric", 0, evenly(1, 2)) is None


@pytest.mark.parametrize("how", ["arithmetic", "geometric", "best", "drop-worst", "median"])
def test_an_average_of_nothing_is_refused(how: Statistic) -> None:
    with pytest.raises(RuleError, match="empty-average"):
        average(how, 1, [])


@pytest.mark.parametrize("how", ["arithmetic", "geometric"])
def test_an_average_of_parts_without_weight_is_refused(how: Statistic) -> None:
    with pytest.raises(RuleError, match="empty-average"):
        average(how, 1, [(F(0), F(5)), (F(0), F(6))])


def test_a_geometric_mean_has_no_negative_part() -> None:
    with pytest.raises(RuleError, match="root-of-negative"):
        average("geometric", 0, evenly(-1, -1))


def test_an_average_of_intervals_lies_between_those_of_their_ends() -> None:
    assert interval_average("arithmetic", 0, spans((0, 4), (2, 6)), [], 9) == Interval(F(1), F(5))
    assert interval_average("best", 1, spans((0, 4), (2, 6)), [], 9) == Interval(F(2), F(6))
    assert interval_average("arithmetic", 0, spans((0, None), (2, 6)), [], 9) == Interval(
        F(1), None
    )


def test_optional_parts_may_help_or_harm() -> None:
    # With 5 certain: the best is 5 and 9 alone (7), not with 6 (20/3); the worst is 5 and 1 (3).
    found = interval_average("arithmetic", 0, spans((5, 5)), spans((1, 9), (6, 6)), 9)
    assert found == Interval(F(3), F(7))


def test_optional_parts_alone_may_be_any_of_them() -> None:
    found = interval_average("arithmetic", 0, [], spans((1, 2), (8, 9)), 9)
    assert found == Interval(F(1), F(9))
    assert interval_average("arithmetic", 0, [], spans((None, 2)), 9) == Interval(None, F(2))


def test_an_optional_part_without_weight_changes_nothing() -> None:
    found = interval_average("arithmetic", 0, [], [(F(0), Interval.at(F(9))), *spans((1, 2))], 9)
    assert found == Interval(F(1), F(2))


def test_an_average_that_cannot_have_a_part_is_refused() -> None:
    with pytest.raises(RuleError, match="empty-average"):
        interval_average("arithmetic", 0, [], [], 9)


def test_a_geometric_mean_starts_at_zero() -> None:
    found = interval_average("geometric", 0, spans((-3, 4), (9, 9)), [], 9)
    assert found == Interval(F(0), F(6))
    assert interval_average("geometric", 0, spans((None, 4), (9, 9)), [], 9) == found


def test_a_part_that_is_surely_negative_has_no_geometric_mean() -> None:
    with pytest.raises(RuleError, match="root-of-negative"):
        interval_average("geometric", 0, spans((-3, -1), (9, 9)), [], 9)
    assert interval_average("geometric", 0, spans((9, 9)), spans((-3, -1)), 9) == Interval.at(F(9))


def test_an_irrational_geometric_mean_is_enclosed() -> None:
    found = interval_average("geometric", 0, spans((1, 1), (2, 2)), [], 10)
    assert found.least is not None
    assert found.most is not None
    assert F("1.4142135") < found.least < F("1.4142135623") < found.most < F("1.4142136")
