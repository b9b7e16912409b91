from fractions import Fraction
from typing import Any

import pytest

from rubrika import (
    Attribute,
    Bands,
    Cap,
    Criterion,
    Indicator,
    Level,
    Rounding,
    Rubric,
    RubricError,
    Source,
    YesNo,
    cited,
    met,
    total,
)

SOURCE = Source("s", document="D")
INDICATOR = Indicator("a", "A", YesNo(cited(5, SOURCE)), weight="30%", na="full")
CRITERION = Criterion("c", "C", [INDICATOR.evolve(weight=None)], least=1, most=4)
LEVEL = Level("l", "L", total >= cited(3, SOURCE), needs_below=True)
CAP = Cap("l", unless=met("a"))
ATTRIBUTE = Attribute("x", "X", ["a", "b"], required=False, default="a")
RUBRIC = Rubric(
    "r",
    version="1",
    title="R",
    criteria=[CRITERION],
    levels=[LEVEL],
    caps=[CAP],
    context=[ATTRIBUTE],
    valid=("2020-01-01", None),
    meta={"a": "b"},
)


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        (INDICATOR, {"title": "B"}),
        (INDICATOR, {"scale": Bands({5: 5}, unit="%"), "round_value": Rounding(1)}),
        (INDICATOR, {"weight": "40%", "na": None}),
        (CRITERION, {"least": 0, "most": None}),
        (
            CRITERION,
            {"children": [INDICATOR.evolve(weight=None), INDICATOR.evolve(id="b", weight=None)]},
        ),
        (LEVEL, {"requirements": [total >= 3], "needs_below": False}),
        (CAP, {"unless": "total >= 4"}),
        (ATTRIBUTE, {"required": True, "default": None}),
        (RUBRIC, {"title": "S", "levels": (), "caps": ()}),
        (RUBRIC, {"least": 0, "most": 5, "valid": None, "meta": {}, "no_level": "None"}),
    ],
)
def test_a_change_undone_gives_an_equal_part(part: Any, changes: dict[str, Any]) -> None:
    names = {"least": "least_points", "most": "most_points"}
    before = {name: getattr(part, names.get(name, name)) for name in changes}
    changed = part.evolve(**changes)
    assert changed != part
    assert changed.evolve(**before) == part
    assert hash(changed.evolve(**before)) == hash(part)


def test_nothing_changed_is_equal() -> None:
    for part in (INDICATOR, CRITERION, LEVEL, CAP, ATTRIBUTE, RUBRIC):
        assert part.evolve() == part


def test_a_copy_keeps_its_class_and_the_sources_of_its_numbers() -> None:
    changed = RUBRIC.evolve(title="S")
    assert type(changed) is Rubric
    assert changed.sources == {"s": SOURCE}
    assert changed.fingerprint != RUBRIC.fingerprint
    assert changed.structure == RUBRIC.structure


def test_a_copy_is_checked_like_something_new() -> None:
    with pytest.raises(RubricError, match="there is no level 'l'"):
        RUBRIC.evolve(levels=[])
    assert CRITERION.maximum == 4
    assert CRITERION.evolve(most=3).maximum == Fraction(3)


@pytest.mark.parametrize(("name", "hint"), [("titel", "title"), ("least_point", "least")])
def test_an_unknown_field_is_refused_with_near_misses(name: str, hint: str) -> None:
    with pytest.raises(RubricError) as error:
        CRITERION.evolve(**{name: 5})
    (problem,) = error.value.problems
    assert problem.code == "unknown-field"
    assert hint in problem.hint
