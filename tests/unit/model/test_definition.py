import copy
import pickle
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from rubrika import (
    Attribute,
    Cap,
    Choice,
    Criterion,
    Direct,
    Indicator,
    Level,
    NotApplicable,
    Quantity,
    Rounding,
    Rubric,
    RubricError,
    Source,
    Text,
    Truth,
    Validity,
    YesNo,
    choose,
    cited,
    context,
    met,
    points,
    share,
    total,
    value,
)
from rubrika.errors import RubrikaError
from rubrika.rules import Applicable

NA = NotApplicable("it has none")
A = Indicator("a", "A", Direct(60))
B = Indicator("b", "B", YesNo(40))
AREA = Attribute("area", "Area", ["lowland", "mountain"])
MOUNTAIN = context("area").one_of("mountain")


def rubric(*criteria: Any, **fields: Any) -> Rubric:
    made: dict[str, Any] = {"id": "r", "version": "1", "title": "R", "criteria": criteria or (A, B)}
    return Rubric(**(made | fields))


def problems(make: Callable[[], object]) -> list[tuple[str, str]]:
    """The codes and paths of the problems with which *make* is refused; each has a way out."""
    with pytest.raises(RubrikaError) as error:
        make()
    assert all(problem.hint for problem in error.value.problems)
    return [(problem.code, problem.path) for problem in error.value.problems]


def levels(*requirements: Any, **options: Any) -> tuple[Level, ...]:
    """Levels `l0`, `l1`, … from the highest to the lowest."""
    return tuple(Level(f"l{i}", f"L{i}", r, **options) for i, r in enumerate(requirements))


# Fields


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"id": "a b"}, [("id", "id")]),
        ({"version": 1}, [("version", "version")]),
        ({"version": "1 2"}, [("version", "version")]),
        ({"title": 5}, [("text", "title")]),
        ({"criteria": []}, [("no-children", "criteria")]),
        ({"criteria": 5}, [("child", "criteria[0]")]),
        ({"levels": [Level("l", "L"), 5, "x"]}, [("member", "levels[1]"), ("member", "levels[2]")]),
        ({"levels": "total >= 5"}, [("member", "levels[0]")]),
        ({"caps": [5]}, [("member", "caps[0]")]),
        ({"context": [5]}, [("member", "context[0]")]),
        ({"points": "0,5"}, [("number", "points")]),
        ({"least": "x"}, [("number", "least")]),
        ({"most": True}, [("number", "most")]),
        ({"least": 9, "most": 8}, [("limits", "least")]),
        ({"points": 90}, [("points-sum", "points")]),
        ({"combine": 5}, [("combine", "combine")]),
        ({"rounding": 1}, [("rounding", "rounding")]),
        ({"digits": 13}, [("digits", "digits")]),
        ({"digits": True}, [("digits", "digits")]),
        ({"no_level": 5}, [("text", "no_level")]),
        ({"valid": "2020-01-01"}, [("validity", "valid")]),
        ({"valid": ("2020-01-01",)}, [("validity", "valid")]),
        ({"valid": ("2020-01-01", "soon")}, [("date", "valid.end")]),
        ({"valid": ("2020-01-02", "2020-01-01")}, [("validity", "valid.end")]),
        ({"meta": 5}, [("meta", "meta")]),
        ({"meta": {"pilot": 5}}, [("text", "meta")]),
        ({"source": "Circular"}, [("source", "source")]),
    ],
)
def test_a_rubric_whose_fields_are_wrong_is_refused(
    fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(lambda: rubric(**fields)) == expected


def test_single_members_need_no_list() -> None:
    made = rubric(levels=Level("l", "L"), caps=Cap("l", unless=met("b")), context=AREA)
    assert (len(made.levels), len(made.caps), len(made.context)) == (1, 1, 1)


def test_meta_is_texts_by_name_in_the_order_of_the_names() -> None:
    made = rubric(meta={"unit": "town", "pilot": {"en": "three towns"}})
    assert made.meta == (("pilot", Text("", (("en", "three towns"),))), ("unit", Text("town")))
    assert rubric(meta=made.meta).meta == made.meta


def test_what_is_said_without_a_level_may_be_changed() -> None:
    assert rubric().no_level.get("vi") == "Chưa được công nhận"
    assert rubric(no_level="Failed").no_level == Text("Failed")


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2020-12-31", False), ("2021-01-01", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_both_ends_of_a_validity_belong_to_it(day: str, *, inside: bool) -> None:
    valid = Validity("2021-01-01", date(2026, 12, 31))
    assert valid.covers(date.fromisoformat(day)) is inside
    assert Validity().covers(date.fromisoformat(day))
    assert rubric(valid=("2021-01-01", "2026-12-31")).valid == valid
    assert rubric(valid=valid).valid is valid


def test_a_validity_shows_where_it_is_open() -> None:
    assert str(Validity("2021-01-01")) == "2021-01-01 – …"
    assert str(Validity(end="2021-01-01")) == "… – 2021-01-01"
    assert rubric().valid == Validity()


# Ids and sources


def test_every_id_that_stands_twice_is_named_with_both_places() -> None:
    inner = Criterion("c", "C", [A, Indicator("d", "D", YesNo(1))])
    with pytest.raises(RubricError) as error:
        rubric(
            inner,
            A,
            Criterion("d", "D", [B]),
            levels=[Level("l", "L"), Level("m", "M"), Level("l", "L")],
            context=[AREA, AREA],
        )
    assert [(p.path, p.message) for p in error.value.problems] == [
        ("criteria[1].id", "the id 'a' stands twice, first at criteria[0].indicators[0]"),
        ("criteria[2].id", "the id 'd' stands twice, first at criteria[0].indicators[1]"),
        ("levels[2].id", "the id 'l' stands twice, first at levels[0]"),
        ("context[1].id", "the id 'area' stands twice, first at context[0]"),
    ]


FIRST, OTHER = Source("c22", document="Circular 22"), Source("c22", document="Circular 44")
SAME = Source("c22", document="Circular 22")
LATE = Source("d1", document="Decision 1")


def test_all_sources_are_known_by_their_ids() -> None:
    made = rubric(
        Criterion("c", "C", [Indicator("a", "A", YesNo(cited(5, FIRST)))], source=LATE),
        levels=[Level("l", "L", total >= cited(5, SAME))],
        context=[AREA.evolve(source=Source("area", document="Decree 1"))],
        caps=[Cap("l", unless=points("c") >= cited(5, Source("cap", document="Decree 2")))],
        source=Source("whole", document="Decree 3"),
    )
    assert list(made.sources) == ["c22", "d1", "cap", "area", "whole"]
    assert made.sources["c22"] == FIRST
    assert rubric().sources == {}


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"levels": [Level("l", "L", total >= cited(5, OTHER))]}, "levels[0].requirements[0]"),
        ({"source": OTHER}, "source"),
        ({"points": cited(5, OTHER)}, "points"),
    ],
)
def test_two_sources_with_one_id_are_refused(fields: dict[str, Any], path: str) -> None:
    five = Indicator("a", "A", YesNo(cited(5, FIRST)))
    with pytest.raises(RubricError, match=r"another source than at criteria\[0\].scale.points"):
        rubric(five, **fields)
    assert problems(lambda: rubric(five, **fields)) == [("source-conflict", path)]


# Levels


@pytest.mark.parametrize(
    ("requirements", "fields", "places"),
    [
        ((total >= 50, total >= 60), {}, [1]),
        ((total >= 50, total > 60), {}, [1]),
        ((total >= 50, "60 <= total"), {}, [1]),
        ((total >= 50, share("total") >= "0.6"), {}, [1]),
        ((total >= 50, total.equals(60)), {}, [1]),
        ((total >= 50, (total >= 60) & met("b")), {}, [1]),
        ((total >= 50, met("b"), total >= 60), {}, [2]),
        ((total >= 50, total >= 60, total >= 55), {}, [1, 2]),
        ((total >= choose(MOUNTAIN, 50, 70), total >= 60), {"context": [AREA]}, [1]),
        ((total >= choose(MOUNTAIN, 70, 50), total >= 60), {"context": [AREA]}, [1]),
        (
            (total >= choose(context("new").is_yes, 50, 70), total >= 60),
            {"context": [AREA, Attribute("new", "New", Truth())]},
            [1],
        ),
        ((total >= 60, total >= 60), {}, []),
        ((total >= 60, total >= 50), {}, []),
        ((total >= 60, total <= 90), {}, []),
        ((total >= 60, points("a") >= 90), {}, []),
        ((total >= 50, (total >= 60) | met("b")), {}, []),
        ((total >= 50, total >= points("a") + 55), {}, []),
        ((total >= choose(MOUNTAIN, 65, 70), total >= 60), {"context": [AREA]}, []),
        (
            (total >= choose(context("homes") >= 5, 50, 70), total >= 60),
            {"context": [Attribute("homes", "Homes", Quantity(0))]},
            [],
        ),
    ],
)
def test_a_lower_level_must_not_ask_for_more(
    requirements: tuple[Any, ...], fields: dict[str, Any], places: list[int]
) -> None:
    def make() -> Rubric:
        return rubric(levels=levels(*requirements), **fields)

    if places:
        assert problems(make) == [("levels-order", f"levels[{place}]") for place in places]
    else:
        assert len(make().levels) == len(requirements)


def test_the_error_of_an_order_names_both_bounds_and_the_context() -> None:
    with pytest.raises(RubricError) as error:
        rubric(levels=levels(total >= choose(MOUNTAIN, 50, 70), total >= 60), context=[AREA])
    assert error.value.problems[0].message == (
        "'l1' asks for a total of 60 where context(\"area\") is 'mountain', "
        "more than 'l0' before it (50)"
    )


def test_all_wrong_requirements_and_caps_are_named_at_once() -> None:
    made = (
        Level("gold", "Gold", points("x") >= 5, total >= 50, met("y")),
        Level("silver", "Silver", value("c") >= 5),
    )
    caps = [Cap("silver", unless=met("z")), Cap("sliver", unless=met("b"))]
    assert problems(lambda: rubric(levels=made, caps=caps)) == [
        ("unknown-node", "levels[0].requirements[0]"),
        ("unknown-node", "levels[0].requirements[2]"),
        ("unknown-node", "levels[1].requirements[0]"),
        ("unknown-node", "caps[0].unless"),
        ("unknown-level", "caps[1].level"),
    ]


def given(made: Rubric, **values: Any) -> str | None:
    """The id of the level that is given, which both readings agree upon."""
    card, fast = made.score(values), made.decide(values)
    assert card.level == fast.level
    return None if card.level is None else card.level.id


def test_the_highest_level_that_holds_is_given() -> None:
    made = rubric(levels=levels(total >= 90, total >= 50))
    assert given(made, a=50, b=True) == "l0"
    assert given(made, a="49.99", b=True) == "l1"
    assert given(made, a="9.99", b=True) is None


def test_a_tier_needs_the_level_below_it() -> None:
    tiers = rubric(levels=levels(total >= 50, met("b"), total >= 10, needs_below=True))
    assert given(tiers, a=60, b=False) == "l2"  # l0 would hold by itself, l1 does not
    assert given(tiers, a=10, b=True) == "l0"
    assert given(rubric(levels=levels(total >= 50, met("b"))), a=60, b=False) == "l0"


def test_only_the_tiers_that_say_so_need_the_level_below() -> None:
    made = rubric(
        levels=[
            Level("gold", "Gold", total >= 50),
            Level("silver", "Silver", total >= 40, needs_below=True),
            Level("bronze", "Bronze", met("b")),
        ]
    )
    assert given(made, a=60, b=False) == "gold"
    assert given(made, a=45, b=False) is None


def test_a_cap_holds_back_all_levels_above_it() -> None:
    made = rubric(levels=levels(total >= 60, total >= 50, total >= 20), caps=[])
    capped = made.evolve(caps=[Cap("l2", unless=met("b"))])
    assert given(made, a=60, b=False) == "l0"
    assert given(capped, a=60, b=False) == "l2"
    assert given(capped, a=60, b=True) == "l0"
    assert given(capped.evolve(caps=[Cap("l1", unless=met("b"))]), a=60, b=False) == "l1"


# The total


def test_the_total_is_limited_and_then_rounded_before_levels_are_decided() -> None:
    made = rubric(levels=levels(total >= 75), least=10, most=90, rounding=Rounding(1, "half-up"))
    assert given(made, a="34.5", b=True) == "l0"
    assert given(made, a="34.49", b=True) is None
    assert made.score({"a": 0, "b": False}).points == 10
    assert made.score({"a": 60, "b": True}).points == 90
    assert (made.least, made.maximum) == (Fraction(10), Fraction(90))


def test_all_not_applicable_is_undefined_and_gives_no_level() -> None:
    made = rubric(
        A.evolve(na="full"), B.evolve(na="redistribute"), levels=levels(total >= 0, total >= 0)
    )
    card = made.score({"a": NA, "b": NA})
    assert card.points is None
    assert card.bounds is None
    assert card.decided
    assert card.level is None
    assert made.decide({"a": NA, "b": NA}).points is None
    assert made.score({"a": NA, "b": True}).points == 100
    assert made.score({"a": 30, "b": NA}).points == 50


def test_the_total_always_applies_where_something_must() -> None:
    assert rubric(A, B.evolve(na="full")).applies is None
    assert rubric(A.evolve(na="full")).applies == Applicable("a")
    assert rubric(A.evolve(na="redistribute")).applies == Applicable("a")


# The tree


def test_nodes_are_found_by_id_with_their_paths() -> None:
    inner = Criterion("i", "I", [B])
    made = rubric(Criterion("c", "C", [A, inner]))
    assert made.paths == {
        "c": "criteria[0]",
        "a": "criteria[0].children[0]",
        "i": "criteria[0].children[1]",
        "b": "criteria[0].children[1].indicators[0]",
    }
    assert made["i"] is inner
    assert "b" in made
    assert "x" not in made
    assert made.indicators == (A, B)
    with pytest.raises(KeyError):
        _ = made["x"]


def test_inputs_carry_what_their_domains_allow() -> None:
    made = rubric(
        Indicator("a", "A", Direct(10, step="0.5"), na="zero"),
        Indicator("w", "W", Choice({"x": 1, "y": 2})),
        context=[Attribute("n", "N", Quantity(0, decimals=0))],
    )
    a, w, n = made.program.inputs
    assert (a.step, a.optional, w.optional, n.decimals) == (Fraction(1, 2), True, False, 0)
    assert w.possible == frozenset({"x", "y"})
    assert list(made.places) == ["w", "a", "total"]


def test_a_rubric_can_be_copied_and_sent_to_another_process() -> None:
    made = rubric(levels=levels(total >= 75), meta={"x": "y"})
    before = made.decide({"a": 50, "b": True})
    for again in (pickle.loads(pickle.dumps(made)), copy.deepcopy(made)):  # noqa: S301  # our own
        assert again == made
        assert hash(again) == hash(made)
        assert again.fingerprint == made.fingerprint
        assert again.decide({"a": 50, "b": True}) == before
