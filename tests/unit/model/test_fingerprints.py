import enum
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from rubrika import (
    Attribute,
    Bands,
    Cap,
    Criterion,
    Direct,
    Formula,
    GeometricMean,
    Indicator,
    Level,
    NaPolicy,
    Option,
    Quantity,
    Rounding,
    Rubric,
    Source,
    Truth,
    WeightedMean,
    YesNo,
    adapt,
    choose,
    cited,
    context,
    met,
    total,
)
from rubrika.rules.nodes import Expression, Input

SOURCE = Source("s", document="Circular 22")
RATE = Indicator("rate", "Rate", Bands({80: 10, 50: 4}, unit="%"), na="redistribute")
FIRE = Indicator("fire", "Fire", YesNo(10))
WHOLE = Criterion("c", "C", [RATE, FIRE])
AREA = Attribute("area", "Area", ["lowland", "mountain"], required=False, default="lowland")
GOLD = Level("gold", "Gold", total >= 18, met("fire"))
FAIR = Level("fair", "Fair", total >= 10)
RUBRIC = Rubric(
    "r",
    version="1",
    title="R",
    criteria=[WHOLE],
    levels=[GOLD, FAIR],
    context=[AREA],
)


def with_rate(**changes: Any) -> Rubric:
    return RUBRIC.evolve(criteria=[WHOLE.evolve(children=[RATE.evolve(**changes), FIRE])])


def with_whole(**changes: Any) -> Rubric:
    return RUBRIC.evolve(criteria=[WHOLE.evolve(**changes)])


def with_area(**changes: Any) -> Rubric:
    return RUBRIC.evolve(context=[AREA.evolve(**changes)])


CHANGES_A_SCORE = [
    with_rate(scale=Bands({81: 10, 50: 4}, unit="%")),
    with_rate(scale=Bands({80: 10, 50: 5}, unit="%")),
    with_rate(scale=Bands({80: 10, 50: 4}, unit="%", otherwise=1)),
    with_rate(rounding=Rounding(3)),
    with_rate(round_value=Rounding(1)),
    with_rate(round_value=Rounding(1, "down")),
    with_rate(na=None),
    with_rate(na="full"),
    with_rate(na="zero"),
    with_rate(id="rates"),
    with_whole(least=1),
    with_whole(most=19),
    with_whole(rounding=Rounding(5)),
    with_whole(children=[RATE, FIRE.evolve(scale=YesNo(9, no=1))]),
    with_whole(children=[RATE, FIRE, FIRE.evolve(id="more")]),
    RUBRIC.evolve(least=1),
    RUBRIC.evolve(most=19),
    RUBRIC.evolve(rounding=Rounding(5)),
    RUBRIC.evolve(levels=[GOLD.evolve(requirements=[total >= 19, met("fire")]), FAIR]),
    RUBRIC.evolve(levels=[GOLD.evolve(requirements=[total > 18, met("fire")]), FAIR]),
    RUBRIC.evolve(levels=[GOLD.evolve(requirements=[total >= 18]), FAIR]),
    RUBRIC.evolve(levels=[GOLD.evolve(needs_below=True), FAIR]),
    RUBRIC.evolve(levels=[GOLD.evolve(id="golden"), FAIR]),
    RUBRIC.evolve(levels=[GOLD]),
    RUBRIC.evolve(caps=[Cap("fair", unless=met("rate"))]),
    RUBRIC.evolve(
        levels=[
            GOLD,
            FAIR.evolve(requirements=[total >= choose(context("area").one_of("x"), 9, 10)]),
        ],
        context=[AREA.evolve(domain=["lowland", "x"])],
    ),
]
CHANGES_WHAT_IS_TAKEN = [
    with_rate(na=NaPolicy("redistribute", justified=True)),
    with_rate(scale=Bands({80: 10, 50: 4}, least=0, most=100)),
    with_rate(scale=Bands({80: 10, 50: 4}, least=0, most=100, unit="min")),
    with_rate(scale=Bands({80: 10, 50: 4}, unit="%", decimals=2)),
    with_rate(scale=Bands({80: 10, 50: 4}, least=0, most=90, unit="%")),
    with_area(domain=["lowland", "mountain", "island"]),
    with_area(default="mountain"),
    with_area(default=None),
    with_area(default=None, required=True),
    with_area(domain=Truth(), default=True),
    with_area(domain=Quantity(0), default=1),
    with_area(domain=Quantity(0, unit="m"), default=1),
    with_area(domain=["True", "False"], default="True"),
    with_area(id="region"),
    RUBRIC.evolve(context=[]),
]
CHANGES_WORDS_ONLY = [
    RUBRIC.evolve(title="Other"),
    RUBRIC.evolve(id="other"),
    RUBRIC.evolve(version="2"),
    RUBRIC.evolve(description="More"),
    RUBRIC.evolve(digits=3),
    RUBRIC.evolve(no_level="None"),
    RUBRIC.evolve(valid=("2020-01-01", None)),
    RUBRIC.evolve(meta={"pilot": "town"}),
    RUBRIC.evolve(source=SOURCE),
    RUBRIC.evolve(levels=[GOLD.evolve(title="Best"), FAIR]),
    RUBRIC.evolve(
        levels=[GOLD.evolve(requirements=[total >= cited(18, SOURCE), met("fire")]), FAIR]
    ),
    RUBRIC.evolve(levels=[GOLD, FAIR.evolve(source=SOURCE)]),
    with_area(title="Region"),
    with_rate(title="Share"),
    with_rate(evidence="the register"),
    with_rate(source=SOURCE),
    with_rate(scale=Bands({80: cited(10, SOURCE), 50: 4}, unit="%")),
    with_whole(title="Criterion"),
    with_whole(description="More"),
    with_whole(children=[FIRE, RATE]),
    adapt(RUBRIC, id="ours", version="1"),
]


@pytest.mark.parametrize("changed", CHANGES_A_SCORE + CHANGES_WHAT_IS_TAKEN)
def test_what_can_change_a_score_or_its_input_changes_both_fingerprints(changed: Rubric) -> None:
    assert changed.structure != RUBRIC.structure
    assert changed.fingerprint != RUBRIC.fingerprint


@pytest.mark.parametrize("changed", CHANGES_WORDS_ONLY)
def test_words_sources_and_order_change_the_content_only(changed: Rubric) -> None:
    assert changed.structure == RUBRIC.structure
    assert changed.fingerprint != RUBRIC.fingerprint


def test_all_these_changes_have_different_fingerprints() -> None:
    every = [RUBRIC, *CHANGES_A_SCORE, *CHANGES_WHAT_IS_TAKEN, *CHANGES_WORDS_ONLY]
    assert len({rubric.fingerprint for rubric in every}) == len(every)
    structures = {rubric.structure for rubric in (RUBRIC, *CHANGES_A_SCORE, *CHANGES_WHAT_IS_TAKEN)}
    assert len(structures) == 1 + len(CHANGES_A_SCORE) + len(CHANGES_WHAT_IS_TAKEN)


def test_the_same_rubric_written_again_has_the_same_fingerprints() -> None:
    again = RUBRIC.evolve(
        levels=[Level("gold", "Gold", "total >= 18", 'met("fire")'), FAIR],
    )
    assert again.fingerprint == RUBRIC.fingerprint
    assert again.structure == RUBRIC.structure


def test_a_weight_changes_both_fingerprints() -> None:
    def weighed(first: str, second: str, combine: Any) -> Rubric:
        children = [RATE.evolve(weight=first), FIRE.evolve(weight=second)]
        return with_whole(children=children, combine=combine)

    half = weighed("50%", "50%", WeightedMean())
    for other in (weighed("40%", "60%", WeightedMean()), weighed("50%", "50%", GeometricMean())):
        assert other.structure != half.structure
        assert other.fingerprint != half.fingerprint


def test_what_a_source_says_changes_the_content() -> None:
    quoted = attrs.evolve(SOURCE, quotation="not less than 18")
    for part in (SOURCE, quoted):
        assert RUBRIC.evolve(source=part).structure == RUBRIC.structure
    assert RUBRIC.evolve(source=quoted).fingerprint != RUBRIC.evolve(source=SOURCE).fingerprint
    in_a_rule = [FAIR.evolve(requirements=[total >= cited(10, s)]) for s in (SOURCE, quoted)]
    first, second = (RUBRIC.evolve(levels=[GOLD, level]) for level in in_a_rule)
    assert first.fingerprint != second.fingerprint


# Scales of third parties


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Plain:
    """A scale that is no attrs class, with fields of every kind."""

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)

    def rule(self, value: Input, /) -> Expression:
        return choose(value >= 1, 5, 0)


@attrs.frozen
class Named:
    anything: Any

    def rule(self, value: Input, /) -> Expression:
        return choose(value >= 1, 5, 0)


@dataclass(frozen=True)
class Data:
    anything: Any

    def rule(self, value: Input, /) -> Expression:
        return choose(value >= 1, 5, 0)


def content(scale: Any) -> str:
    return Rubric("r", version="1", title="R", criteria=[Indicator("a", "A", scale)]).fingerprint


ANYTHING = [
    None,
    True,
    5,
    5.5,
    Decimal("5.25"),
    "5",
    date(2020, 1, 1),
    Colour.RED,
    Colour.BLUE,
    (1, 2),
    frozenset({"b", "a", "c"}),
    int,
    content,
    Option("x", 5),
    Option("x", 6),
    Input("value"),
    Quantity(0),
]


@pytest.mark.parametrize("kind", [Named, Data])
def test_the_fields_of_a_foreign_scale_are_part_of_the_content(kind: Any) -> None:
    found = [content(kind(anything)) for anything in ANYTHING]
    assert len(set(found)) == len(ANYTHING)
    assert found == [content(kind(anything)) for anything in ANYTHING]


def test_the_fields_of_a_plain_object_are_part_of_the_content() -> None:
    assert content(Plain(a=[1, {"x": 2}])) == content(Plain(a=[1, {"x": 2}]))
    assert content(Plain(a=[1, {"x": 2}])) != content(Plain(a=[1, {"x": 3}]))
    assert content(Plain(a={1, 2})) == content(Plain(a={2, 1}))
    assert content(Plain()) != content(Named(None))


def test_fingerprints_are_the_same_in_every_process() -> None:
    code = (
        "from rubrika import *\n"
        "a = Indicator('a', 'A', Choice({'x': 1, 'y': 2, 'z': 3}), na='full')\n"
        "b = Attribute('area', 'Area', ['l', 'm', 'n'])\n"
        "r = Rubric('r', version='1', title={'vi': 'R', 'en': 'R'}, criteria=[a], context=[b],\n"
        "  levels=[Level('l', 'L', context('area').one_of('l', 'm') | met('a') | (total >= 2))])\n"
        "print(r.fingerprint, r.structure)\n"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_a_direct_scale_and_a_formula_of_the_same_meaning_share_the_structure() -> None:
    direct, formula = (
        Rubric("r", version="1", title="R", criteria=[Indicator("a", "A", scale)])
        for scale in (Direct(10), Formula("value", points=10, least=0, most=10))
    )
    assert direct.structure == formula.structure
    assert direct.fingerprint != formula.fingerprint
