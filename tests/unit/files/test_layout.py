"""How TOML is laid out, so that people can review it."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from rubrika.files.layout import Table, Tables, lay_out


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ({}, "\n"),
        ({"a": 1, "b": "x", "c": True, "d": 0.5}, 'a = 1\nb = "x"\nc = true\nd = 0.5\n'),
        ({"a b": {"c.d": 1}}, '"a b" = { "c.d" = 1 }\n'),
        ({"a": {}, "b": []}, "a = {}\nb = []\n"),
        ({"a": [1, {"b": [2]}]}, "a = [1, { b = [2] }]\n"),
        ({"a": Table(b=1), "c": 2}, "c = 2\n\n[a]\nb = 1\n"),
        ({"a": Table(b=Table(c=1))}, "[a.b]\nc = 1\n"),
        ({"a": Table()}, "[a]\n"),
        (
            {"a": Tables([{"b": 1, "c": Tables([{"d": 2}])}, {"b": 3}])},
            "[[a]]\nb = 1\n\n[[a.c]]\nd = 2\n\n[[a]]\nb = 3\n",
        ),
        ({"a": 'met("b")'}, "a = 'met(\"b\")'\n"),
        ({"a": "'\""}, 'a = "\'\\""\n'),
        ({"a": '"\t'}, 'a = "\\"\t"\n'),
    ],
)
def test_short_things_stand_in_one_line(table: dict[str, Any], text: str) -> None:
    assert lay_out(table) == text
    assert tomllib.loads(text) == table


def test_a_long_table_has_a_line_for_each_key() -> None:
    table = {"scale": {"kind": "x" * 60, "unit": "y" * 40}}
    text = lay_out(table)
    assert text == f'scale.kind = "{"x" * 60}"\nscale.unit = "{"y" * 40}"\n'
    assert tomllib.loads(text) == table


def test_a_long_list_has_a_line_for_each_member() -> None:
    table = {"a": [{"at": n, "points": n} for n in (10, 20, 30, 40, 50)]}
    text = lay_out(table)
    assert text.startswith("a = [\n    { at = 10, points = 10 },\n")
    assert tomllib.loads(text) == table


def test_a_long_number_stays_in_its_line() -> None:
    assert lay_out({"a": 10**120}) == f"a = {10**120}\n"


def test_a_long_text_is_broken_between_words() -> None:
    text = " ".join(["word"] * 40)
    written = lay_out({"title": text})
    assert written.startswith('title = """\nword word')
    assert max(map(len, written.splitlines())) <= 100
    assert written.count(" \\\n") == 2
    assert tomllib.loads(written) == {"title": text}


@pytest.mark.parametrize(
    "text",
    [
        "two\nlines",
        "a long line " * 20 + "\nand a second",
        " starts with a space " * 10,
        "\nstarts with a line end",
        "ends with one\n",
        "two  spaces  between  words " * 10,
        'quotes """ in \\ a long text ' * 10,
        "x" * 300,
        "carriage\r\nreturn " * 20,
        "no-break\N{NO-BREAK SPACE}space " * 20,
        "tab\tand\x00null " * 20,
        "\\",
        "\n",
        "\\\n" * 3,
    ],
)
def test_every_text_is_read_back_as_it_was(text: str) -> None:
    assert tomllib.loads(lay_out({"a": text})) == {"a": text}
    assert tomllib.loads(lay_out({"a": {"b": text, "c": "x" * 90}})) == {
        "a": {"b": text, "c": "x" * 90}
    }
