"""Rule strings: reading and writing rules as text. :mod:`rubrika.rules` tells the language."""

from __future__ import annotations

from rubrika.rules.reader import parse, parse_condition, parse_expression
from rubrika.rules.writer import write

__all__ = ["parse", "parse_condition", "parse_expression", "write"]
