"""Scales of third parties in files, whatever their classes look like."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

from rubrika import (
    Criterion,
    FileError,
    Indicator,
    Problem,
    Rubric,
    Source,
    choose,
    cited,
    dumps,
    loads,
)
from rubrika.errors import Problems
from rubrika.files.converter import converter_for
from rubrika.files.data import Plain
from rubrika.files.plain import Writer
from rubrika.files.problems import below, in_file_terms
from rubrika.registry import default

HEAD = 'format = "rubric/1"\nid = "r"\nversion = "1"\ntitle = "R"\n'
SOURCE = '[sources.s]\ndocument = "D"\n'


def _doubled(value: int) -> int:
    return value * 2


def _strict(value: object) -> object:
    if value is None:
        raise RuntimeError("no default")
    return value


@dataclass(frozen=True)
class Plainest:
    """A scale with fields that are made, and one that is not set."""

    bound: Fraction
    words: tuple[str, ...] = field(default_factory=tuple)
    shown: str = field(default="x", init=False)

    def rule(self, value: Any) -> Any:
        return choose(value >= self.bound, 5, 0)


@attrs.frozen
class Loose:
    """A scale of whose fields little is known: an annotation names what is not there."""

    bound: Missing  # type: ignore[name-defined]  # noqa: F821  # this is what is tested
    others: Any = None

    def rule(self, value: Any) -> Any:
        return choose(value >= 5, 5, 0)


@attrs.frozen
class Made:
    """A scale whose defaults are made from other fields, or cannot be told."""

    bound: int = attrs.field(converter=_doubled)
    most: int = attrs.Factory(lambda self: self.bound + 1, takes_self=True)
    strict: Any = attrs.field(default=None, converter=_strict)
    group: Criterion | None = None
    fixed: int = attrs.field(default=7, init=False)

    def rule(self, value: Any) -> Any:
        return choose(value >= self.bound, self.most, 0)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {"plainest": Plainest, "loose": Loose, "made": Made}
    monkeypatch.setattr(default.scales, "_known", {**default.scales._known, **kinds})


def read(scale: str) -> Any:
    """The scale that a file says."""
    leaf = f'[[criteria]]\nid = "a"\ntitle = "A"\nscale = {scale}\n'
    return loads(HEAD + SOURCE + leaf).indicators[0].scale


def read_as(kind: Any, value: object, source: Source) -> Any:
    """What is read where *kind* is due, in a file with a source."""
    return converter_for({source.id: source}).structure(value, kind)


def problem_of(scale: str) -> Problem:
    with pytest.raises(FileError) as caught:
        read(scale)
    (found,) = caught.value.problems
    return found


def test_only_what_sets_up_an_object_is_a_key() -> None:
    assert read('{ kind = "plainest", bound = 3, words = ["a"] }') == Plainest(Fraction(3), ("a",))
    assert read('{ kind = "made", bound = 3, strict = 1 }') == Made(3, strict=1)
    assert problem_of('{ kind = "plainest", bound = 3, shown = "y" }').code == "unknown-key"
    assert problem_of('{ kind = "made", bound = 3, strict = 1, fixed = 8 }').code == "unknown-key"


def test_a_default_that_is_made_is_not_written() -> None:
    rubric = Rubric(
        "r", version="1", title="R", criteria=[Indicator("a", "A", Plainest(Fraction(3)))]
    )
    assert 'scale = { kind = "plainest", bound = 3 }' in dumps(rubric)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.50", Fraction(3, 2)),
        ('"1.50"', "1.50"),
        ("true", True),
        ("{ value = 1.5 }", Fraction(3, 2)),
    ],
)
def test_a_field_of_which_nothing_is_known_holds_what_is_written(
    written: str, value: object
) -> None:
    assert read(f'{{ kind = "loose", bound = {written} }}').bound == value
    assert read(f'{{ kind = "loose", bound = 1, others = {written} }}').others == value
    assert problem_of('{ kind = "loose", bound = nan }').path == "criteria[0].scale.bound"


def test_numbers_within_such_a_field_are_exact_and_may_have_a_source() -> None:
    source = Source("s", document="D")
    given = {"a": [Decimal("0.1"), {"value": Decimal("0.2"), "other": Decimal("0.3")}]}
    made = read_as(object, given, source)
    assert made == {"a": [Fraction(1, 10), {"value": Fraction(1, 5), "other": Fraction(3, 10)}]}
    (cited_one,) = read_as(object, [{"value": "1/3", "source": "s"}], source)
    assert (cited_one, cited_one.source) == (Fraction(1, 3), source)


def test_what_such_a_field_holds_is_written_again() -> None:
    source = Source("s", document="D")
    leaf = Indicator("a", "A", Loose(Fraction(5), (cited("1/3", source), Fraction(1, 2))))
    with pytest.raises(FileError) as caught:  # a list is read again, and not a tuple
        dumps(Rubric("r", version="1", title="R", criteria=[leaf], source=source))
    assert caught.value.problems[0].code == "scale-mutable"
    assert Writer({source: "s"}).plain([cited("1/3", source), {"a": Decimal("0.5")}]) == [
        {"value": "1/3", "source": "s"},
        {"a": 0.5},
    ]


def test_a_class_that_refuses_is_told_at_its_place() -> None:
    found = problem_of('{ kind = "made", bound = 3, group = 5 }')
    assert (found.code, found.path) == ("wrong-type", "criteria[0].scale.group")
    assert found.hint == "Write { key = …, … }, or a table [name]."
    found = problem_of('{ kind = "made", bound = 3 }')
    assert (found.code, found.path) == ("value", "criteria[0].scale")
    assert "no default" in found.message


# How problems are told


def test_a_mistake_of_rubrika_itself_is_not_hidden_as_one_of_the_file() -> None:
    problems = Problems()
    with pytest.raises(ZeroDivisionError), below(problems, "a"):
        _ = 1 / 0
    with below(problems, "a", foreign=True):
        _ = 1 / 0
    with below(problems, "b"):
        raise LookupError
    assert [(problem.code, problem.path) for problem in problems.found] == [
        ("value", "a"),
        ("value", "b"),
    ]
    assert "'LookupError'" in problems.found[1].message


@pytest.mark.parametrize(
    ("data", "path", "told"),
    [
        (
            {"criteria": [{"indicators": []}]},
            "criteria[0].children[2].id",
            "criteria[0].indicators[2].id",
        ),
        ({"levels": [{"requires": "x"}]}, "levels[0].requirements[0]", "levels[0].requires"),
        ({"bands": {"90%": 5}}, "bands[0].at", 'bands."90%"'),
        ({"bands": {"90": 5}}, "bands[1].at", "bands.1.at"),
        ({"domain": ["a"]}, "domain.options[0]", "domain[0]"),
        ({"options": ["a"]}, "domain.options[0]", "options[0]"),
        ({}, "a[0].b", "a[0].b"),
        ({"a": 5}, "a[0].b", "a"),
        ({"a": {}}, 'a."x.y".b', 'a."x.y".b'),
    ],
)
def test_paths_of_the_model_become_those_of_the_file(data: Plain, path: str, told: str) -> None:
    (found,) = in_file_terms([Problem("x", "x", path)], data).problems
    assert found.path == told
