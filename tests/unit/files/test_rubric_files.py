"""Rubrics as files: what each key means, and what is said of what is wrong."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import attrs
import pytest

import rubrika
from rubrika import (
    Attribute,
    Band,
    Bands,
    BestOf,
    Cap,
    Categories,
    Choice,
    Cited,
    Criterion,
    Direct,
    DropWorst,
    FileError,
    Formula,
    GeometricMean,
    Highest,
    Indicator,
    Knot,
    Level,
    Linear,
    Lowest,
    Median,
    NaPolicy,
    Option,
    Piecewise,
    Problem,
    Quantity,
    Rounding,
    Rubric,
    Source,
    Sum,
    Tally,
    Text,
    TrimmedMean,
    Truth,
    Validity,
    WeightedMean,
    YesNo,
    choose,
    cited,
    context,
    dumps,
    every,
    loads,
    met,
    percent,
    share,
    total,
)
from rubrika.files.reading import Format
from rubrika.registry import default
from rubrika.sources import with_source

HEAD = 'format = "rubric/1"\nid = "r"\nversion = "1"\ntitle = "R"\n'
ONE = '[[criteria]]\nid = "a"\ntitle = "A"\nscale = { kind = "yes-no", points = 5 }\n'
CIRCULAR = Source("c22", document="Circular 22/2020", article="Article 5")


def problems_of(text: str, format: Format = "toml") -> dict[str, Problem]:
    """The problems of a file by their paths."""
    with pytest.raises(FileError) as caught:
        loads(text, format)
    found = caught.value.problems
    assert len({problem.path for problem in found}) == len(found)
    return {problem.path: problem for problem in found}


def only(text: str) -> Problem:
    """The one problem of a file."""
    (found,) = problems_of(text).values()
    return found


def with_scale(scale: str) -> Any:
    """The scale that a file says."""
    rubric = loads(f'{HEAD}[[criteria]]\nid = "a"\ntitle = "A"\nscale = {scale}\n')
    return rubric.indicators[0].scale


# What files say


def test_a_file_says_a_rubric() -> None:
    rubric = loads("""
        format = "rubric/1"
        id = "cafe"
        version = "2026.1"
        title = { vi = "Quán", en = "Café" }
        description = "How clean it is."
        digits = 1
        points = 40
        least = 0
        most = 40
        rounding = 0.5
        no_level = "none"
        valid = { start = 2026-01-01, end = 2026-12-31 }
        source = "c22"
        meta = { pilot = "Hà Nội" }

        [sources.c22]
        document = "Circular 22/2020"
        article = "Article 5"

        [[context]]
        id = "area"
        title = "Area"
        options = ["lowland", "mountain"]

        [[criteria]]
        id = "safety"
        title = "Food safety"
        points = { value = 40, source = "c22" }
        [[criteria.indicators]]
        id = "inspection"
        title = "Inspection"
        scale = { kind = "bands", unit = "%", bands = { "90" = 20, "75" = 10 } }
        na = "full"
        round_value = 1
        evidence = "Report"
        [[criteria.indicators]]
        id = "pests"
        title = "No pests"
        scale = { kind = "yes-no", points = 20 }
        na = { policy = "zero", justified = true }

        [[levels]]
        id = "gold"
        title = "Gold"
        requires = ["total >= cited(30, 'c22')", "met('pests')"]
        needs_below = true
        [[levels]]
        id = "silver"
        title = "Silver"
        requires = "share('safety') >= percent(50)"

        [[caps]]
        level = "silver"
        unless = "context('area') == 'mountain'"
        title = "Only in the mountains"
    """)
    assert rubric == Rubric(
        "cafe",
        version="2026.1",
        title={"vi": "Quán", "en": "Café"},
        description="How clean it is.",
        digits=1,
        points=40,
        least=0,
        most=40,
        rounding=Rounding("0.5"),
        no_level="none",
        valid=("2026-01-01", "2026-12-31"),
        source=CIRCULAR,
        meta={"pilot": "Hà Nội"},
        context=[Attribute("area", "Area", ["lowland", "mountain"])],
        criteria=[
            Criterion(
                "safety",
                "Food safety",
                [
                    Indicator(
                        "inspection",
                        "Inspection",
                        Bands({90: 20, 75: 10}, unit="%"),
                        na="full",
                        round_value=Rounding(1),
                        evidence="Report",
                    ),
                    Indicator("pests", "No pests", YesNo(20), na=NaPolicy("zero", justified=True)),
                ],
                points=cited(40, CIRCULAR),
            )
        ],
        levels=[
            Level("gold", "Gold", total >= cited(30, CIRCULAR), met("pests"), needs_below=True),
            Level("silver", "Silver", share("safety") >= percent(50)),
        ],
        caps=[
            Cap(
                "silver",
                unless=context("area").one_of("mountain"),
                title="Only in the mountains",
            )
        ],
    )


@pytest.mark.parametrize(
    ("written", "scale"),
    [
        ('{ kind = "yes-no", points = 5 }', YesNo(5)),
        ('{ kind = "yes-no", points = 0, no = 5 }', YesNo(0, 5)),
        (
            '{ kind = "choice", options = { never = 0, often = 5 } }',
            Choice({"never": 0, "often": 5}),
        ),
        (
            '{ kind = "choice", options = [{ id = "often", points = 5, title = "Often" }] }',
            Choice([Option("often", 5, "Often")]),
        ),
        (
            '{ kind = "choice", options = { often = { points = 5, title = "Often" } } }',
            Choice([Option("often", 5, "Often")]),
        ),
        ('{ kind = "bands", bands = { "2.5" = 5 } }', Bands({"2.5": 5})),
        (
            """{ kind = "bands", least = 0, most = 10, decimals = 1, otherwise = 1, bands = [
                { at = 9, points = 5, title = "top" },
                { at = 5, points = 3, to = 9 },
            ] }""",
            Bands(
                [Band(9, 5, title="top"), Band(5, 3, 9)], least=0, most=10, decimals=1, otherwise=1
            ),
        ),
        (
            '{ kind = "bands", bound = "at most", bands = { "3" = 5 }, unit = "min" }',
            Bands({3: 5}, bound="at most", unit="min"),
        ),
        (
            '{ kind = "linear", worst = 30, best = 5, points = 20 }',
            Linear(worst=30, best=5, points=20),
        ),
        (
            '{ kind = "piecewise", knots = { "0" = 0, "50" = 20 } }',
            Piecewise([Knot(0, 0), Knot(50, 20)]),
        ),
        ('{ kind = "direct", points = 10, step = "1/3" }', Direct(10, step="1/3")),
        ('{ kind = "tally", each = 2, limit = 10 }', Tally(each=2, limit=10)),
        (
            '{ kind = "formula", formula = "value / 10", points = 10, unit = "%" }',
            Formula("value / 10", points=10, unit="%"),
        ),
    ],
)
def test_each_kind_of_scale_has_its_keys(written: str, scale: object) -> None:
    assert with_scale(written) == scale


@pytest.mark.parametrize(
    ("written", "combine"),
    [
        ('"sum"', Sum()),
        ('{ kind = "sum", rescale = true }', Sum(rescale=True)),
        ('"weighted-mean"', WeightedMean()),
        ('{ kind = "weighted-mean", total = 2 }', WeightedMean(total=2)),
        ('"geometric-mean"', GeometricMean()),
        ('"lowest"', Lowest()),
        ('"highest"', Highest()),
        ('"median"', Median()),
        ('{ kind = "trimmed-mean", n = 1 }', TrimmedMean(1)),
        ('{ kind = "best-of", n = 2 }', BestOf(2)),
        ('"drop-worst"', DropWorst(1)),
    ],
)
def test_each_kind_of_combination_has_its_keys(written: str, combine: object) -> None:
    weight = {"total = 2": "weight = '2/3'", "mean": "weight = '1/3'"}
    said = next((w for key, w in weight.items() if key in written), "")
    said = "" if "trimmed" in written else said
    leaves = "".join(
        f'[[criteria.indicators]]\nid = "{id_}"\ntitle = "T"\n{said}\n'
        'scale = { kind = "yes-no", points = 5 }\n'
        for id_ in "abc"
    )
    rubric = loads(f'{HEAD}[[criteria]]\nid = "all"\ntitle = "All"\ncombine = {written}\n{leaves}')
    criterion = rubric["all"]
    assert isinstance(criterion, Criterion)
    assert criterion.combine == combine


TITLED = Categories(["a", "b"], titles={"a": "A", "b": {"vi": "Bê"}})
PARTLY_TITLED = Categories(["a", "b", "c"], titles={"a": "A", "b": {"vi": "Bê"}})


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ('options = ["a", "b"]', Categories(["a", "b"])),
        ('domain = ["a", "b"]', Categories(["a", "b"])),
        ('domain = { options = ["a"] }', Categories(["a"])),
        ('options = { a = "A", b = { vi = "Bê" } }', TITLED),
        ('options = { a = "A", b = { vi = "Bê" }, c = "" }', PARTLY_TITLED),
        ('domain = { options = ["a", "b"], titles = { a = "A", b = { vi = "Bê" } } }', TITLED),
        ('domain = "yes-no"', Truth()),
        ('domain = "number"', Quantity()),
        ("domain = { least = 0, decimals = 0 }", Quantity(0, decimals=0)),
        ('domain = { kind = "number", unit = "%" }', Quantity(unit="%")),
    ],
)
def test_a_context_attribute_says_its_domain(written: str, domain: object) -> None:
    rubric = loads(f'{HEAD}[[context]]\nid = "x"\ntitle = "X"\n{written}\n{ONE}')
    assert rubric.context[0].domain == domain
    assert loads(dumps(rubric)) == rubric


def test_children_of_both_kinds_keep_their_order() -> None:
    leaf = "scale = { kind = 'yes-no', points = 5 }"
    rubric = loads(f"""{HEAD}
        [[criteria]]
        id = "c"
        title = "C"
        [[criteria.children]]
        id = "a"
        title = "A"
        {leaf}
        [[criteria.children]]
        id = "d"
        title = "D"
        [[criteria.children.indicators]]
        id = "e"
        title = "E"
        {leaf}
        [[criteria.children]]
        id = "b"
        title = "B"
        {leaf}
    """)
    assert list(rubric.nodes) == ["c", "a", "d", "e", "b"]
    assert "[[criteria.children]]" in dumps(rubric)
    assert loads(dumps(rubric)) == rubric


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0.1", Fraction(1, 10)),
        ("1e-3", Fraction(1, 1000)),
        ("12345678901234567890", Fraction(12345678901234567890)),
        ('"1/3"', Fraction(1, 3)),
        ('"50%"', Fraction(1, 2)),
        ("0.12345678901234567890123", Fraction(12345678901234567890123, 10**23)),
    ],
)
def test_a_number_is_exactly_as_it_is_written(written: str, number: Fraction) -> None:
    assert with_scale(f'{{ kind = "yes-no", points = {written} }}').points == number


def test_a_whole_number_may_have_a_point() -> None:
    assert loads(f"{HEAD}digits = 1.0\n{ONE}").digits == 1
    assert only(f"{HEAD}digits = 1.5\n{ONE}").code == "wrong-type"
    assert only(f"{HEAD}digits = nan\n{ONE}").code == "wrong-type"
    found = only(f"{HEAD}digits = 1e999999999\n{ONE}")
    assert (found.code, found.path) == ("number", "digits")


def test_a_number_may_name_its_source() -> None:
    text = f'{HEAD}[sources.c22]\ndocument = "D"\n{ONE}'
    scale = '{ kind = "yes-no", points = { value = "1/3", source = "c22" } }'
    rubric = loads(text.replace('{ kind = "yes-no", points = 5 }', scale))
    points = rubric.indicators[0].scale.points  # type: ignore[attr-defined]  # it is YesNo
    assert points == Fraction(1, 3)
    assert isinstance(points, Cited)
    assert points.source == Source("c22", document="D")


def test_a_text_has_a_string_for_each_language_and_one_for_all_others() -> None:
    rubric = loads(HEAD.replace('"R"', '{ vi = "Một", plain = "One" }') + ONE)
    assert rubric.title == Text("One", (("vi", "Một"),))
    assert loads(dumps(rubric)) == rubric
    assert loads(HEAD.replace('"R"', '"One"') + ONE).title == Text("One")


def test_json_says_the_same_as_toml() -> None:
    leaf = {"id": "a", "title": "A", "scale": {"kind": "yes-no", "points": 5}, "weight": None}
    data = {"$schema": "x", "format": "rubric/1", "id": "r", "version": "1", "title": "R"}
    assert loads(json.dumps({**data, "criteria": [leaf]}), "json") == loads(HEAD + ONE)


def test_a_mark_at_the_start_and_line_ends_of_windows_are_read() -> None:
    assert loads("\N{ZERO WIDTH NO-BREAK SPACE}" + (HEAD + ONE).replace("\n", "\r\n")) == loads(
        HEAD + ONE
    )


# What is wrong with files


def test_five_things_of_the_wrong_shape_are_five_problems() -> None:
    found = problems_of("""
        format = "rubric/1"
        id = "r"
        version = 2026.1
        title = ["R"]

        [[criteria]]
        id = "a"
        title = "A"
        scale = { kind = "bands", bands = [{ at = 90, points = 5 }, { at = "7,5", points = 3 }] }

        [[criteria]]
        id = "c"
        title = "C"
        indicators = { id = "b" }

        [[levels]]
        id = "good"
        title = "Good"
        requires = 85
    """)
    assert {path: problem.code for path, problem in found.items()} == {
        "version": "wrong-type",
        "title": "wrong-type",
        "criteria[0].scale.bands[1].at": "number",
        "criteria[1].indicators": "wrong-type",
        "levels[0].requires": "wrong-type",
    }
    assert found["version"].message == "a text is due here, not 2026.1"
    assert found["version"].hint == 'Write it in quotes: "2026.1".'
    assert found["criteria[0].scale.bands[1].at"].hint == (
        "Write the decimal point as a point: 7.5."
    )


def test_an_unknown_key_names_the_one_that_was_meant() -> None:
    found = only(HEAD + ONE + 'weigth = "30%"\n')
    assert (found.code, found.path) == ("unknown-key", "criteria[0].weigth")
    assert found.hint == "Did you mean 'weight'?"


def test_keys_that_need_quotes_have_them_in_paths() -> None:
    assert 'criteria[0].scale.bands."7.x"' in problems_of(
        HEAD + ONE.replace('"yes-no", points = 5', '"bands", bands = { "7.x" = 5, "1" = 1 }')
    )
    assert list(problems_of(f'{HEAD}"x.y" = 1\n{ONE}')) == ['"x.y"']


def test_a_missing_key_is_named() -> None:
    assert set(problems_of('format = "rubric/1"\nid = "r"\n[[criteria]]\nid = "a"')) == {
        "version",
        "title",
        "criteria[0].title",
        "criteria[0].scale",
    }


@pytest.mark.parametrize(
    ("scale", "path", "code", "hint"),
    [
        ('{ kind = "band" }', "scale.kind", "unknown-kind", "Did you mean 'bands'?"),
        ("{ points = 5 }", "scale.kind", "missing-key", 'Write { kind = "yes-no", points = 10 }.'),
        ('"bnds"', "scale", "unknown-kind", "Did you mean 'bands'?"),
        ("5", "scale", "wrong-type", "Write { key = …, … }, or a table [name]."),
        ("{ kind = 5, points = 5 }", "scale.kind", "unknown-kind", "Known: "),
        (
            '{ kind = "bands", bands = { "9" = 5 }, bound = "atleast" }',
            "scale.bound",
            "unknown-word",
            "Did you mean 'at least'",
        ),
        (
            '{ kind = "bands", bands = { "9" = true } }',
            "scale.bands.9",
            "wrong-type",
            "Numbers look like",
        ),
        (
            '{ kind = "bands", bands = { "9" = { points = 5, titel = "x" } } }',
            "scale.bands.9.titel",
            "unknown-key",
            "Did you mean 'title'?",
        ),
        (
            '{ kind = "bands", bands = { "90%" = 5 }, unit = "%" }',
            'scale.bands."90%"',
            "number",
            'Write 90, with unit="%".',
        ),
        (
            '{ kind = "bands", bands = [{ at = "90%", points = 5 }] }',
            "scale.bands[0].at",
            "number",
            'Write 90, with unit="%".',
        ),
        (
            '{ kind = "bands", bands = [{ at = { value = "90%" }, points = 5 }] }',
            "scale.bands[0].at",
            "number",
            'Write 90, with unit="%".',
        ),
        (
            '{ kind = "bands", bands = { "200" = 5 }, unit = "%" }',
            "scale.bands.200",
            "band-outside",
            "No value reaches it",
        ),
        (
            '{ kind = "bands", bands = { "9" = 5 }, decimals = "1" }',
            "scale.decimals",
            "wrong-type",
            "Write 1 or 2.",
        ),
        (
            '{ kind = "yes-no", points = { valeu = 5 } }',
            "scale.points.valeu",
            "unknown-key",
            "Did you mean 'value'?",
        ),
        (
            '{ kind = "yes-no", points = { source = "x" } }',
            "scale.points.value",
            "missing-key",
            "Numbers look like",
        ),
        (
            '{ kind = "yes-no", points = { value = 5, source = "x" } }',
            "scale.points.source",
            "unknown-source",
            "Write a table [sources.x].",
        ),
        (
            '{ kind = "yes-no", points = { value = 5, source = 5 } }',
            "scale.points.source",
            "wrong-type",
            'Write the id of a table [sources.ID]: source = "ID".',
        ),
        (
            '{ kind = "yes-no", points = nan }',
            "scale.points",
            "number",
            "Write a number. What was not observed",
        ),
        ('{ kind = "yes-no", points = [5] }', "scale.points", "wrong-type", "Numbers look like"),
        (
            '{ kind = "formula", formula = "valu / 10", points = 5 }',
            "scale.formula",
            "rule-name",
            "Did you mean 'value'?",
        ),
    ],
)
def test_what_is_wrong_with_a_scale_is_told_at_its_place(
    scale: str, path: str, code: str, hint: str
) -> None:
    found = only(HEAD + ONE.replace('{ kind = "yes-no", points = 5 }', scale))
    assert (found.path, found.code) == (f"criteria[0].{path}", code)
    assert found.hint.startswith(hint)


def test_what_the_model_finds_is_told_with_the_keys_of_the_file() -> None:
    found = problems_of(f"""{HEAD}
        [[criteria]]
        id = "c"
        title = "C"
        points = 10
        [[criteria.children]]
        id = "a"
        title = "A"
        scale = {{ kind = "yes-no", points = 5 }}
        [[criteria]]
        id = "d"
        title = "D"
        indicators = []
    """)
    assert {path: problem.code for path, problem in found.items()} == {
        "criteria[0].points": "points-sum",
        "criteria[1].indicators": "no-children",
    }


def test_a_requirement_of_an_unknown_node_is_told_at_its_place_in_the_file() -> None:
    found = problems_of(f"""{HEAD}{ONE}
        [[levels]]
        id = "good"
        title = "Good"
        requires = ["total >= 1", "met('b')"]
        [[levels]]
        id = "fair"
        title = "Fair"
        requires = "met('c')"
    """)
    assert {path: problem.code for path, problem in found.items()} == {
        "levels[0].requires[1]": "unknown-node",
        "levels[1].requires": "unknown-node",
    }


def test_an_id_that_stands_twice_is_told_at_its_place_in_the_file() -> None:
    leaf = 'id = "a"\ntitle = "A"\nscale = { kind = "yes-no", points = 5 }\n'
    text = f'{HEAD}[[criteria]]\nid = "c"\ntitle = "C"\n[[criteria.children]]\n{leaf}' + ONE
    assert only(text).path == "criteria[1].id"


def test_a_node_is_either_an_indicator_or_a_criterion() -> None:
    either = "An indicator has a scale; a criterion has indicators."
    found = only(f"{HEAD}{ONE}indicators = []\n")
    assert (found.path, found.code, found.hint) == ("criteria[0].scale", "unknown-key", either)
    found = only(f'{HEAD}[[criteria]]\nid = "a"\ntitle = "A"\n')
    assert (found.path, found.code, found.hint) == ("criteria[0].scale", "missing-key", either)


def test_children_stand_under_one_key() -> None:
    found = only(f'{HEAD}[[criteria]]\nid = "a"\ntitle = "A"\nindicators = []\ncriteria = []\n')
    assert (found.path, found.code) == ("criteria[0].criteria", "children")
    assert found.hint == "List them all in children."


@pytest.mark.parametrize(
    ("line", "path", "code"),
    [
        ("digits = true", "digits", "wrong-type"),
        ('digits = "2"', "digits", "wrong-type"),
        ("valid = { start = 5 }", "valid.start", "wrong-type"),
        ('valid = { start = "31.12.2020" }', "valid.start", "date"),
        ("valid = 5", "valid", "wrong-type"),
        ('rounding = "x"', "rounding", "number"),
        ('rounding = { step = 1, how = "up-half" }', "rounding.how", "unknown-word"),
        ("rounding = { step = 0 }", "rounding", "number"),
        ('title_ = "x"', "title_", "unknown-key"),
        ("meta = { a = 5 }", "meta.a", "wrong-type"),
        ("no_level = { english = 'x' }", "no_level", "language"),
        ("no_level = {}", "no_level", "text"),
        ('source = "x"', "source", "unknown-source"),
        ("sources = 5", "sources", "wrong-type"),
        ("sources = { a = 5 }", "sources.a", "wrong-type"),
        ("sources = { a = { article = '5' } }", "sources.a.document", "source-document"),
        ("combine = 'summ'", "combine", "unknown-kind"),
        ("combine = { kind = 'summ' }", "combine.kind", "unknown-kind"),
        ("caps = [{ level = 'x', unless = 'met(\"a\")' }]", "caps[0].level", "unknown-level"),
        ("caps = [{ level = 'x', unless = true }]", "caps[0].unless", "wrong-type"),
        ("levels = [5]", "levels[0]", "wrong-type"),
        (
            "levels = [{ id = 'x', title = 'X', requires = [5] }]",
            "levels[0].requires[0]",
            "wrong-type",
        ),
        ("context = [{ id = 'x', title = 'X', options = [] }]", "context[0].options", "options"),
        (
            "context = [{ id = 'x', title = 'X', options = [5] }]",
            "context[0].options[0]",
            "wrong-type",
        ),
        ("context = [{ id = 'x', title = 'X', options = {} }]", "context[0].options", "options"),
        (
            "context = [{ id = 'x', title = 'X', options = { a = 5 } }]",
            "context[0].options.a",
            "wrong-type",
        ),
        (
            "context = [{ id = 'x', title = 'X', options = { '' = 'A' } }]",
            'context[0].options.""',
            "option",
        ),
        ("context = [{ id = 'x', title = 'X' }]", "context[0].domain", "missing-key"),
        (
            "context = [{ id = 'x', title = 'X', options = ['a'], required = 'true' }]",
            "context[0].required",
            "wrong-type",
        ),
        (
            "context = [{ id = 'x', title = 'X', options = ['a'], required = 1 }]",
            "context[0].required",
            "wrong-type",
        ),
        (
            """context = [
                { id = 'x', title = 'X', domain = 'number', required = false, default = [1] },
            ]""",
            "context[0].default",
            "wrong-type",
        ),
    ],
)
def test_what_is_wrong_with_a_rubric_is_told_at_its_place(line: str, path: str, code: str) -> None:
    found = only(HEAD + line + "\n" + ONE)
    assert (found.path, found.code) == (path, code)


def test_the_hint_for_a_truth_value_in_quotes_is_to_leave_them_out() -> None:
    text = "context = [{ id = 'x', title = 'X', options = ['a'], required = 'true' }]\n"
    assert only(HEAD + text + ONE).hint == "Write it without quotes."


def test_a_source_that_cannot_be_read_does_not_hide_other_problems() -> None:
    text = f'{HEAD}source = "a"\nversio = 1\n[sources.a]\nstatus = "published"\n{ONE}'
    assert set(problems_of(text)) == {"sources.a.document", "versio"}


# Classes of third parties


class Colour(Enum):
    """How an inspector marks it."""

    RED = "red"
    GREEN = "green"


@attrs.frozen
class Step:
    """One step of a stair."""

    at: Fraction = attrs.field(eq=with_source)
    points: Fraction = attrs.field(eq=with_source)


@attrs.frozen
class Stair:
    """A scale of a third party, with fields of many kinds."""

    steps: tuple[Step, ...]
    top: Fraction = Fraction(10)
    colour: Colour = Colour.RED
    factor: Decimal = Decimal("1.0")
    ratio: float = 1.0
    pair: tuple[int, str] = (1, "a")
    names: frozenset[str] = frozenset()
    shares: tuple[tuple[str, Fraction], ...] = ()
    inner: YesNo | None = None
    mode: Literal["a", 1] = "a"
    loose: Any = None
    exact: Fraction | int | str = 0

    def rule(self, value: Any) -> Any:
        cases = [part for step in self.steps for part in (value >= step.at, step.points)]
        return choose(*cases, 0)


@dataclass(frozen=True)
class Pass:
    """A scale of a third party: all or nothing."""

    bound: Fraction
    points: Fraction = Fraction(10)
    words: tuple[str, ...] = ()
    _hidden: int = 0

    def __post_init__(self) -> None:
        if self.words == ("break",):
            raise RuntimeError("broken by the word")

    def rule(self, value: Any) -> Any:
        return choose(value >= self.bound, self.points, 0)


class Opaque:
    """A scale whose fields are not declared."""

    def rule(self, value: Any) -> Any:
        return choose(value >= 1, 5, 0)


@attrs.frozen
class Kinded:
    """A scale with a field that files cannot hold."""

    kind: str = "x"

    def rule(self, value: Any) -> Any:
        return choose(value >= 1, 5, 0)


def _one_more(points: int) -> int:
    return points + 1


@attrs.frozen
class Forgetful:
    """A scale that does not keep what it is given."""

    points: int = attrs.field(converter=_one_more)

    def rule(self, value: Any) -> Any:
        return choose(value >= 1, self.points, 0)


KINDS = {
    "stair": Stair,
    "pass": Pass,
    "opaque": Opaque,
    "kinded": Kinded,
    "forgetful": Forgetful,
}


@pytest.fixture
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scales above, known to files."""
    monkeypatch.setattr(default.scales, "_known", {**default.scales._known, **KINDS})


def of(scale: Any) -> Rubric:
    return Rubric("r", version="1", title="R", criteria=[Indicator("a", "A", scale)])


@pytest.mark.usefixtures("_kinds")
@pytest.mark.parametrize("format", ["toml", "json"])
@pytest.mark.parametrize(
    "scale",
    [
        Stair((Step(Fraction(1), Fraction(2)), Step(cited("1/3", CIRCULAR), Fraction(1)))),
        Stair(
            (Step(Fraction(1), Fraction(2)),),
            top=Fraction(1, 3),
            colour=Colour.GREEN,
            factor=Decimal("0.10"),
            ratio=0.1,
            pair=(2, "b"),
            names=frozenset(["x"]),
            shares=(("a", Fraction(1, 3)),),
            inner=YesNo(5),
            mode=1,
            loose=Fraction(1, 2),
            exact=5,
        ),
        Pass(Fraction(1, 3), words=("one", "two"), _hidden=3),
    ],
)
def test_a_scale_of_a_third_party_is_read_back_as_it_was(format: Format, scale: object) -> None:
    rubric = of(scale)
    again = loads(dumps(rubric, format), format)
    assert again == rubric
    assert again.fingerprint == rubric.fingerprint
    assert type(again.indicators[0].scale) is type(scale)


@pytest.mark.usefixtures("_kinds")
@pytest.mark.parametrize(
    ("scale", "path", "code"),
    [
        ('{ kind = "pass", bound = "x" }', ".bound", "number"),
        ('{ kind = "pass", bound = 1, words = "two" }', ".words", "wrong-type"),
        ('{ kind = "pass", bound = 1, words = ["a", 5] }', ".words[1]", "wrong-type"),
        ('{ kind = "pass", bound = 1, words = ["break"] }', "", "value"),
        ('{ kind = "stair", steps = [{ at = 1 }] }', ".steps[0].points", "missing-key"),
        ('{ kind = "stair", steps = [], colour = "blue" }', ".colour", "value"),
        ('{ kind = "stair", steps = [], pair = [1] }', ".pair", "wrong-length"),
        ('{ kind = "stair", steps = [], pair = [1, 2] }', ".pair[1]", "wrong-type"),
        ('{ kind = "stair", steps = [], factor = "1/3" }', ".factor", "wrong-type"),
        ('{ kind = "stair", steps = [], mode = true }', ".mode", "unknown-word"),
        ('{ kind = "stair", steps = [], exact = 2020-01-01 }', ".exact", "wrong-type"),
        ('{ kind = "opaque" }', ".kind", "kind-class"),
    ],
)
def test_what_is_wrong_with_a_scale_of_a_third_party_is_told(
    scale: str, path: str, code: str
) -> None:
    found = only(HEAD + ONE.replace('{ kind = "yes-no", points = 5 }', scale))
    assert (found.path, found.code) == (f"criteria[0].scale{path}", code)


def test_a_scale_without_a_name_in_files_is_not_written() -> None:
    with pytest.raises(FileError) as caught:
        dumps(of(Pass(Fraction(1))))
    assert caught.value.problems[0].code == "unknown-kind"
    assert "register_scale" in caught.value.problems[0].hint


@pytest.mark.usefixtures("_kinds")
@pytest.mark.parametrize(("scale", "code"), [(Opaque(), "kind-class"), (Kinded("y"), "kind-class")])
def test_a_scale_that_files_cannot_hold_is_not_written(scale: object, code: str) -> None:
    with pytest.raises(FileError) as caught:
        dumps(of(scale))
    assert caught.value.problems[0].code == code
    assert caught.value.problems[0].path == "criteria[0].scale"


@pytest.mark.usefixtures("_kinds")
def test_a_rubric_that_would_be_read_back_as_another_is_not_written() -> None:
    with pytest.raises(FileError) as caught:
        dumps(of(Forgetful(1)))
    assert caught.value.problems[0].code == "lossy"


@pytest.mark.usefixtures("_kinds")
def test_a_rubric_that_would_not_be_read_back_is_not_written() -> None:
    with pytest.raises(FileError) as caught:
        dumps(of(Stair((Step(Fraction(1), Fraction(2)),), loose=Text("x"))))
    assert caught.value.problems


def test_only_rubrics_are_written_as_rubrics() -> None:
    with pytest.raises(FileError, match="a Rubric is due"):
        dumps("cafe")  # type: ignore[arg-type]  # what is refused


# How what is written looks


def test_what_is_written_reads_as_if_by_hand() -> None:
    rubric = Rubric(
        "cafe",
        version="1",
        title={"vi": "Vệ sinh quán", "en": "Café hygiene"},
        criteria=[
            Criterion(
                "safety",
                "Safety",
                [
                    Indicator(
                        "inspection",
                        "Inspection",
                        Bands({90: 40, "62.5": "1/3"}, unit="%"),
                        weight="30%",
                    ),
                    Indicator("pests", "No pests", YesNo(cited(20, CIRCULAR)), weight="0.7"),
                ],
                combine=WeightedMean(),
                points=60,
            ),
            Indicator("welcome", "Welcome", Choice({"never": 0, "often": 40})),
        ],
        levels=[Level("gold", "Gold", total >= 90, every("criteria") >= percent(50))],
        valid=Validity("2026-01-01"),
    )
    assert (
        dumps(rubric)
        == """\
format = "rubric/1"
id = "cafe"
version = "1"
title = { en = "Café hygiene", vi = "Vệ sinh quán" }
valid = { start = 2026-01-01 }

[sources.c22]
document = "Circular 22/2020"
article = "Article 5"

[[criteria]]
id = "safety"
title = "Safety"
combine = "weighted-mean"
points = 60

[[criteria.indicators]]
id = "inspection"
title = "Inspection"
weight = "30%"
scale.kind = "bands"
scale.unit = "%"
scale.bands = [{ at = 90, points = 40 }, { at = 62.5, points = "1/3" }]

[[criteria.indicators]]
id = "pests"
title = "No pests"
weight = "70%"
scale = { kind = "yes-no", points = { value = 20, source = "c22" } }

[[criteria]]
id = "welcome"
title = "Welcome"
scale = { kind = "choice", options = { never = 0, often = 40 } }

[[levels]]
id = "gold"
title = "Gold"
requires = ["total >= 90", 'every("criteria") >= percent(50)']
"""
    )


def test_a_rounding_to_the_nearest_is_its_step_alone() -> None:
    rubric = of(YesNo(5)).evolve(rounding=Rounding("0.5"))
    assert "\nrounding = 0.5\n" in dumps(rubric)
    up = rubric.evolve(rounding=Rounding("0.5", "up"))
    assert '\nrounding = { step = 0.5, how = "up" }\n' in dumps(up)
    cited_step = rubric.evolve(rounding=Rounding(cited("0.5", CIRCULAR)))
    assert '\nrounding = { step = { value = 0.5, source = "c22" } }\n' in dumps(cited_step)
    for one in (rubric, up, cited_step):
        assert loads(dumps(one)) == one


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (Fraction(2**53 - 1), 9007199254740991),
        (Fraction(2**53), "9007199254740992"),
        (Fraction(1, 8), 0.125),
        (Fraction(12345678901234567, 10**17), "0.12345678901234567"),
        (Fraction(10**309 * 2 + 1, 2), f"1{'0' * 309}.5"),
        (Fraction(1, 10**320), 1e-320),
        (Fraction(1, 10**325), f"0.{'0' * 324}1"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_a_number_is_bare_only_where_every_reader_keeps_it(
    number: Fraction, written: object
) -> None:
    rubric = of(YesNo(number))
    toml, in_json = dumps(rubric), dumps(rubric, "json")
    for data in (tomllib.loads(toml), json.loads(in_json)):
        assert data["criteria"][0]["scale"]["points"] == written
    assert loads(toml) == loads(in_json, "json") == rubric


def test_a_number_that_could_not_be_read_again_is_not_written() -> None:
    with pytest.raises(FileError) as caught:
        dumps(of(YesNo(Fraction(1, 10**500))))
    (found,) = caught.value.problems
    assert (found.code, found.path) == ("number", "criteria[0].scale.points")
    assert caught.value.__notes__ == ["This is what reading the written rubric again would say."]


def test_every_rubric_that_is_shipped_is_read_back_as_it_was() -> None:
    shipped: Iterable[Rubric] = [e.rubric for e in rubrika.available() if e.rubric is not None]
    for rubric in shipped:
        assert loads(dumps(rubric)) == rubric
        assert loads(dumps(rubric, "json"), "json").fingerprint == rubric.fingerprint


def test_a_file_tells_which_it_is_when_it_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(HEAD, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        rubrika.load(path)
    assert caught.value.__notes__ == [f"The file is {path}."]
