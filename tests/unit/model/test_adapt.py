"""Adapting a rubric: all changes at once, put on record, and never credited to a foreign source."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

from rubrika import (
    Attribute,
    Bands,
    BestOf,
    Cap,
    Choice,
    Criterion,
    Direct,
    FileError,
    Formula,
    Indicator,
    Level,
    Linear,
    Piecewise,
    Problem,
    Quantity,
    Rounding,
    Rubric,
    RubricError,
    Scale,
    Source,
    Sum,
    Tally,
    WeightedMean,
    YesNo,
    adapt,
    choose,
    cited,
    context,
    count,
    dump,
    dumps,
    get,
    load,
    loads,
    met,
    root,
    rounded,
    stated_numbers,
    total,
    value,
)
from rubrika.rules import Average, Input, Term, add, least

LAW = Source("law", document="Decree 1")
OURS = Source("ours", document="Decision 7")
YES = Indicator("yes", "Yes", YesNo(5))
F = Fraction


def base(**fields: Any) -> Rubric:
    """Weights of 60 % and 40 %; all numbers stated by the law."""
    made: dict[str, Any] = {
        "version": "1",
        "title": "Base",
        "source": LAW,
        "combine": WeightedMean(),
        "criteria": [
            Criterion(
                "homes",
                "Homes",
                [Indicator("share", "Share", Bands({70: 10, 50: 5}, unit="%"))],
                weight="60%",
            ),
            Criterion(
                "places",
                "Places",
                [
                    Indicator("open", "Open", YesNo(5)),
                    Indicator("visits", "Visits", Direct(5)),
                ],
                weight="40%",
            ),
        ],
        "levels": [Level("good", "Good", total >= 80), Level("fair", "Fair", total >= 60)],
        "caps": [Cap("fair", unless=met("open"))],
        "context": [Attribute("area", "Area", ["hill", "plain"])],
    }
    return Rubric("base", **(made | fields))


def ours(rubric: Rubric | None = None, **changes: Any) -> Rubric:
    return adapt(rubric or base(), id="ours", version="2", **changes)


def problems_of(**changes: Any) -> tuple[Problem, ...]:
    with pytest.raises(RubricError) as caught:
        ours(**changes)
    return tuple(caught.value.problems)


def problem_of(**changes: Any) -> Problem:
    (found,) = problems_of(**changes)
    return found


def sources(rubric: Rubric) -> dict[str, str | None]:
    """The id of the source of each stated number by its path."""
    return {
        number.path: None if number.source is None else number.source.id
        for number in stated_numbers(rubric)
    }


# What is changed


def test_all_changes_are_made_at_once() -> None:
    made = ours(changes={"homes.weight": "50%", "places.weight": "50%"}, title="Ours")
    assert (made.id, made.version, made.title.plain) == ("ours", "2", "Ours")
    assert [node.weight for node in made.criteria] == [F(1, 2), F(1, 2)]


def test_a_path_starts_with_an_id_a_list_or_a_field() -> None:
    made = ours(
        changes={
            "share.scale.bands[1].at": 55,
            "levels.good.requirements[0]": "total >= 85",
            "levels[1].title": "Sufficient",
            "caps.fair.unless": met("visits"),
            "context.area.title": "Region",
            "criteria[1].indicators[0].title": "Open all year",
            "digits": 1,
        }
    )
    assert made["share"].scale.bands[1].at == 55  # type: ignore[union-attr]
    assert str(made.levels[0].requirements[0]).startswith("total >= cited(85")
    assert made.levels[1].title.plain == "Sufficient"
    assert made.caps[0].unless == met("visits")
    assert made.context[0].title.plain == "Region"
    assert made["open"].title.plain == "Open all year"
    assert made.digits == 1


def test_of_several_ids_that_fit_the_longest_counts() -> None:
    pair = [Indicator("a", "A", YesNo(1)), Indicator("a.scale", "B", YesNo(2))]
    made = ours(base(criteria=pair, combine=Sum(), levels=[], caps=[]), remove=["a.scale"])
    assert list(made.nodes) == ["a"]


def test_nodes_levels_caps_and_attributes_can_be_left_out() -> None:
    made = ours(remove=["visits", "levels.good", "caps.fair", "context.area"])
    assert list(made.nodes) == ["homes", "share", "places", "open"]
    assert [level.id for level in made.levels] == ["fair"]
    assert (made.caps, made.context) == ((), ())
    assert ours(remove="visits") == ours(remove=["visits"])


def test_nodes_join_a_criterion_or_the_top() -> None:
    made = ours(
        add={
            "places": Indicator("books", "Books", YesNo(2)),
            "criteria": [Criterion("c", "C", [Indicator("d", "D", YesNo(1))], weight="10%")],
        },
        changes={"homes.weight": "50%"},
    )
    assert [child.id for child in made["places"].children] == ["open", "visits", "books"]
    assert [node.id for node in made.criteria] == ["homes", "places", "c"]


# The record


class Unlisted:
    """A scale without fields."""

    def rule(self, value: Any) -> Any:
        return choose(value >= 1, 5, 0)

    def __repr__(self) -> str:
        return "Unlisted()"


def test_every_change_is_on_record_in_words() -> None:
    made = ours(
        title={"en": "Ours", "vi": "Của chúng tôi"},
        changes={
            "share.scale.bands": {75: 10, "62.5": cited(4, OURS)},
            "open.scale.points": Decimal("6.0"),
            "visits.rounding": Rounding("0.5"),
            "visits.na": "full",
            "levels.good": Level("good", {"en": "Very good", "vi": "Rất tốt"}, total >= 85),
            "places.title": {"vi": "Nơi", "en": "Sites"},
            "homes.weight": 0.6,
            "levels.fair.needs_below": True,
            "source": OURS,
            "valid.start": date(2026, 1, 31),
            "visits.scale": Unlisted(),
        },
        remove=["caps.fair"],
        add={"places": [Indicator("books", {"vi": "Sách", "en": "Books"}, YesNo(2))]},
    )
    record = made.adaptation
    assert record is not None
    assert (record.id, record.version, record.fingerprint) == ("base", "1", base().fingerprint)
    assert record.earlier is None
    assert [str(change) for change in record.changes] == [
        "share.scale.bands: Band(at=70, points=10); Band(at=50, points=5) → 75: 10; 62.5: 4 [ours]",
        "open.scale.points: 5 → 6",
        "visits.rounding: (nothing) → Rounding(step=0.5)",
        "visits.na: (nothing) → full",
        "levels.good: good (Good) → good (Very good)",
        "places.title: Places → Sites",
        "homes.weight: 0.6 → 0.6",
        "levels.fair.needs_below: False → True",
        "source: law → ours",
        "valid.start: (nothing) → 2026-01-31",
        "visits.scale: Direct(points=5) → Unlisted()",
        'caps.fair: fair unless met("open") → (removed)',
        "title: Base → Ours",
        "places + books: (nothing) → books (Books)",
    ]


def test_the_record_remembers_earlier_adaptations() -> None:
    first = ours(title="First")
    second = adapt(first, id="second", version="3", title="Second")
    assert second.adaptation is not None
    assert second.adaptation.id == "ours"
    assert second.adaptation.earlier == first.adaptation


# Where new numbers come from


def test_a_bare_number_does_not_inherit_the_published_source_around_it() -> None:
    made = ours(
        changes={"share.scale.bands[0].at": "75.0", "levels.good.requirements[0]": "total >= 85"}
    )
    found = sources(made)
    assert found["criteria[0].indicators[0].scale.bands[0].at"] == "changed-in-ours"
    assert found["levels[0].requirements[0]"] == "changed-in-ours"
    assert found["criteria[0].indicators[0].scale.bands[0].points"] == "law"
    assert found["levels[1].requirements[0]"] == "law"
    (number, bar) = [n for n in stated_numbers(made) if n.provisional]
    assert [number.value, bar.value] == [75, 85]
    assert number.source is not None
    assert number.source.reason.get("en") == "changed by adaptation ours, no source stated"
    assert number.source.reason.get("vi") == "do bản điều chỉnh ours thay đổi, chưa nêu nguồn"
    assert [n.value for n in made.score({}, context={"area": "hill"}).provisional] == [75, 85]


def test_a_bare_number_does_not_inherit_the_reason_of_a_provisional_one() -> None:
    guess = Source("guess", status="provisional", reason="no table has been published")
    found = sources(ours(base(source=guess), changes={"open.scale.points": 4}))
    assert found["criteria[1].indicators[0].scale.points"] == "changed-in-ours"
    assert found["criteria[1].weight"] == "guess"


def test_new_numbers_come_from_where_the_author_says() -> None:
    changes = {"share.scale.bands[0].at": 75, "share.scale.bands[1].at": cited(55, LAW)}
    made = ours(changes=changes, source=OURS)
    found = sources(made)
    assert found["criteria[0].indicators[0].scale.bands[0].at"] == "ours"
    assert found["criteria[0].indicators[0].scale.bands[0].points"] == "law"
    assert found["criteria[0].indicators[0].scale.bands[1].at"] == "law"
    assert made.source == LAW
    assert made.adaptation is not None
    assert [change.after for change in made.adaptation.changes] == ["75 [ours]", "55 [law]"]


def test_the_source_may_be_named_by_its_id() -> None:
    made = ours(changes={"share.scale.bands[0].at": "75"}, source="law")
    assert sources(made)["criteria[0].indicators[0].scale.bands[0].at"] == "law"
    assert made.adaptation is not None
    assert made.adaptation.changes[0].after == "75 [law]"


@pytest.mark.parametrize(
    ("rubric", "source", "message", "hint"),
    [
        (base(), "lew", "the rubric has no source 'lew'", "Did you mean 'law'?"),
        (
            base(source=None),
            "law",
            "the rubric has no source 'law'",
            "Write Source(id, document=…).",
        ),
        (base(), 5, "the rubric has no source 5", "Write Source(id, document=…)."),
    ],
)
def test_an_unknown_source_is_refused_with_near_misses(
    rubric: Rubric, source: Any, message: str, hint: str
) -> None:
    with pytest.raises(RubricError) as caught:
        ours(rubric, changes={"open.scale.points": 4}, source=source)
    (found,) = caught.value.problems
    assert found == Problem("unknown-source", message, "source", hint)


def test_a_source_that_is_changed_speaks_of_the_numbers_in_its_part() -> None:
    found = sources(ours(changes={"share.source": OURS, "share.scale.bands[0].at": 75}))
    assert found["criteria[0].indicators[0].scale.bands[0].at"] == "ours"
    assert found["criteria[0].indicators[0].scale.bands[1].at"] == "ours"
    assert found["criteria[1].indicators[0].scale.points"] == "law"


def test_a_number_whose_source_is_taken_away_does_not_fall_to_the_source_around() -> None:
    other = Source("other", document="Decree 9")
    share = base()["share"].evolve(source=other)
    rubric = base(criteria=[share], combine=Sum(), caps=[])
    found = sources(ours(rubric, changes={"share.source": None}))
    assert set(found.values()) == {"changed-in-ours", "law"}
    assert found["criteria[0].scale.bands[0].at"] == "changed-in-ours"
    assert found["levels[0].requirements[0]"] == "law"


def test_without_the_source_of_the_whole_its_numbers_are_provisional() -> None:
    assert set(sources(ours(changes={"source": None})).values()) == {"changed-in-ours"}


def test_a_node_that_moves_does_not_come_under_the_source_of_its_new_place() -> None:
    other = Source("other", document="Decree 9")
    homes = base()["homes"].evolve(source=other)
    rubric = base(criteria=[homes, base()["places"]])
    books = Indicator("books", "Books", YesNo(4))
    made = ours(
        rubric, add={"places": [books, homes.children[0]]}, changes={"homes.children": [YES]}
    )
    found = sources(made)
    assert found["criteria[1].indicators[3].scale.bands[0].at"] == "changed-in-ours"  # "share"
    assert found["criteria[1].indicators[2].scale.points"] == "changed-in-ours"  # "books"
    assert found["criteria[0].indicators[0].scale.points"] == "changed-in-ours"  # "yes"
    assert found["criteria[1].indicators[0].scale.points"] == "law"
    assert found["criteria[0].weight"] == "other"


def test_an_evolved_node_keeps_only_what_its_source_said() -> None:
    rubric = base(criteria=[YES.evolve(source=LAW)], combine=Sum(), caps=[], source=None)
    made = ours(rubric, changes={"yes": rubric["yes"].evolve(scale=YesNo(4, no=1))})
    assert sources(made)["criteria[0].scale.points"] == "changed-in-ours"
    assert sources(made)["criteria[0].scale.no"] == "changed-in-ours"
    same = ours(rubric, changes={"yes": rubric["yes"].evolve(title="Another title")})
    assert sources(same)["criteria[0].scale.points"] == "law"


def test_what_is_new_and_names_a_source_keeps_it() -> None:
    maps = Indicator("maps", "Maps", YesNo(2), source=OURS)
    top = Level("top", "Top", total >= 95, source=OURS)
    made = ours(add={"places": [maps]}, levels=[top, *base().levels])
    found = sources(made)
    assert found["criteria[1].indicators[2].scale.points"] == "ours"
    assert [found[f"levels[{n}].requirements[0]"] for n in range(3)] == ["ours", "law", "law"]


def test_levels_caps_and_attributes_are_compared_by_id() -> None:
    caps = [Cap("fair", unless=total >= 5), Cap("fair", unless=total >= 6)]
    area = Attribute("homes-now", "Homes", Quantity(0), required=False, default=3)
    rubric = base(caps=caps, context=[area])
    new = [Cap("good", unless=total >= 7), caps[0], Cap("fair", unless=total >= 8)]
    made = ours(rubric, caps=new, context=[area.evolve(id="rooms"), area])
    found = sources(made)
    assert [found[f"caps[{n}].unless"] for n in range(3)] == [
        "changed-in-ours",
        "law",
        "changed-in-ours",
    ]
    assert [found[f"context[{n}].default"] for n in range(2)] == ["changed-in-ours", "law"]


def test_a_change_beside_one_that_is_left_out_is_found() -> None:
    changes = {"share.scale.bands[1].points": 4, "levels[1]": Level("fair", "Fair", total >= 55)}
    made = ours(changes=changes, remove=["levels.good", "caps.fair", "open"])
    found = sources(made)
    assert found["criteria[0].indicators[0].scale.bands[1].points"] == "changed-in-ours"
    assert found["levels[0].requirements[0]"] == "changed-in-ours"
    assert found["criteria[1].indicators[0].scale.points"] == "law"


def test_bands_that_change_places_lose_the_source_of_those_that_stood_there() -> None:
    made = ours(changes={"share.scale.bands[1].at": 95})
    (scale,) = (node.scale for node in made.indicators if node.id == "share")
    assert isinstance(scale, Bands)
    assert [str(band.at) for band in scale.bands] == ["95", "70"]
    assert {source for path, source in sources(made).items() if ".bands" in path} == {
        "changed-in-ours"
    }


def test_an_adaptation_of_an_adaptation_keeps_what_the_first_one_said() -> None:
    first = ours(changes={"share.scale.bands[0].at": 75})
    second = adapt(first, id="b", version="1", changes={"share.scale.bands[1].at": 55})
    found = sources(second)
    assert found["criteria[0].indicators[0].scale.bands[0].at"] == "changed-in-ours"
    assert found["criteria[0].indicators[0].scale.bands[1].at"] == "changed-in-b"
    assert found["criteria[0].indicators[0].scale.bands[0].points"] == "law"
    third = adapt(second, id="b", version="2", changes={"share.scale.bands[0].at": 76})
    assert sources(third)["criteria[0].indicators[0].scale.bands[0].at"] == "changed-in-b"


def test_without_any_source_in_the_base_none_is_made_up() -> None:
    made = ours(base(source=None), changes={"share.scale.bands[0].at": 75})
    assert made.sources == {}
    stated = ours(base(source=None), changes={"share.scale.bands[0].at": 75}, source=OURS)
    assert [path for path, source in sources(stated).items() if source == "ours"] == [
        "criteria[0].indicators[0].scale.bands[0].at"
    ]


def test_sources_do_not_touch_the_structure() -> None:
    changes = {"share.scale.bands[0].at": 75}
    stated, unstated = ours(changes=changes, source=OURS), ours(changes=changes)
    assert stated.structure == unstated.structure != base().structure
    assert stated.fingerprint != unstated.fingerprint


@pytest.mark.parametrize("format", ["toml", "json"])
def test_the_sources_of_an_adaptation_survive_a_file(format: Any) -> None:
    made = ours(changes={"share.scale.bands[0].at": 75, "levels.good.requirements[0]": total >= 85})
    again = loads(dumps(made, format), format)
    assert (again, again.fingerprint) == (made, made.fingerprint)
    assert sources(again)["levels[0].requirements[0]"] == "changed-in-ours"


def test_a_file_states_where_its_changes_come_from(tmp_path: Path) -> None:
    dump(base(), tmp_path / "base.toml")
    head = 'format = "rubric/1"\nextends = "base.toml"\nid = "ours"\nversion = "2"\n'
    changes = (
        '[sources.ours]\ndocument = "Decision 7"\n'
        '[changes]\n"share.scale.bands[0].at" = 75\n"levels.good.requires" = ["total >= 85"]\n'
    )
    for said, source in [('source = "ours"\n', OURS), ('source = "law"\n', LAW), ("", None)]:
        (tmp_path / "ours.toml").write_text(head + said + changes)
        made = load(tmp_path / "ours.toml")
        asked = {"share.scale.bands[0].at": 75, "levels.good.requirements": ["total >= 85"]}
        assert made == ours(changes=asked, source=source)
    (tmp_path / "ours.toml").write_text(head + changes + 'source = "ours"\n')
    made = load(tmp_path / "ours.toml")
    assert (made.source, made.sources) == (OURS, {"ours": OURS})
    (tmp_path / "ours.toml").write_text(head + 'source = "our"\n' + changes)
    with pytest.raises(FileError) as caught:
        load(tmp_path / "ours.toml")
    (found,) = caught.value.problems
    assert (found.code, found.path, found.hint) == (
        "unknown-source",
        "source",
        "Did you mean 'ours'?",
    )


# Every number of a part


@pytest.mark.parametrize(
    "scale",
    [
        Choice({"never": 1, "often": 10}),
        Linear(worst=30, best=5, points=20),
        Direct(10, step="0.5"),
        Formula("-value * 2 + 1", least=0, most=10, points=5),
        YesNo(6, no=1),
        Piecewise({1: 2, 3: 4}),
        Tally(each=2, limit=4),
    ],
)
def test_every_number_of_a_new_scale_is_cited(scale: Scale) -> None:
    rubric = base(criteria=[YES], combine=Sum(), levels=[], caps=[])
    made = ours(rubric, changes={"yes.scale": scale})
    assert set(sources(made).values()) == {"changed-in-ours"}
    plain = rubric.evolve(criteria=[YES.evolve(scale=scale)])
    assert list(sources(made)) == list(sources(plain))
    assert made.structure == plain.structure


def test_every_number_of_a_new_rule_is_cited_but_those_that_count_and_a_minus() -> None:
    mean = Average("arithmetic", (Term(F(2), value("x")), Term(F(3), value("x"), total >= 4)))
    asked = [
        count(met("yes"), value("x") >= 5) >= 1,
        100 - value("x") >= root(rounded(value("x"), 6), 7),
        mean >= cited(9, LAW),
        choose(context("area").one_of("hill"), 70, 80) <= total,
    ]
    x = Indicator("x", "X", Direct(10, least=0))
    rubric = base(criteria=[YES, x], combine=Sum(), levels=[Level("l", "L")], caps=[])
    made = ours(rubric, changes={"levels.l.requirements": asked})
    said = [str(rule).replace("changed-in-ours", "OURS") for rule in made.levels[0].requirements]
    assert said == [
        'count(met("yes"), value("x") >= cited(5, "OURS")) >= cited(1, "OURS")',
        (
            '-value("x") + cited(100, "OURS") >= '
            'rounded(value("x"), cited(6, "OURS")) ** cited(1/7, "OURS")'
        ),
        (
            'average("arithmetic", term(cited(2, "OURS"), value("x")), '
            'term(cited(3, "OURS"), value("x"), total >= cited(4, "OURS"))) >= cited(9, "law")'
        ),
        'choose(context("area") == "hill", cited(70, "OURS"), cited(80, "OURS")) <= total',
    ]
    plain = rubric.evolve(levels=[Level("l", "L", *asked)])
    assert made.structure == plain.structure


def test_how_many_children_count_is_cited_too() -> None:
    four = [Indicator(name, name, YesNo(5)) for name in ("p", "q", "r", "s")]
    rubric = base(criteria=four, combine=BestOf(3), levels=[], caps=[])
    made = ours(rubric, changes={"combine.n": 2, "rounding": Rounding("0.1")})
    assert sources(made)["combine.n"] == "changed-in-ours"
    assert sources(made)["rounding.step"] == "changed-in-ours"
    assert made.maximum == 10


@attrs.frozen
class Whole:
    """A scale whose numbers are made whole, so that they lose their source."""

    points: int = attrs.field(converter=int)
    parts: Any = ()

    def rule(self, value: Any) -> Any:
        return choose(value >= 1, self.points, 0)


@attrs.frozen
class Picky:
    """A scale that is not made from its fields by their names."""

    points: Fraction = attrs.field()

    def __init__(self, much: Fraction) -> None:
        self.__attrs_init__(much)  # type: ignore[attr-defined]  # attrs makes it

    def rule(self, value: Any) -> Any:
        return choose(value >= 1, self.points, 0)


def doubled(points: int) -> Fraction:
    return F(points) * 2


@attrs.frozen
class Doubling:
    """A scale that is not what it is made from."""

    points: Fraction = attrs.field(converter=doubled)

    def rule(self, value: Any) -> Any:
        return choose(value >= 1, self.points, 0)


@attrs.frozen(eq=False)
class Loose:
    """A scale with numbers in a list and a table."""

    points: Any

    def rule(self, value: Any) -> Any:
        return choose(value >= 1, 5, 0)


@pytest.mark.parametrize("scale", [Whole(6), Picky(F(6)), Doubling(6), Loose([6]), Loose({"x": 6})])
def test_a_number_that_cannot_carry_a_source_makes_its_indicator_provisional(scale: Any) -> None:
    yes = YES.evolve(weight="30%")
    rest = Indicator("rest", "Rest", YesNo(5), weight="70%")
    group = Criterion("g", "G", [yes, rest], combine=WeightedMean(), source=LAW)
    rubric = base(criteria=[group], combine=Sum(), levels=[], caps=[], source=None)
    made = ours(rubric, changes={"yes.scale": scale}, source=OURS)
    assert made["yes"].maximum == scale.rule(Input("value")).cases[0][1].value
    assert made["yes"].source is not None
    assert made["yes"].source.id == "changed-in-ours"
    found = sources(made)
    assert found.pop("criteria[0].indicators[0].weight") == "law"
    assert found.pop("criteria[0].indicators[1].scale.points") == "law"
    assert found.pop("criteria[0].indicators[1].weight") == "law"
    assert set(found.values()) == {"changed-in-ours"}


def test_where_nothing_around_is_published_it_stays_as_it_is() -> None:
    made = ours(
        base(criteria=[YES], combine=Sum(), levels=[], caps=[], source=None),
        changes={"yes.scale": Whole(6)},
        source=OURS,
    )
    assert made["yes"].source is None
    assert sources(made) == {"criteria[0].scale.points": None}


def test_children_keep_their_sources_where_their_criterion_loses_its_own() -> None:
    kept = Indicator("kept", "Kept", YesNo(5), source=OURS)
    group = Criterion("g", "G", [YES, kept], combine=Foreign(1), points=10)
    rubric = base(criteria=[group], combine=Sum(), levels=[], caps=[])
    made = ours(rubric, changes={"g.combine": Foreign(2)})
    assert sources(made) == {
        "criteria[0].indicators[0].scale.points": "law",
        "criteria[0].indicators[1].scale.points": "ours",
        "criteria[0].combine.n": "changed-in-ours",
        "criteria[0].points": "law",
    }
    assert rubric.structure == made.structure


@attrs.frozen
class Foreign:
    """A combination with a number that cannot carry its source."""

    n: int = attrs.field(converter=int)

    def rule(self, parts: Any, points: Any) -> Any:
        return least(points, add(*(part.points for part in parts)))


# What is refused


def test_an_adaptation_has_its_own_id_and_version() -> None:
    found = problem_of(changes={"id": "other"})
    assert (found.code, found.path) == ("adapted-field", "id")
    assert found.hint == "Write adapt(rubric, id=…, version=…)."


def test_what_is_no_member_cannot_be_left_out() -> None:
    found = problem_of(remove=["homes.weight"])
    assert (found.code, found.path) == ("not-removable", "homes.weight")
    assert found.hint == "Change it to None instead, if it may be left out."


def test_nodes_join_criteria_only() -> None:
    found = problem_of(add={"place": [Indicator("x", "X", YesNo(1))]})
    assert (found.code, found.path) == ("unknown-path", "place")
    assert found.hint == "Did you mean 'places'?"


@pytest.mark.parametrize(
    ("path", "code", "hint"),
    [
        ("shar.weight", "unknown-path", "Did you mean 'share'?"),
        ("share.scale.band[0]", "unknown-path", "Did you mean 'bands' or 'bound'?"),
        ("levels.god.title", "unknown-path", "Did you mean 'good'?"),
        ("levels[5].title", "unknown-path", "Known: 'good', 'fair'."),
        ("", "unknown-path", "Known: "),
        ("share..weight", "path", "Write c1.weight or families.scale.bands[0].points."),
        ("share[", "path", "Write c1.weight or families.scale.bands[0].points."),
    ],
)
def test_a_path_that_leads_nowhere_is_told_with_near_misses(
    path: str, code: str, hint: str
) -> None:
    found = problem_of(changes={path: 1})
    assert (found.code, found.path) == (code, path)
    assert found.hint.startswith(hint)


@pytest.mark.parametrize("value", [float("nan"), Decimal("Infinity"), "5,5", True])
def test_what_is_no_number_is_told_where_one_is_due(value: object) -> None:
    found = problem_of(changes={"open.scale.points": value})
    assert (found.code, found.path) == ("number", "criteria[1].indicators[0].scale.points")


def test_a_field_of_a_part_without_fields_is_told() -> None:
    found = problem_of(changes={"share.scale.bands[0].at.half": 1})
    assert (found.code, found.path) == ("unknown-path", "share.scale.bands[0].at.half")
    assert found.message == "Fraction has no 'half'"


@pytest.mark.parametrize(
    "changes",
    [
        {"changes": {"share.title": "X", "criteria[0].indicators[0].title": "Y"}},
        {"changes": {"share": Indicator("share", "S", YesNo(1)), "share.title": "Y"}},
        {"changes": {"share.scale.bands[0].at": 1, "share.scale": YesNo(1)}},
        {
            "changes": {"places.children": [Indicator("x", "X", YesNo(1))]},
            "add": {"places": [Indicator("y", "Y", YesNo(1))]},
        },
    ],
)
def test_what_is_changed_twice_is_refused(changes: Any) -> None:
    found = problem_of(**changes)
    assert found.code == "changed-twice"
    assert found.hint == "Keep one of the changes."


def test_what_contradicts_itself_afterwards_is_told_at_its_place() -> None:
    found = problems_of(changes={"share.scale.bands[0].at": "5,5", "open.scale.points": True})
    assert [(p.code, p.path) for p in found] == [
        ("number", "criteria[0].indicators[0].scale.bands[0].at"),
        ("number", "criteria[1].indicators[0].scale.points"),
    ]
    found = problems_of(changes={"homes.weight": "50%"})
    assert [(p.code, p.path) for p in found] == [("weights-sum", "criteria")]


def test_a_part_that_cannot_be_copied_is_changed_as_a_whole() -> None:
    picky = base(criteria=[Indicator("a", "A", Picky(F(5)))], levels=[], caps=[], combine=BestOf(1))
    with pytest.raises(RubricError) as caught:
        ours(picky, changes={"a.scale.points": 6})
    (found,) = caught.value.problems
    assert (found.code, found.path) == ("unchangeable", "criteria[0].scale")
    assert found.hint == "Change it as a whole: 'criteria[0].scale'."


def test_an_adapted_rubric_has_a_name_of_its_own() -> None:
    base = get("learning-unit-2020")
    with pytest.raises(RubricError) as caught:
        adapt(base, id=base.id, version=base.version, title="Ours")
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("same-version", "version")
    assert adapt(base, id=base.id, version="ours", title="Ours").version == "ours"
