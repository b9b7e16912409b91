"""Cells of tables of text as numbers and truth values, where all of a block are plainly such."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs
import polars as pl

from rubrika.errors import AssessmentError
from rubrika.model.domains import Domain, Quantity, Truth
from rubrika.model.rubric import Rubric

__all__ = ["NUMERAL", "Cells"]

NUMERAL: Final = "[+-]?[0-9]{1,9}([.][0-9]{1,6})?"
"""A number of at most fifteen digits: the float nearest to it has it as its shortest decimal."""

_MOST_WORDS: Final = 50  # so many ways to write yes and no are looked at


@attrs.frozen
class Cells:
    """Reads the cells of indicators once, which is faster than in every place where they are used.

    A column in which anything else stands, such as "n/a", is left as text.

    Args:
        numbers: The columns of text that are read as numbers by all who read them.
        truths: Those that are read as yes or no.
    """

    numbers: tuple[str, ...]
    truths: tuple[str, ...]

    @classmethod
    def of(cls, rubric: Rubric, schema: Mapping[str, Any], options: Mapping[str, Any]) -> Cells:
        """Find the columns in which a rubric reads numbers and truth values."""
        domains: dict[str, list[Domain]] = {}
        for leaf in rubric.indicators:
            name = options["columns"].get(leaf.id, leaf.id)
            domains.setdefault(name, []).append(leaf.domain)
        facts = {fact.id for fact in rubric.context}
        read = {options["columns"].get(id_, id_) for id_ in facts}
        apart = {*options["not_applicable"].values(), *read, *(f"context.{id_}" for id_ in facts)}

        def columns(kind: type[Domain]) -> Iterator[str]:
            for name, found in domains.items():
                known = name not in apart and schema.get(name) == pl.String()
                if known and all(isinstance(domain, kind) for domain in found):
                    yield name

        return cls(tuple(columns(Quantity)), tuple(columns(Truth)))

    def read(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the columns that are plainly of numbers or truth values as such."""
        text = pl.col(self.numbers).str.strip_chars()
        plain = frame.select((text.str.contains(f"^(?:{NUMERAL})?$")).all())
        sure = [name for name in self.numbers if plain[name].item()]
        text = pl.col(sure).str.strip_chars()
        numbers = pl.when(text != "").then(text).cast(pl.Float64)
        truths = [truth for name in self.truths if (truth := _truths(frame[name])) is not None]
        return frame.with_columns(*([numbers] if sure else []), *truths)


def _truths(column: pl.Series) -> pl.Series | None:
    """Yes and no as truth values; None where anything else stands."""
    words = column.unique().drop_nulls().to_list()
    if len(words) > _MOST_WORDS:
        return None
    try:
        known = {word: Truth().from_text(word) if word.strip() else None for word in words}
    except AssessmentError:
        return None
    return column.replace_strict(known, return_dtype=pl.Boolean)
