"""The table of sources of a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from rubrika.errors import Problems
from rubrika.files.converter import converter_for
from rubrika.files.data import Plain, is_table
from rubrika.files.layout import Table
from rubrika.files.plain import Writer
from rubrika.files.problems import below, key_path, said
from rubrika.files.records import read_record
from rubrika.sources import Source

__all__ = ["plain_sources", "read_sources"]

_TWICE: Final = "Some letters have two encodings that look alike. Keep one of the two."
_STAND_IN: Final = Source("unreadable", document="unreadable")


def read_sources(table: Plain, problems: Problems) -> dict[str, Source]:
    """The sources of a file by their keys (in NFC); what is wrong is noted in *problems*.

    For a source that cannot be read stands another, so that what refers to it is read still.
    """
    if not is_table(table):
        hint = "Write tables [sources.ID]."
        problems.add("wrong-type", f"tables are due here, not {said(table)}", "sources", hint)
        return {}
    converter = converter_for({})
    found: dict[str, Source] = {}
    for given_key, value in table.items():
        key = unicodedata.normalize("NFC", given_key)
        if key in found:
            place = f"sources.{key_path(key)}"
            problems.add("duplicate-key", f"the source {said(key)} stands twice", place, _TWICE)
        found[key] = _STAND_IN
        with below(problems, f"sources.{key_path(key)}", value):
            given = {"id": key, **value} if is_table(value) else value
            found[key] = read_record(converter, Source, given)
    return found


def plain_sources(keys: Mapping[Source, str]) -> Table:
    """The table of sources; the id is written only where the key is another."""
    writer = Writer(keys)
    made = Table()
    for source, key in keys.items():
        fields = writer.record(source)
        made[key] = Table({k: v for k, v in fields.items() if k != "id" or v != key})
    return made
