from fractions import Fraction
from typing import Any

import attrs

from rubrika import (
    Attribute,
    Bands,
    BestOf,
    Cap,
    Choice,
    Criterion,
    Direct,
    Indicator,
    Level,
    Option,
    Quantity,
    Rounding,
    Rubric,
    Source,
    WeightedMean,
    YesNo,
    choose,
    cited,
    context,
    count,
    met,
    root,
    stated_numbers,
    total,
)
from rubrika.rules.nodes import Expression, Input

WHOLE = Source("whole", document="Decree 1")
PART = Source("part", document="Decree 2")
OWN = Source("own", document="Decree 3")
GUESS = Source("guess", status="provisional", reason="by analogy")


def stated(rubric: Rubric) -> list[tuple[str, Fraction | int, str | None]]:
    return [
        (number.path, number.value, None if number.source is None else number.source.id)
        for number in stated_numbers(rubric)
    ]


def rubric(*criteria: Any, **fields: Any) -> Rubric:
    return Rubric("r", version="1", title="R", criteria=criteria, **fields)


YES = Indicator("a", "A", YesNo(5))


def test_a_number_has_its_own_source_or_that_of_the_part_around_it() -> None:
    bands = Bands({80: cited(10, OWN), cited(50, OWN): 4})
    made = rubric(
        Criterion("c", "C", [Indicator("a", "A", bands, source=PART)], least=1),
        Indicator("b", "B", YesNo(7)),
        levels=[Level("l", "L", total >= 9, source=PART)],
        source=WHOLE,
    )
    assert stated(made) == [
        ("criteria[0].indicators[0].scale.bands[0].at", 80, "part"),
        ("criteria[0].indicators[0].scale.bands[0].points", 10, "own"),
        ("criteria[0].indicators[0].scale.bands[1].at", 50, "own"),
        ("criteria[0].indicators[0].scale.bands[1].points", 4, "part"),
        ("criteria[0].least", 1, "whole"),
        ("criteria[1].scale.points", 7, "whole"),
        ("levels[0].requirements[0]", 9, "part"),
    ]


def test_without_a_source_a_number_is_provisional() -> None:
    numbers = list(stated_numbers(rubric(YES, Indicator("b", "B", YesNo(cited(6, GUESS))))))
    assert [number.provisional for number in numbers] == [True, True]
    (published,) = stated_numbers(rubric(YES, source=WHOLE))
    assert not published.provisional


def test_defaults_are_not_stated_unless_they_are_cited() -> None:
    assert stated(rubric(YES)) == [("criteria[0].scale.points", 5, None)]
    said = Indicator("a", "A", YesNo(5, no=cited(0, OWN)))
    assert stated(rubric(said))[1] == ("criteria[0].scale.no", 0, "own")


def test_every_kind_of_number_is_listed() -> None:
    pair = [
        Indicator("a", "A", Choice([Option("x", 1)]), weight="30%", rounding=Rounding("0.1")),
        Indicator("b", "B", Direct(10, step=2), weight="70%"),
    ]
    made = rubric(
        Criterion("c", "C", pair, combine=WeightedMean(), points=20, rounding=Rounding(3)),
        Criterion("d", "D", [Criterion("e", "E", [YES.evolve(id="f")])], combine=BestOf(1)),
        context=[
            Attribute("area", "Area", ["x", "y"]),
            Attribute("n", "N", Quantity(0, 9), required=False, default=4),
        ],
        caps=[Cap("l", unless=total >= 2)],
        levels=[Level("l", "L", total >= choose(context("area").one_of("x"), 11, 12))],
        least=1,
        most=24,
        rounding=Rounding(1),
    )
    assert [(path, value) for path, value, _ in stated(made)] == [
        ("criteria[0].indicators[0].scale.options[0].points", 1),
        ("criteria[0].indicators[0].weight", Fraction(3, 10)),
        ("criteria[0].indicators[0].rounding.step", Fraction(1, 10)),
        ("criteria[0].indicators[1].scale.points", 10),
        ("criteria[0].indicators[1].scale.step", 2),
        ("criteria[0].indicators[1].weight", Fraction(7, 10)),
        ("criteria[0].points", 20),
        ("criteria[0].rounding.step", 3),
        ("criteria[1].criteria[0].indicators[0].scale.points", 5),
        ("criteria[1].combine.n", 1),
        ("levels[0].requirements[0]", 11),
        ("levels[0].requirements[0]", 12),
        ("caps[0].unless", 2),
        ("context[1].default", 4),
        ("least", 1),
        ("most", 24),
        ("rounding.step", 1),
    ]


def test_numbers_that_stand_for_counting_are_not_stated() -> None:
    made = rubric(YES, levels=[Level("l", "L", count(met("a"), total >= 3) >= 2)])
    assert [value for _, value, _ in stated(made)[1:]] == [3, 2]


def test_exponents_are_stated() -> None:
    made = rubric(YES, levels=[Level("l", "L", root(total, 3) >= 1)])
    assert [value for _, value, _ in stated(made)[1:]] == [Fraction(1, 3), 1]


def test_children_of_two_kinds_go_by_one_name() -> None:
    made = rubric(Criterion("c", "C", [Criterion("d", "D", [YES]), YES.evolve(id="e")]))
    assert [path for path, _, _ in stated(made)] == [
        "criteria[0].children[0].indicators[0].scale.points",
        "criteria[0].children[1].scale.points",
    ]


class Plain:
    """A scale that is no attrs class."""

    __slots__ = ("__secret", "missing", "name", "parts", "table")

    def __init__(self) -> None:
        self.__secret = 8
        self.name = "plain"
        self.parts = [3, cited("2.5", OWN), True, None, b"5"]
        self.table = {"x": 4.5}

    def rule(self, value: Input, /) -> Expression:
        return choose(value >= 1, 5, 0)


class Single:
    """A scale with one slot."""

    __slots__ = "points"  # noqa: PLC0205  # Python allows it

    def __init__(self) -> None:
        self.points = 5

    def rule(self, value: Input, /) -> Expression:
        return choose(value >= 1, self.points, 0)


@attrs.frozen
class Sourced:
    points: int
    source: object = "the statute"

    def rule(self, value: Input, /) -> Expression:
        return choose(value >= 1, self.points, 0)


def test_the_numbers_and_sources_of_a_foreign_scale_are_found() -> None:
    made = rubric(Indicator("a", "A", Plain()))
    assert [n for n in stated(made) if "secret" not in n[0]] == [
        ("criteria[0].scale.parts[0]", 3, None),
        ("criteria[0].scale.parts[1]", Fraction(5, 2), "own"),
        ("criteria[0].scale.table['x']", Fraction(9, 2), None),
    ]
    assert made.sources == {"own": OWN}
    assert stated(rubric(Indicator("a", "A", Single()))) == [("criteria[0].scale.points", 5, None)]


def test_a_source_that_is_none_counts_as_none() -> None:
    made = rubric(Indicator("a", "A", Sourced(5), source=PART))
    assert stated(made) == [("criteria[0].scale.points", 5, "part")]
    made = rubric(Indicator("a", "A", Sourced(5, OWN), source=PART))
    assert stated(made) == [("criteria[0].scale.points", 5, "own")]
    assert list(made.sources) == ["own", "part"]
