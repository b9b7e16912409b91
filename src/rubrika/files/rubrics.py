"""Rubrics as TOML and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from rubrika.errors import FileError, Problems, told
from rubrika.files import adapting
from rubrika.files.converter import converter_for
from rubrika.files.data import Plain, is_table
from rubrika.files.layout import Table, Tables
from rubrika.files.parsing import parse
from rubrika.files.plain import Writer, source_keys
from rubrika.files.problems import CHILDREN, refuse
from rubrika.files.reading import Format, check_format, format_of, known_format, read_text
from rubrika.files.records import read_record
from rubrika.files.sources import plain_sources, read_sources
from rubrika.files.writing import render, write_file
from rubrika.model.examples import Example
from rubrika.model.fields import sources_of
from rubrika.model.rubric import Rubric

__all__ = ["dump", "dumps", "dumps_examples", "load", "loads"]

_TABLES: Final = (
    "sources",
    "meta",
    "context",
    "criteria",
    "levels",
    "caps",
    "examples",
    "adaptation",
)


def load(path: str | Path) -> Rubric:
    """Read a rubric from a file.

    Args:
        path: A file that ends in ``.toml`` or ``.json``, in UTF-8, of at most 10 MB.

    Raises:
        FileError: with every problem of the file, each with its path in the file
            (``criteria[2].indicators[0].scale.bands[1].at``) and a way out.

    >>> _ = Path("cafe.toml").write_text('''
    ... format = "rubric/1"
    ... id = "cafe"
    ... version = "1"
    ... title = "Café"
    ...
    ... [[criteria]]
    ... id = "pests"
    ... title = "No pests found"
    ... scale = { kind = "yes-no", points = 20 }
    ... ''', encoding="utf-8")
    >>> load("cafe.toml").maximum
    Fraction(20, 1)
    """
    return _load(Path(path), ())


def _load(path: Path, chain: tuple[Path, ...]) -> Rubric:
    try:
        kind = format_of(path)  # a wrong name is told before the file is read
        return _read(read_text(path), kind, path, chain)
    except FileError as error:
        error.add_note(f"The file is {path}.")
        raise


def loads(text: str, format: Format = "toml") -> Rubric:
    """Read a rubric from a text.

    Args:
        text: The text, of at most 10 million characters.
        format: ``"toml"`` or ``"json"``.

    Raises:
        FileError: as :func:`load`.

    >>> from rubrika import Criterion, Indicator, YesNo
    >>> pests = Criterion("safety", "Safety", [Indicator("pests", "No pests found", YesNo(20))])
    >>> cafe = Rubric("cafe", version="1", title="Café", criteria=[pests])
    >>> loads(dumps(cafe)) == cafe
    True
    """
    return _read(text, known_format(format), None, ())


def dump(rubric: Rubric, path: str | Path) -> None:
    """Write a rubric to a file, so that :func:`load` reads an equal one.

    The file is written beside its place and then moved there: it is there whole, or as it was.

    Args:
        rubric: The rubric.
        path: Where to; the suffix ``.toml`` or ``.json`` tells the format.

    Raises:
        FileError: when the suffix tells no format, or a part or the file cannot be written.
        MissingExtraError: for TOML, when the extra ``toml`` is not installed.

    >>> from rubrika import get
    >>> unit = get("learning-unit-2020")
    >>> dump(unit, "unit.json")
    >>> load("unit.json") == unit
    True
    """
    target = Path(path)
    write_file(target, dumps(rubric, format_of(target)))


def dumps(rubric: Rubric, format: Format = "toml") -> str:
    """Write a rubric as a text, so that :func:`loads` reads an equal one.

    Args:
        rubric: The rubric.
        format: ``"toml"`` or ``"json"``.

    Raises:
        FileError: when a part cannot be written: a scale without a name in files, for example.
        MissingExtraError: for TOML, when the extra ``toml`` is not installed.

    >>> from rubrika import Indicator, YesNo
    >>> cafe = Rubric("cafe", version="1", title="Café", criteria=[Indicator("a", "A", YesNo(5))])
    >>> print(dumps(cafe))
    format = "rubric/1"
    id = "cafe"
    version = "1"
    title = "Café"
    <BLANKLINE>
    [[criteria]]
    id = "a"
    title = "A"
    scale = { kind = "yes-no", points = 5 }
    <BLANKLINE>
    """
    checked = known_format(format)
    if not isinstance(rubric, Rubric):
        refuse("wrong-type", f"a Rubric is due, not {told(rubric)}")
    text = render(_plain(rubric), checked)
    _check_lossless(rubric, text, checked)
    return text


def _check_lossless(rubric: Rubric, text: str, format: Format) -> None:
    """Refuse to write what would be read back as something else (by fields of foreign classes)."""
    try:
        again = loads(text, format)
    except FileError as error:
        error.add_note("This is what reading the written rubric again would say.")
        raise
    if again != rubric or again.fingerprint != rubric.fingerprint:
        refuse(
            "lossy",
            f"the rubric {told(rubric.id)} would be read back as another one",
            hint="In your own scales and combinations, declare the type of each field, and give it "
            "values of that type: Fraction(5), not 5 (or write points: Fraction = number_field()).",
        )


def dumps_examples(examples: Iterable[Example]) -> str:
    """Write examples as TOML, to be added to the file of a rubric.

    Raises:
        FileError: when a part cannot be written.
        MissingExtraError: when the extra ``toml`` is not installed.

    >>> print(dumps_examples([Example({"a": True, "b": 5}, points=9, level="good")]))
    [[examples]]
    values = { a = true, b = 5 }
    points = 9
    level = "good"
    <BLANKLINE>
    """
    known = tuple(examples)
    keys = source_keys(example.source for example in known if example.source is not None)
    writer = Writer(keys)
    return render({"examples": Tables(map(writer.record, known))}, "toml")


# Reading


def _read(text: str, format: Format, path: Path | None, chain: tuple[Path, ...]) -> Rubric:
    data = parse(text, format)
    problems = Problems()
    problems.found += check_format(data, "rubric", format)
    data = {key: value for key, value in data.items() if key not in ("format", "$schema")}
    if "extends" in data:
        with problems.under(""):
            place = adapting.Place(path, chain, _load)
            rubric = adapting.read_adapted(data, place)
    else:
        sources = read_sources(data.pop("sources", {}), problems)
        with problems.under(""):
            rubric = read_record(converter_for(sources), Rubric, data)
    problems.raise_as(FileError)
    return rubric


# Writing


def _plain(rubric: Rubric) -> dict[str, Any]:
    keys = source_keys(source for _, source in sources_of(rubric))
    made: dict[str, Any] = {"format": "rubric/1", **Writer(keys).record(rubric)}
    made["sources"] = plain_sources(keys)
    head = {key: value for key, value in made.items() if key not in _TABLES}
    return head | {key: _as_tables(made[key]) for key in _TABLES if made.get(key)}


def _as_tables(value: Plain) -> Plain:
    """*value* as tables with headers; children of criteria too."""
    if is_table(value):
        return value if isinstance(value, Table) else Table(value)
    return Tables(
        {key: _as_tables(member) if key in CHILDREN else member for key, member in table.items()}
        for table in value
    )
