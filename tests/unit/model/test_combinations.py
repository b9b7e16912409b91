from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import attrs
import pytest

from rubrika import (
    BestOf,
    Combination,
    Criterion,
    Direct,
    DropWorst,
    Enclosure,
    GeometricMean,
    Highest,
    Indicator,
    Lowest,
    Median,
    Node,
    NotApplicable,
    Part,
    Rounding,
    Rubric,
    Scorecard,
    Sum,
    TrimmedMean,
    WeightedMean,
    YesNo,
    choose,
    least,
)
from rubrika.engines.arithmetic import Interval
from rubrika.errors import RubrikaError
from rubrika.rules.nodes import Expression, Input, Log

NA = NotApplicable("it has none")


def leaf(id_: str, points: int = 10, **options: Any) -> Indicator:
    return Indicator(id_, id_.upper(), Direct(points), **options)


def card(children: Sequence[Indicator], values: dict[str, Any], **options: Any) -> Scorecard:
    """Score a criterion `c`, which stands beside another that always applies."""
    whole = Criterion("c", "C", children, **options)
    rubric = Rubric("r", version="1", title="R", criteria=[whole, leaf("other", 100)])
    scored = rubric.score({"other": 50, **values})
    decided = rubric.decide({"other": 50, **values})
    assert (decided.points, decided.level) == (scored.points, scored.level)
    return scored


def points(children: Sequence[Indicator], values: dict[str, Any], **options: Any) -> object:
    return card(children, values, **options)["c"].points


def problems(make: Callable[[], object]) -> list[tuple[str, str]]:
    """The codes and paths of the problems with which *make* is refused; each has a way out."""
    with pytest.raises(RubrikaError) as error:
        make()
    assert all(problem.hint for problem in error.value.problems)
    return [(problem.code, problem.path) for problem in error.value.problems]


THREE = [leaf("a"), leaf("b"), leaf("d")]
OPTIONAL = [leaf("a", na="redistribute"), leaf("b"), leaf("d")]
ALL_OPTIONAL = [leaf(id_, na="redistribute") for id_ in ("a", "b", "d")]


def weighted(*weights: object, **options: Any) -> list[Indicator]:
    return [
        leaf(id_, weight=weight, **options)
        for id_, weight in zip(("a", "b", "d"), weights, strict=False)
    ]


# Sums


def test_a_sum_adds_the_points_of_its_children() -> None:
    assert points(THREE, {"a": 1, "b": 2, "d": 3}) == 6
    assert Criterion("c", "C", THREE).maximum == 30


def test_the_points_of_a_child_that_does_not_apply_go_to_the_others() -> None:
    # 30 · (2 + 6) / 20
    assert points(OPTIONAL, {"a": NA, "b": 2, "d": 6}) == 12
    assert points(OPTIONAL, {"a": 5, "b": 2, "d": 6}) == 13


def test_children_count_by_their_maxima_when_points_are_redistributed() -> None:
    children = [leaf("a", 10, na="redistribute"), leaf("b", 20), leaf("d", 5)]
    # 35 · (10 + 5) / 25
    assert points(children, {"a": NA, "b": 10, "d": 5}) == 21


def test_a_sum_may_be_rescaled_to_declared_points() -> None:
    rescaled: dict[str, Any] = {"combine": Sum(rescale=True), "points": 60}
    assert points(THREE, {"a": 1, "b": 2, "d": 3}, **rescaled) == 12
    assert points(OPTIONAL, {"a": NA, "b": 2, "d": 6}, **rescaled) == 24


def test_a_declared_sum_that_the_children_do_not_make_is_refused_with_the_difference() -> None:
    with pytest.raises(RubrikaError) as error:
        Criterion("c", "C", THREE, points=25)
    (problem,) = error.value.problems
    assert (problem.code, problem.path) == ("points-sum", "points")
    assert problem.message.endswith(
        "add up to 30, not to the declared 25 (difference 5): a 10, b 10, d 10"
    )
    assert Criterion("c", "C", THREE, points="30.0").maximum == 30


PENALTY = Indicator("p", "P", YesNo(-4))


def test_penalties_are_not_redistributed() -> None:
    children = [leaf("a", na="redistribute"), leaf("b"), PENALTY]
    # 20 · 5 / 10 − 4, where the maximum of the penalty is 0
    assert points(children, {"a": NA, "b": 5, "p": True}) == 6
    assert points(children, {"a": NA, "b": 5, "p": False}) == 10


def test_a_penalty_that_does_not_apply_takes_nothing() -> None:
    children = [leaf("a"), attrs.evolve(PENALTY, na="redistribute")]
    assert points(children, {"a": 7, "p": NA}) == 7
    assert points(children, {"a": 7, "p": True}) == 3


def test_a_penalty_that_always_takes_something_lowers_the_maximum() -> None:
    always = Indicator("p", "P", YesNo(-4, no=-1))
    children = [leaf("a", na="redistribute"), leaf("b"), always]
    assert Criterion("c", "C", children).maximum == 19
    # 20 · 5 / 10 − 1
    assert points(children, {"a": NA, "b": 5, "p": False}) == 9


def test_penalties_are_rescaled_like_the_rest() -> None:
    rescaled: dict[str, Any] = {"combine": Sum(rescale=True), "points": 40}
    sure = [leaf("a"), leaf("b"), PENALTY]
    optional = [leaf("a", na="redistribute"), leaf("b"), PENALTY]
    assert points(sure, {"a": 5, "b": 5, "p": True}, **rescaled) == 12  # 2 · (10 − 4)
    assert points(optional, {"a": 5, "b": 5, "p": True}, **rescaled) == 12
    assert points(optional, {"a": NA, "b": 5, "p": True}, **rescaled) == 12  # 2 · (20/2 − 4)


def test_penalties_alone_do_not_make_a_whole_apply() -> None:
    scored = card([leaf("a", na="redistribute"), PENALTY], {"a": NA, "p": True})
    assert scored["c"].points is None
    assert scored["c"].status == "not applicable"
    assert scored["p"].points == -4
    assert scored.points == 55  # of 110: 50 of 100, without a made-up zero


def test_a_criterion_may_hold_penalties_only() -> None:
    both = [attrs.evolve(PENALTY, id=id_, na="redistribute") for id_ in ("p", "q")]
    assert Criterion("c", "C", both).maximum == 0
    assert points(both, {"p": True, "q": NA}) == -4
    assert points(both, {"p": NA, "q": NA}) is None
    assert problems(lambda: Criterion("c", "C", both, points=5, combine=Sum(rescale=True))) == [
        ("points-sum", "points")
    ]


def test_floors_and_caps_limit_what_comes_out_before_it_is_rounded() -> None:
    children = [leaf("a"), PENALTY]
    assert points(children, {"a": 1, "p": True}, least=0) == 0
    assert points(children, {"a": 9, "p": False}, most="7.5") == Fraction(15, 2)
    assert points(children, {"a": 9, "p": False}, most="7.5", rounding=Rounding(1, "down")) == 7
    assert Criterion("c", "C", children, least=0, most=8).range == Interval(
        Fraction(0), Fraction(8)
    )
    assert Criterion("c", "C", children).range == Interval(Fraction(-4), Fraction(10))


def test_a_floor_above_a_cap_is_refused() -> None:
    assert problems(lambda: Criterion("c", "C", THREE, least=5, most=4)) == [("limits", "least")]


def test_a_floor_that_no_child_can_rise_above_is_refused() -> None:
    children = [leaf("a", 5), Indicator("b", "B", Direct(5, least=-5))]  # -5 to 10 points
    assert Criterion("c", "C", children, least=10).range == Interval(Fraction(10), Fraction(10))
    assert problems(lambda: Criterion("c", "C", children, least="10.01")) == [("limits", "least")]


def test_a_cap_below_all_that_children_have_is_refused() -> None:
    children = [leaf("a", 5), Indicator("b", "B", Direct(5, least=-5))]
    assert Criterion("c", "C", children, most=-5).range == Interval(Fraction(-5), Fraction(-5))
    assert problems(lambda: Criterion("c", "C", children, most="-5.01")) == [("limits", "most")]


# Means by weight


def test_a_weighted_mean_weighs_shares() -> None:
    children = weighted("50%", "30%", "20%")
    # 100 · (0.5 · 0.2 + 0.3 · 0.4 + 0.2 · 0.5)
    assert points(children, {"a": 2, "b": 4, "d": 5}, combine=WeightedMean()) == 32
    assert Criterion("c", "C", children, combine=WeightedMean()).maximum == 100


def test_weights_may_add_up_to_a_declared_total() -> None:
    children = weighted(50, 30, 20)
    combine = WeightedMean(total=100)
    assert points(children, {"a": 2, "b": 4, "d": 5}, combine=combine, points=10) == Fraction(16, 5)


def test_weights_of_what_applies_are_scaled_up() -> None:
    children = weighted("50%", "30%", "20%", na="redistribute")
    # 100 · (0.3 · 0.4 + 0.2 · 0.5) / 0.5
    assert points(children, {"a": NA, "b": 4, "d": 5}, combine=WeightedMean()) == 44
    assert points(children, {"a": NA, "b": NA, "d": NA}, combine=WeightedMean()) is None


def test_a_geometric_mean_is_exact_where_it_is_rational() -> None:
    children = weighted("1/2", "1/2")
    # √(0.4 · 0.9) = 0.6
    assert points(children, {"a": 4, "b": 9}, combine=GeometricMean(), points=10) == 6
    assert points(children, {"a": 0, "b": 9}, combine=GeometricMean(), points=10) == 0


def test_a_geometric_mean_is_enclosed_where_it_is_not_rational() -> None:
    found = points(weighted("1/2", "1/2"), {"a": 4, "b": 5}, combine=GeometricMean())
    assert isinstance(found, Enclosure)
    # √0.2 = 0.447213595…
    assert Fraction("44.7213595") < found.least < found.most < Fraction("44.7213596")


def test_a_geometric_mean_leaves_out_what_does_not_apply() -> None:
    children = weighted("1/2", "1/2", na="redistribute")
    assert points(children, {"a": NA, "b": 9}, combine=GeometricMean(), points=10) == 9


@pytest.mark.parametrize(
    ("children", "combine", "expected"),
    [
        (weighted("30%", "60%"), WeightedMean(), [("weights-sum", "indicators")]),
        (weighted("30%", "60%"), GeometricMean(), [("weights-sum", "indicators")]),
        (weighted("30%", "70%"), WeightedMean(total=100), [("weights-sum", "indicators")]),
        (
            [*weighted("30%", None), leaf("d", weight=0)],
            WeightedMean(),
            [
                ("weight-missing", "indicators[1].weight"),
                ("weight-negative", "indicators[2].weight"),
            ],
        ),
        (
            [leaf("a", weight="1/2"), attrs.evolve(PENALTY, weight="1/2")],
            WeightedMean(),
            [("no-share", "indicators")],
        ),
        (
            [leaf("a", weight="1/2"), Indicator("b", "B", Direct(5, least=-5), weight="1/2")],
            GeometricMean(),
            [("geometric-negative", "indicators")],
        ),
    ],
)
def test_weights_that_do_not_fit_are_refused(
    children: list[Indicator], combine: Combination, expected: list[tuple[str, str]]
) -> None:
    assert problems(lambda: Criterion("c", "C", children, combine=combine)) == expected


def test_the_error_of_weights_lists_them_and_the_difference() -> None:
    with pytest.raises(RubrikaError) as error:
        Criterion("c", "C", weighted("0.3", "0.3", "0.3"), combine=WeightedMean())
    assert str(error.value) == (
        "indicators: the weights add up to 0.9, not to 1 (difference -0.1): a 0.3, b 0.3, d 0.3. "
        "Change them, or declare the total: total=0.9. [weights-sum]"
    )


@pytest.mark.parametrize(
    "combine", [Sum(), Lowest(), Highest(), Median(), TrimmedMean(), BestOf(1), DropWorst()]
)
def test_weights_that_would_not_count_are_refused(combine: Combination) -> None:
    children = [leaf("a"), leaf("b", weight="30%"), leaf("d")]
    assert problems(lambda: Criterion("c", "C", children, combine=combine)) == [
        ("weight-unused", "indicators[1].weight")
    ]


# One of many


@pytest.mark.parametrize(
    ("combine", "expected", "without_a"),
    [
        (Lowest(), 2, 5),  # of 2, 5, 9; without a: of 5, 9
        (Highest(), 9, 9),
        (Median(), 5, 7),
        (TrimmedMean(), 5, 7),
        (TrimmedMean(1), 5, 7),
        (BestOf(2), 14, 14),  # of 20
        (BestOf(1), 9, 9),
        (DropWorst(), 14, 18),  # (5 + 9) of 20; then 9 alone, of 20
        (DropWorst(2), 9, 9),
    ],
)
def test_some_combinations_pick_children(
    combine: Combination, expected: int, without_a: int
) -> None:
    assert points(OPTIONAL, {"a": 2, "b": 5, "d": 9}, combine=combine) == expected
    assert points(THREE, {"a": 2, "b": 5, "d": 9}, combine=combine) == expected
    assert points(OPTIONAL, {"a": NA, "b": 5, "d": 9}, combine=combine) == without_a


@pytest.mark.parametrize(
    "combine", [Sum(), Lowest(), Highest(), Median(), TrimmedMean(), BestOf(2), DropWorst()]
)
def test_nothing_applicable_is_undefined_and_never_zero(combine: Combination) -> None:
    scored = card(ALL_OPTIONAL, {"a": NA, "b": NA, "d": NA}, combine=combine)
    assert scored["c"].points is None
    assert scored["c"].bounds is None
    maximum = scored["c"].maximum + 100
    assert scored.points == maximum / 2  # the other criterion has 50 of 100


def test_children_of_different_size_are_compared_by_their_shares() -> None:
    children = [leaf("a", 10), leaf("b", 20)]
    assert points(children, {"a": 6, "b": 10}, combine=Lowest(), points=40) == 20
    assert points(children, {"a": 6, "b": 10}, combine=Highest(), points=40) == 24


@pytest.mark.parametrize("combine", [Lowest(), Median(), BestOf(1), DropWorst()])
def test_children_of_different_size_need_declared_points(combine: Combination) -> None:
    with pytest.raises(RubrikaError, match="different maxima: a 10, b 20") as error:
        Criterion("c", "C", [leaf("a"), leaf("b", 20)], combine=combine)
    assert error.value.problems[0].path == "points"


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: BestOf(4), "combine.n"),
        (lambda: DropWorst(3), "combine.n"),
        (lambda: TrimmedMean(2), "combine.n"),
        (lambda: BestOf(0), "n"),
        (lambda: BestOf(True), "n"),
        (lambda: DropWorst(-1), "n"),
        (lambda: TrimmedMean("1"), "n"),  # type: ignore[arg-type]
    ],
)
def test_no_more_children_can_be_picked_than_there_are(
    make: Callable[[], Combination], path: str
) -> None:
    assert problems(lambda: Criterion("c", "C", THREE, combine=make())) == [("count", path)]


def test_one_or_two_children_may_be_trimmed_to_their_median() -> None:
    assert points([leaf("a"), leaf("b")], {"a": 2, "b": 5}, combine=TrimmedMean()) == Fraction(7, 2)
    assert points([leaf("a")], {"a": 2}, combine=TrimmedMean()) == 2


# A combination of one's own


@attrs.frozen
class Own:
    """A combination by a third party."""

    rule_of: Callable[[Sequence[Part]], Any]

    def rule(self, parts: Sequence[Part], points: Fraction, /) -> Expression:
        del points
        made: Expression = self.rule_of(parts)
        return made


def test_a_combination_without_default_points_makes_100() -> None:
    own = Own(lambda parts: 100 * parts[0].share)
    assert points(THREE, {"a": 5, "b": 0, "d": 0}, combine=own) == 50
    assert isinstance(own, Combination)


def test_a_third_party_may_read_weights() -> None:
    own = Own(lambda parts: parts[0].points * (parts[0].weight or 1))
    assert points([leaf("a", weight=3)], {"a": 5}, combine=own) == 15


@pytest.mark.parametrize(
    ("rule_of", "expected"),
    [
        (lambda _: Input("points", "z"), ("combine-input", "combine")),
        (lambda parts: 1 / parts[0].points, ("combine-unlimited", "combine")),
        (lambda parts: Log(parts[0].points), ("rule-undefined", "combine")),
        (lambda parts: parts[0].points >= 5, ("rule-part", "combine")),
        (lambda _: "5,5", ("number", "combine")),
    ],
)
def test_a_combination_that_cannot_be_read_is_refused(
    rule_of: Callable[[Sequence[Part]], Any], expected: tuple[str, str]
) -> None:
    assert problems(lambda: Criterion("c", "C", THREE, combine=Own(rule_of))) == [expected]


def test_a_combination_that_may_pass_the_points_of_its_node_is_refused() -> None:
    twice = Own(lambda parts: 2 * parts[0].points)  # of 10 points: 0 to 20
    wrong = problems(
        lambda: Criterion("c", "C", THREE, combine=twice, points=19, rounding=Rounding(5))
    )
    assert wrong == [("combine-maximum", "combine")]
    assert Criterion("c", "C", THREE, combine=twice, points=20).maximum == 20
    capped = Own(lambda parts: least(2 * parts[0].points, 19))
    assert Criterion("c", "C", THREE, combine=capped, points=19).maximum == 19


def test_a_rounding_may_pass_the_points_of_its_node() -> None:
    half = Own(lambda parts: parts[0].points / 4)  # 0 to 2.5
    assert Criterion("c", "C", THREE, combine=half, points="2.5", rounding=Rounding(1)).maximum == 3


def test_a_combination_says_what_becomes_of_children_that_do_not_apply() -> None:
    careless = Own(lambda parts: parts[0].points + parts[1].points)
    assert problems(lambda: Criterion("c", "C", OPTIONAL, combine=careless)) == [
        ("combine-na", "combine")
    ]
    careful = Own(lambda parts: choose(parts[0].when, parts[0].points, 5) + parts[1].points)
    assert points(OPTIONAL, {"a": NA, "b": 3, "d": 0}, combine=careful) == 8
    assert points(OPTIONAL, {"a": 1, "b": 3, "d": 0}, combine=careful) == 4


@pytest.mark.parametrize("wrong", [None, Sum, "sum", 5])
def test_what_is_no_combination_is_refused(wrong: Any) -> None:
    assert problems(lambda: Criterion("c", "C", THREE, combine=wrong)) == [("combine", "combine")]


def test_a_combination_that_could_change_is_refused() -> None:
    class Mutable:
        __hash__ = None  # type: ignore[assignment]  # as of a class with == and no hash

        def rule(self, parts: Sequence[Part], points: Fraction, /) -> Expression:
            return parts[0].points * points

    assert problems(lambda: Criterion("c", "C", THREE, combine=Mutable())) == [
        ("combine-mutable", "combine")
    ]


# Deeper


def test_a_criterion_of_criteria_applies_when_one_of_them_does() -> None:
    inner = Criterion("i", "I", [leaf("a", na="redistribute"), leaf("b", na="redistribute")])
    outer = Criterion("o", "O", [inner, leaf("d", na="redistribute")])
    rubric = Rubric("r", version="1", title="R", criteria=[outer, leaf("other", 30)])
    # of the 30 of `o`, half of what applies; with the 15 of `other`
    assert rubric.score({"a": NA, "b": NA, "d": 5, "other": 15}).points == 30
    assert rubric.score({"a": 5, "b": NA, "d": NA, "other": 15}).points == 30
    # 60 · 15 / 30
    assert rubric.score({"a": NA, "b": NA, "d": NA, "other": 15}).points == 30
    assert rubric.score({"a": NA, "b": NA, "d": NA, "other": 15})["o"].points is None


def test_the_weights_of_criteria_go_by_their_own_name_in_paths() -> None:
    pair = [Criterion(id_, id_, [leaf(id_ + "1")], weight="40%") for id_ in ("x", "y")]
    assert problems(lambda: Criterion("c", "C", pair, combine=WeightedMean())) == [
        ("weights-sum", "criteria")
    ]
    mixed: list[Node] = [pair[0], leaf("z", weight="40%")]
    assert problems(lambda: Criterion("c", "C", mixed, combine=WeightedMean())) == [
        ("weights-sum", "children")
    ]
    assert problems(
        lambda: Rubric("r", version="1", title="R", criteria=mixed, combine=WeightedMean())
    ) == [("weights-sum", "criteria")]
