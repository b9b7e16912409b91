"""The JSON Schema of files: what editors complete and check by it."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import attrs
import pytest
from jsonschema import Draft202012Validator

from rubrika import (
    FileError,
    RubrikaError,
    Text,
    choose,
    dumps,
    get,
    loads,
    loads_assessment,
    schema,
)
from rubrika.registry import combination_kinds, default, scale_kinds

HEAD = 'format = "rubric/1"\nid = "r"\nversion = "1"\ntitle = "R"\n'
ONE = '[[criteria]]\nid = "a"\ntitle = "A"\nscale = { kind = "yes-no", points = 5 }\n'
ASSESSMENT = 'format = "assessment/1"\n'


def fits(kind: Literal["rubric", "assessment"], text: str) -> bool:
    """Whether a text fits the schema, as an editor of TOML reads it."""
    data = json.loads(json.dumps(tomllib.loads(text), default=date.isoformat))
    return Draft202012Validator(schema(kind)).is_valid(data)


@pytest.mark.parametrize("kind", ["rubric", "assessment"])
def test_it_is_a_schema(kind: Any) -> None:
    made = schema(kind)
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(made)) == made


def test_other_files_have_none() -> None:
    with pytest.raises(FileError) as caught:
        schema("rubrics")  # type: ignore[arg-type]  # what is refused
    assert caught.value.problems[0].hint == "Did you mean 'rubric'?"


def test_it_knows_every_kind_that_is_registered() -> None:
    defined = schema()["$defs"]
    scales = {one["properties"]["kind"]["const"] for one in defined["scale"]["oneOf"]}
    assert scales == set(scale_kinds())
    words, *tables = defined["combination"]["oneOf"]
    assert {one["properties"]["kind"]["const"] for one in tables} == set(combination_kinds())
    assert set(words["enum"]) == set(combination_kinds()) - {"best-of"}  # which needs its n


def test_an_editor_is_told_what_a_key_means() -> None:
    defined = schema()["$defs"]
    about = defined["Indicator"]["properties"]["scale"]["description"]
    assert about == "How its observed value becomes points; see rubrika.Scale."
    (linear,) = [
        one for one in defined["scale"]["oneOf"] if one["properties"]["kind"] == {"const": "linear"}
    ]
    assert linear["properties"]["worst"]["description"] == "The value that gives 0 points."
    assert linear["required"] == ["kind", "worst", "best", "points"]


def test_the_shipped_rubrics_fit() -> None:
    for id_ in ("thanh-hoa-2021-2026", "learning-unit-2020", "learning-citizen-pilot"):
        Draft202012Validator(schema()).validate(json.loads(dumps(get(id_), "json")))


GOOD = [
    "digits = 3",
    'title.vi = "Một"',
    'description = { vi = "Một", zh-Hant = "x", plain = "One" }',
    "points = 5",
    'points = "5/1"',
    'points = { value = "5", source = "s" }\n[sources.s]\ndocument = "D"',
    "rounding = 0.5",
    'rounding = { step = 0.5, how = "half-even" }',
    "valid = { start = 2026-01-01 }",
    'combine = "sum"',
    'combine = { kind = "sum", rescale = true }',
    'context = [{ id = "x", title = "X", options = ["a"] }]',
    'context = [{ id = "x", title = "X", domain = "yes-no" }]',
    'context = [{ id = "x", title = "X", domain = ["a"] }]',
    'context = [{ id = "x", title = "X", domain = { least = 0 } }]',
    'context = [{ id = "x", title = "X", domain = "number", required = false, default = 1 }]',
    'levels = [{ id = "l", title = "L", requires = "total >= 1" }]',
    'levels = [{ id = "l", title = "L", requires = ["total >= 1"], needs_below = false }]',
    "levels = []",
    'meta = { pilot = "x", more = { vi = "y" } }',
]


@pytest.mark.parametrize("line", GOOD)
def test_what_is_read_fits(line: str) -> None:
    head = HEAD.replace('title = "R"\n', "") if line.startswith("title") else HEAD
    first, _, rest = line.partition("\n[")
    text = f"{head}{first}\n{ONE}{rest and '['}{rest}"
    assert loads(text).id == "r"
    assert fits("rubric", text)


GOOD_SCALES = [
    '{ kind = "choice", options = { never = 0, often = { points = 5, title = "Often" } } }',
    '{ kind = "choice", options = [{ id = "often", points = 5, title = { vi = "Hay" } }] }',
    '{ kind = "bands", bands = { "90" = 40, "75" = { value = 30 } }, unit = "%" }',
    '{ kind = "bands", bands = { "90" = { points = 40, title = "top" } } }',
    '{ kind = "bands", bands = [{ at = 90, points = "1/3", to = 95 }], most = 95 }',
    '{ kind = "piecewise", knots = { "0" = 0, "5" = 5 } }',
    '{ kind = "formula", formula = "value / 10", points = 10, unit = "%" }',
]


@pytest.mark.parametrize("scale", GOOD_SCALES)
def test_every_form_of_a_scale_that_is_read_fits(scale: str) -> None:
    text = HEAD + ONE.replace('{ kind = "yes-no", points = 5 }', scale)
    assert loads(text).id == "r"
    assert fits("rubric", text)


def test_children_under_any_one_key_fit() -> None:
    leaf = '{ id = "b", title = "B", scale = { kind = "yes-no", points = 5 } }'
    for key in ("indicators", "children", "criteria"):
        text = f'{HEAD}[[criteria]]\nid = "a"\ntitle = "A"\n{key} = [{leaf}]\n'
        assert fits("rubric", text)
        assert loads(text)["a"].id == "a"
    both = f"{HEAD}[[criteria]]\nid = 'a'\ntitle = 'A'\nindicators = [{leaf}]\ncriteria = []\n"
    assert not fits("rubric", both)


BAD = [
    "",
    "format = 'rubric/1'\n",
    HEAD,
    HEAD.replace("rubric/1", "rubric/2") + ONE,
    HEAD + "titel = 'x'\n" + ONE,
    HEAD + "digits = '2'\n" + ONE,
    HEAD + "digits = true\n" + ONE,
    HEAD + 'points = "five"\n' + ONE,
    HEAD + "points = { source = 's' }\n" + ONE,
    HEAD + 'valid = "2026"\n' + ONE,
    HEAD + 'combine = "summ"\n' + ONE,
    HEAD + 'combine = "best-of"\n' + ONE,
    HEAD + 'changes = { "a.title" = "x" }\n' + ONE,
    HEAD + 'no_level = { english = "x" }\n' + ONE,
    HEAD + 'context = [{ id = "x", title = "X" }]\n' + ONE,
    HEAD + 'levels = [{ id = "l", title = "L", requires = 85 }]\n' + ONE,
    HEAD + ONE.replace("yes-no", "yes"),
    HEAD + ONE.replace("points", "point"),
    HEAD + ONE.replace('scale = { kind = "yes-no", points = 5 }', ""),
    HEAD + ONE + "indicators = []\n",
    HEAD + "extends = 5\n",
    'format = "rubric/1"\nextends = "learning-unit-2020"\n',
]


@pytest.mark.parametrize("text", BAD)
def test_what_is_refused_for_its_shape_does_not_fit(text: str) -> None:
    assert not fits("rubric", text)
    with pytest.raises(RubrikaError):
        loads(text)


def test_an_adapted_rubric_has_keys_of_its_own() -> None:
    text = HEAD.replace('title = "R"\n', "") + (
        'extends = { id = "learning-unit-2020", version = "2020.1" }\nremove = ["levels[0]"]\n'
        '[changes]\ntitle = "Ours"\n[[add.criteria]]\nid = "a"\ntitle = "A"\n'
        'scale = { kind = "yes-no", points = 5 }\n'
    )
    assert fits("rubric", text)
    assert not fits("rubric", text.replace("remove = [", "remove = [5, "))
    assert not fits("rubric", text.replace('scale = { kind = "yes-no", points = 5 }', ""))


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("", True),
        ("observations = { a = 5, b = true, c = 'x', d = {} }", True),
        ("observations = { a = { value = 5, evidence = 'x', date = 2020-12-31 } }", True),
        ("observations = { a = { number = { value = '1/3', source = 's' } } }", True),
        ("observations = { a = { not_applicable = true, evidence = ['x'] } }", True),
        ("observations = { a = { not_applicable = 'closed' } }", True),
        ("context = { area = 'mountain', people = { number = 5 } }", True),
        ("subject = 'S'\ndate = 2020-12-31\nnote = { vi = 'x' }", True),
        ("observations = { a = [5] }", False),
        ("observations = { a = { not_applicable = false } }", False),
        ("observations = { a = { valu = 5 } }", False),
        ("observation = {}", False),
        ("subject = 5", False),
        ("context = { area = [] }", False),
    ],
)
def test_assessments_fit_if_their_shape_is_right(text: str, good: bool) -> None:
    assert fits("assessment", ASSESSMENT + text) is good
    if good:
        sources = "\n[sources.s]\ndocument = 'D'" if "'s'" in text else ""
        assert loads_assessment(ASSESSMENT + text + sources).rubric == ""
    else:
        with pytest.raises(FileError):
            loads_assessment(ASSESSMENT + text)


# Kinds of third parties


@attrs.frozen
class Odd:
    """A scale with fields that have schemas of their own.

    Args:
        points: The most points,
            in two lines.
    """

    bound: Fraction
    points: Fraction = Fraction(1)
    name: int | Text = 1
    pair: tuple[int, str] = (1, "a")
    counts: list[int] = attrs.field(factory=list)
    names: dict[str, int] = attrs.field(factory=dict)
    mode: Literal["a", 1] = "a"
    loose: Any = None
    foreign: complex = 0j

    def rule(self, value: Any) -> Any:
        return choose(value >= 1, self.points, 0)


class Opaque:
    """A scale without declared fields, which files cannot hold."""

    def rule(self, value: Any) -> Any:
        return choose(value >= 1, 1, 0)


def test_kinds_of_third_parties_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {**default.scales._known, "odd": Odd, "opaque": Opaque}
    monkeypatch.setattr(default.scales, "_known", known)
    made = {one["properties"]["kind"]["const"]: one for one in schema()["$defs"]["scale"]["oneOf"]}
    assert "opaque" not in made
    assert made["odd"]["properties"] == {
        "kind": {"const": "odd"},
        "points": {
            "anyOf": [{"$ref": "#/$defs/number"}, {"type": "null"}],
            "description": "The most points, in two lines.",
        },
        "bound": {"$ref": "#/$defs/number"},
        "name": {
            "anyOf": [
                {"anyOf": [{"type": "integer"}, {"$ref": "#/$defs/text"}]},
                {"type": "null"},
            ]
        },
        "pair": {
            "type": ["array", "null"],
            "prefixItems": [{"type": "integer"}, {"type": "string"}],
            "items": False,
            "minItems": 2,
        },
        "counts": {"type": ["array", "null"], "items": {"type": "integer"}},
        "names": {"type": ["object", "null"], "additionalProperties": {"type": "integer"}},
        "mode": {"enum": ["a", 1, None]},
        "loose": {"anyOf": [{}, {"type": "null"}]},
        "foreign": {"anyOf": [{}, {"type": "null"}]},
    }
    assert made["odd"]["required"] == ["kind", "bound"]


def test_what_may_be_left_out_may_be_null_in_json() -> None:
    leaf = {"id": "a", "title": "A", "scale": {"kind": "yes-no", "points": 5}, "na": None}
    data: Any = {"format": "rubric/1", "id": "r", "version": "1", "title": "R", "criteria": [leaf]}
    data |= {"digits": None, "levels": None, "source": None, "rounding": None, "valid": None}
    assert Draft202012Validator(schema()).is_valid(data)
    assert loads(json.dumps(data), "json") == loads(HEAD + ONE)
    data["title"] = None
    assert not Draft202012Validator(schema()).is_valid(data)
    with pytest.raises(FileError):
        loads(json.dumps(data), "json")
