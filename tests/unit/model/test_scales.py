import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import attrs
import pytest

from rubrika import (
    Band,
    Bands,
    Bounds,
    Categories,
    Choice,
    Direct,
    Domain,
    Formula,
    Indicator,
    Knot,
    Linear,
    Option,
    Piecewise,
    Quantity,
    Rounding,
    Rubric,
    RubricError,
    Scale,
    Tally,
    Truth,
    YesNo,
    choose,
    cited,
    domain_of,
    greatest,
    log,
    range_of,
    root,
)
from rubrika.engines.arithmetic import Interval
from rubrika.engines.exact import value
from rubrika.errors import RubrikaError
from rubrika.rules.nodes import Condition, Expression, Input
from rubrika.sources import Source, source_of

READ = Input("value")
TABLE = Source("table", document="The table")


def points(scale: Scale, observed: Fraction | bool | int | str) -> Fraction:
    """The points of *observed*, by the reference reading."""
    fact = observed if isinstance(observed, bool | str) else Fraction(observed)
    return value(scale.rule(READ), {READ: fact})


def problems(make: Callable[[], object]) -> list[tuple[str, str]]:
    """The codes and paths of the problems with which *make* is refused; each has a way out."""
    with pytest.raises(RubrikaError) as error:
        make()
    assert all(problem.hint for problem in error.value.problems)
    return [(problem.code, problem.path) for problem in error.value.problems]


@attrs.frozen
class Own:
    """A scale by a third party."""

    points: Any
    least: int | None = 0
    most: int | None = 10
    rule_of: Callable[[Input], Any] = attrs.field(default=lambda read: read)

    @property
    def domain(self) -> Quantity:
        return Quantity(self.least, self.most)

    @property
    def maximum(self) -> object:
        return self.points

    def rule(self, read: Input) -> Expression:
        made: Expression = self.rule_of(read)
        return made


# What a scale is


def test_a_scale_without_a_domain_takes_any_number() -> None:
    class Pass:
        def rule(self, value: Input) -> Expression:
            return choose(value >= 50, 5, 0)

    assert domain_of(Pass()) == Quantity()
    assert range_of(Pass()) == Interval(Fraction(0), Fraction(5))
    assert isinstance(Pass(), Scale)


def test_a_domain_is_one_of_the_three_kinds() -> None:
    class Wrong:
        domain = "0 to 10"

        def rule(self, value: Input) -> Expression:
            return value

    assert problems(lambda: domain_of(Wrong())) == [("domain", "domain")]
    assert problems(lambda: range_of(Wrong())) == [("domain", "domain")]


def test_a_declared_maximum_stands_for_what_the_reading_finds() -> None:
    # value - value is 0, but read as intervals it may be anything from -10 to 10.
    scale = Own(3, rule_of=lambda read: read - read)
    assert range_of(scale) == Interval(Fraction(-10), Fraction(3))


def test_a_declared_maximum_is_a_number_not_below_the_least_points() -> None:
    assert problems(lambda: range_of(Own("5,5"))) == [("number", "maximum")]
    assert problems(lambda: range_of(Own(-1))) == [("scale-maximum", "maximum")]


@pytest.mark.parametrize(("least", "most", "side"), [(None, 10, "lower"), (0, None, "upper")])
def test_points_without_a_limit_are_refused(least: int | None, most: int | None, side: str) -> None:
    with pytest.raises(RubricError, match=f"no {side} limit") as error:
        range_of(Own(None, least, most))
    assert error.value.problems[0].code == "scale-unlimited"


def test_a_scale_reads_its_value_and_nothing_else() -> None:
    scale = Own(5, rule_of=lambda read: read + Input("points", "c1"))
    assert problems(lambda: range_of(scale)) == [("scale-input", "")]


def test_a_rule_that_is_none_is_refused() -> None:
    assert problems(lambda: range_of(Own(5, rule_of=lambda read: read >= 5))) == [("rule-part", "")]
    assert problems(lambda: range_of(Own(5, rule_of=lambda _: "5,5"))) == [("number", "")]


@pytest.mark.parametrize(
    "rule",
    [
        root(READ - 1),
        (READ - 1) ** Fraction(-1, 2),
        log(READ),
        log(READ - 1),
        choose(READ >= 5, root(READ), root(READ - 5)),
    ],
)
def test_a_scale_has_points_for_every_allowed_value(rule: Expression) -> None:
    scale = Own(9, rule_of=lambda _: greatest(rule, 0))
    assert problems(lambda: range_of(scale)) == [("rule-undefined", "")]


def test_points_without_a_limit_below_are_undefined_where_a_root_is_taken_of_them() -> None:
    scale = Own(9, least=None, rule_of=root)
    assert problems(lambda: range_of(scale)) == [("rule-undefined", "")]


@pytest.mark.parametrize(
    "rule",
    [
        root(READ),
        READ**2,
        choose(READ >= 1, log(READ), 0),
        choose(READ > 0, greatest(log(READ), 0), 0),
        root(greatest(READ - 5, 0)),
    ],
)
def test_what_is_not_defined_everywhere_may_stand_behind_a_condition(rule: Expression) -> None:
    assert range_of(Own(100, rule_of=lambda _: rule)).least == 0


def test_values_are_rounded_before_the_scale_reads_them() -> None:
    # 9 is halfway between 8 and 10, and so is rounded to 10, although no 10 can be observed.
    assert range_of(Own(None, 0, 9)).most == 9
    assert range_of(Own(None, 0, 9), Rounding(2)).most == 10


# Yes or no


def test_yes_gives_points_and_no_gives_none() -> None:
    assert points(YesNo(20), True) == 20
    assert points(YesNo(20), False) == 0
    assert points(YesNo(-5, no="1/2"), False) == Fraction(1, 2)
    assert domain_of(YesNo(20)) == Truth()


@pytest.mark.parametrize(
    ("scale", "yes"),
    [(YesNo(5), True), (YesNo(0), True), (YesNo(-5), False), (YesNo(1, no=2), False)],
)
def test_a_gate_asks_for_the_better_answer(scale: YesNo, *, yes: bool) -> None:
    assert scale.met(READ) == (READ.is_yes if yes else ~READ.is_yes)


@pytest.mark.parametrize("wrong", [True, "12,5", float("nan"), float("inf"), None, [5]])
def test_points_are_exact_numbers(wrong: Any) -> None:
    assert problems(lambda: YesNo(wrong))[0][1] == "points"
    assert problems(lambda: YesNo(1, no=wrong))[0] == ("number", "no")


# Choice


def test_each_option_has_its_points() -> None:
    scale = Choice({"never": 0, "often": "7.5", "always": 10})
    assert [points(scale, o) for o in ("never", "often", "always")] == [0, Fraction(15, 2), 10]
    assert domain_of(scale) == Categories(["never", "often", "always"])


def test_a_choice_of_one_option_gives_its_points() -> None:
    assert points(Choice({"done": 3}), "done") == 3


def test_options_may_have_descriptors() -> None:
    scale = Choice([Option("never", 0, {"en": "Nobody smiles"}), ("often", cited(10, TABLE))])
    assert [o.title.get("en") for o in scale.options] == ["Nobody smiles", ""]
    assert source_of(scale.options[1].points) == TABLE


def test_an_option_is_read_in_its_canonical_spelling() -> None:
    composed = unicodedata.normalize("NFC", "tốt")
    scale = Choice({unicodedata.normalize("NFD", "tốt"): 5, "kém": 0})
    assert scale.options[0].id == composed
    assert points(scale, domain_of(scale).check("tốt")) == 5


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [("options", "options")]),
        ({"a": "x", "b": True}, [("number", "options[0].points"), ("number", "options[1].points")]),
        ({1: 5}, [("option", "options[0].id")]),
        (["a"], [("pair", "options[0]")]),
        ([Option("a", 1), Option("a", 2)], [("option-twice", "options[1]")]),
    ],
)
def test_options_that_are_none_are_refused(options: Any, expected: list[tuple[str, str]]) -> None:
    assert problems(lambda: Choice(options)) == expected


# Bands


@pytest.mark.parametrize(
    ("observed", "expected"), [(100, 40), (90, 40), (89, 30), (75, 30), (74, 10), (50, 10), (49, 0)]
)
def test_a_band_starts_at_its_bound_and_ends_before_the_next(observed: int, expected: int) -> None:
    assert points(Bands({50: 10, 90: 40, 75: 30}, unit="%"), observed) == expected


@pytest.mark.parametrize(("observed", "expected"), [(0, 20), (5, 20), (6, 10), (15, 10), (16, -2)])
def test_where_less_is_better_a_band_ends_at_its_bound(observed: int, expected: int) -> None:
    scale = Bands({5: 20, 15: 10}, bound="at most", unit="min", least=0, otherwise=-2)
    assert points(scale, observed) == expected
    assert range_of(scale) == Interval(Fraction(-2), Fraction(20))


def test_bands_are_kept_from_the_best_to_the_worst() -> None:
    assert [band.at for band in Bands([(50, 1), Band(90, 3), (75, 2)]).bands] == [90, 75, 50]
    lower = Bands({5: 20, 15: 10, 1: 30}, bound="at most")
    assert [band.at for band in lower.bands] == [1, 5, 15]


def test_a_band_may_say_where_it_ends() -> None:
    said = Bands([Band(50, 10, to=75), Band(75, 30, to=90), Band(90, 40, to=100)], unit="%")
    assert points(said, 75) == 30
    less = Bands([Band(15, 10, to=5), Band(5, 20, to=0)], bound="at most", least=0)
    assert points(less, 5) == 20


@pytest.mark.parametrize(
    ("bands", "options", "expected"),
    [
        ([Band(50, 1, to=80), Band(75, 2)], {}, [("bands-overlap", "bands")]),
        ([Band(50, 1, to=70), Band(75, 2)], {}, [("bands-gap", "bands")]),
        ([Band(15, 1, to=4), Band(5, 2)], {"bound": "at most"}, [("bands-overlap", "bands")]),
        ([Band(15, 1, to=7), Band(5, 2)], {"bound": "at most"}, [("bands-gap", "bands")]),
        ([Band(90, 1, to=95)], {"unit": "%"}, [("bands-gap", "bands")]),
        ([Band(90, 1, to=95)], {}, [("bands-gap", "bands")]),
        ([Band(5, 1, to=1)], {"bound": "at most", "least": 0}, [("bands-gap", "bands")]),
        ([(90, 1), ("90.0", 2)], {}, [("bands-overlap", "bands")]),
        ({101: 5, 50: 1}, {"unit": "%"}, [("band-outside", "bands[0]")]),
        ({-1: 5, 50: 1}, {"unit": "%"}, [("band-outside", "bands[0]")]),
        ({}, {}, [("no-bands", "bands")]),
        ({5: 1}, {"bound": "over"}, [("band-bound", "bound")]),
        ({"90%": 5}, {"unit": "%"}, [("number", "bands[0].at")]),
        ([7], {}, [("pair", "bands[0]")]),
        ({90: 5}, {"otherwise": True}, [("number", "otherwise")]),
        ({90: 5}, {"least": 5, "most": 1}, [("limits", "least")]),
    ],
)
def test_bands_that_contradict_themselves_are_refused(
    bands: Any, options: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(lambda: Bands(bands, **options)) == expected


def test_the_error_of_overlapping_bands_names_both() -> None:
    with pytest.raises(RubricError) as error:
        Bands({90: 40, "90": 30})
    (problem,) = error.value.problems
    assert problem.message.startswith("two bands have the same bound 90 (")
    assert "40" in problem.message
    assert "30" in problem.message


# Lines


@pytest.mark.parametrize(("observed", "expected"), [(31, 0), (30, 0), (20, 8), (5, 20), (0, 20)])
def test_points_grow_evenly_from_the_worst_to_the_best(observed: int, expected: int) -> None:
    # 20 · (20 − 30) / (5 − 30) = 8
    assert points(Linear(worst=30, best=5, points=20), observed) == expected


def test_a_line_may_be_a_penalty() -> None:
    scale = Linear(worst=0, best=10, points=-5, unit="h", least=0)
    assert [points(scale, v) for v in (0, 4, 12)] == [0, -2, -5]
    assert range_of(scale) == Interval(Fraction(-5), Fraction(0))
    assert domain_of(scale) == Quantity(0, None, "h")


def test_the_ends_of_a_line_differ_and_are_numbers() -> None:
    assert problems(lambda: Linear(worst=5, best="5.0", points=20)) == [("linear-ends", "")]
    assert problems(lambda: Linear(worst="5%", best=6, points=20)) == [("number", "worst")]
    assert problems(lambda: Linear(worst=5, best=6, points=1, least=2, most=1)) == [
        ("limits", "least")
    ]


@pytest.mark.parametrize(
    ("observed", "expected"),
    [(-5, 0), (0, 0), (25, 10), (50, 20), (75, 25), (100, 30), (200, 30)],
)
def test_between_knots_points_lie_on_a_straight_line(observed: int, expected: int) -> None:
    assert points(Piecewise({50: 20, 0: 0, 100: 30}), observed) == expected


def test_knots_may_go_down_and_be_written_as_objects() -> None:
    scale = Piecewise([Knot(0, 10), (10, 0)], unit="d", least=0, decimals=1)
    assert points(scale, 5) == 5
    assert range_of(scale) == Interval(Fraction(0), Fraction(10))
    assert domain_of(scale) == Quantity(0, None, "d", 1)


@pytest.mark.parametrize(
    ("knots", "expected"),
    [
        ({}, [("knots", "knots")]),
        ({0: 0}, [("knots", "knots")]),
        ([(0, 0), (0, 5)], [("knots", "knots")]),
        ([(0, 0), (5, 1), ("5.0", 5)], [("knots", "knots")]),
        ([3], [("pair", "knots[0]")]),
        ({0: 0, "10%": 5}, [("number", "knots[1].at")]),
    ],
)
def test_knots_that_make_no_line_are_refused(knots: Any, expected: list[tuple[str, str]]) -> None:
    assert problems(lambda: Piecewise(knots)) == expected


# Direct, tally, formula


def test_points_are_given_directly_in_steps() -> None:
    scale = Direct(10, step="0.5")
    assert points(scale, 7) == 7
    assert domain_of(scale) == Quantity(0, 10, step="0.5")
    assert range_of(Direct(0, least=-10)) == Interval(Fraction(-10), Fraction(0))


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: Direct(10, step=3), [("limits", "most")]),
        (lambda: Direct(-5), [("limits", "least")]),
        (lambda: Direct(10, step=0), [("step", "step")]),
        (lambda: Tally(each=5, limit=-20), [("tally-limit", "")]),
        (lambda: Tally(each=-5, limit=20), [("tally-limit", "")]),
        (lambda: Tally(each=0, limit=0), [("tally-limit", "")]),
        (lambda: Tally(each=0, limit=-1), [("tally-limit", "")]),
        (lambda: Tally(each="1,5", limit=1), [("number", "each")]),
    ],
)
def test_direct_points_and_tallies_that_make_no_sense_are_refused(
    make: Callable[[], object], expected: list[tuple[str, str]]
) -> None:
    assert problems(make) == expected


@pytest.mark.parametrize(("counted", "expected"), [(0, 0), (3, 15), (4, 20), (9, 20)])
def test_a_tally_gives_points_for_each_up_to_its_limit(counted: int, expected: int) -> None:
    assert points(Tally(each=5, limit=20), counted) == expected
    assert points(Tally(each=-5, limit=-20), counted) == -expected


def test_a_tally_counts_whole_numbers() -> None:
    assert domain_of(Tally(each=5, limit=20)) == Quantity(0, decimals=0)
    assert range_of(Tally(each=-2, limit=-5)) == Interval(Fraction(-5), Fraction(0))


def test_a_formula_is_written_as_text_or_built() -> None:
    text = Formula("10 * root(value / 100)", points=10, unit="%")
    built = Formula(10 * root(READ / 100), points=10, unit="%")
    assert text == built
    assert points(text, 25) == 5
    assert text.maximum == 10
    assert domain_of(text) == Quantity(unit="%")


def test_a_formula_is_read_of_the_value_that_it_is_given() -> None:
    read = Input("value", "wait")
    assert Formula("value + 1", points=11, least=0, most=10).rule(read) == read + 1


@pytest.mark.parametrize(
    ("formula", "options", "expected"),
    [
        ("10 * value", {"least": 0, "most": 2}, [("formula-limit", "formula")]),
        ("value + points('c1')", {"least": 0, "most": 2}, [("scale-input", "formula")]),
        ("value", {}, [("scale-unlimited", "")]),
        ("value", {"least": 0}, [("scale-unlimited", "")]),
        ("root(value)", {"least": -1, "most": 1}, [("rule-undefined", "")]),
        ("1 / value", {"least": 0, "most": 1}, [("scale-unlimited", "")]),
        ("met('c1')", {}, [("rule-kind", "formula")]),
        ("choose(applies('a'), 1, 0)", {}, [("scale-input", "")]),
        ("choose(met('a'), 1, 0)", {}, [("rule-shorthand", "")]),
        ("valeu", {}, [("rule-name", "formula")]),
        ("value", {"least": "1%"}, [("number", "least")]),
    ],
)
def test_formulas_that_could_surprise_are_refused(
    formula: str, options: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(lambda: Formula(formula, points=10, **options)) == expected


@pytest.mark.parametrize(
    "scale",
    [
        YesNo(1),
        Choice({"a": 1}),
        Bands({1: 1}),
        Linear(worst=0, best=1, points=1),
        Piecewise({0: 0, 1: 1}),
        Direct(1),
        Tally(each=1, limit=1),
        Formula("value", points=1, least=0, most=1),
    ],
)
def test_every_scale_is_frozen_and_hashable(scale: Any) -> None:
    assert hash(scale) == hash(attrs.evolve(scale))
    assert scale == attrs.evolve(scale)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        scale.points = 5
    domain: Domain = domain_of(scale)
    assert domain == domain_of(attrs.evolve(scale))


def test_a_condition_is_no_domain() -> None:
    assert not isinstance(READ >= 1, Expression)
    assert isinstance(READ >= 1, Condition)


@attrs.frozen
class _Modest:
    """As many points as the value, and a declared maximum that is lower."""

    maximum = Fraction(5)
    domain = Quantity(0, 10)

    def rule(self, value: Input) -> Expression:
        return value * 1


def test_points_do_not_pass_the_declared_maximum() -> None:
    leaf = Indicator("a", "A", _Modest(), rounding=Rounding(1))
    rubric = Rubric("r", version="1", title="R", criteria=[leaf, Indicator("b", "B", YesNo(5))])
    card = rubric.score({"a": 10, "b": False})
    assert card.points == 5
    assert card["a"].share == 1
    assert rubric.score({"a": 3, "b": False}).points == 3
    assert rubric.score({}).bounds == Bounds(Fraction(0), Fraction(10))
