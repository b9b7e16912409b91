"""Laying a plain table out as TOML that reads well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from rubrika.errors import MissingExtraError
from rubrika.files.data import Plain, is_list, is_table

__all__ = ["Table", "Tables", "lay_out"]

_WIDTH: Final = 100
_BREAK: Final = re.compile(r"(?<=\S) (?=\S)")


class Table(dict[str, Any]):
    """A table that gets a header of its own, ``[name]``."""


class Tables(list[Any]):
    """A list of tables that get headers of their own, ``[[name]]``."""


def lay_out(table: Mapping[str, Any]) -> str:
    """*table* as TOML: short tables in one line, longer ones with a line for each key.

    Raises:
        MissingExtraError: when the extra ``toml`` is not installed.
    """
    try:
        _key("")
    except ImportError:
        raise MissingExtraError.of("writing TOML", "toml") from None
    return "\n".join(_lines(table, "")).lstrip("\n") + "\n"


def _lines(table: Mapping[str, Any], name: str) -> Iterator[str]:
    prefix = f"{name}." if name else ""
    for key, value in table.items():
        if not isinstance(value, Table | Tables):
            yield from _statement(_key(key), value)
    for key, value in table.items():
        if isinstance(value, Table):
            if not value or any(
                not isinstance(member, Table | Tables) for member in value.values()
            ):
                yield from ("", f"[{prefix}{_key(key)}]")
            yield from _lines(value, f"{prefix}{_key(key)}")
        elif isinstance(value, Tables):
            for member in value:
                yield from ("", f"[[{prefix}{_key(key)}]]")
                yield from _lines(member, f"{prefix}{_key(key)}")


def _statement(key: str, value: Plain) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{key} = {_text(key, value)}"
        return
    line = f"{key} = {_inline(value)}"
    if len(line) <= _WIDTH or not value:
        yield line
    elif is_table(value):
        for name, member in value.items():
            yield from _statement(f"{key}.{_key(name)}", member)
    elif is_list(value):
        yield f"{key} = ["
        for member in value:
            yield f"    {_inline(member)},"
        yield "]"
    else:
        yield line


def _inline(value: Plain) -> str:
    if is_table(value):
        pairs = ", ".join(f"{_key(key)} = {_inline(member)}" for key, member in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if is_list(value):
        return f"[{', '.join(map(_inline, value))}]"
    return _literal(value)


def _text(key: str, text: str) -> str:
    """A text; one that is long or has several lines stands on lines of its own."""
    if "\r" in text or ("\n" not in text and len(key) + len(text) + 5 <= _WIDTH):
        return _literal(text)
    return f'"""\n{chr(10).join(map(_wrapped, text.split(chr(10))))}"""'


def _wrapped(paragraph: str) -> str:
    """A paragraph in lines that end with a backslash, which joins them again."""
    lines = [""]
    for word in _BREAK.split(paragraph):
        escaped = _escaped(word)
        if lines == [""]:
            lines = [escaped]
        elif len(lines[-1]) + len(escaped) + 3 <= _WIDTH:
            lines[-1] += f" {escaped}"
        else:
            lines[-1] += " \\"
            lines.append(escaped)
    return "\n".join(lines)


def _literal(value: Plain) -> str:
    import tomli_w

    if isinstance(value, str) and '"' in value and "'" not in value and value.isprintable():
        return f"'{value}'"  # rule strings are full of quotes, which read badly with backslashes

    return tomli_w.dumps({"x": value})[4:-1]


def _escaped(text: str) -> str:
    import tomli_w

    return tomli_w.dumps({"x": text})[5:-2]


@lru_cache(maxsize=1000)
def _key(key: str) -> str:
    import tomli_w

    return tomli_w.dumps({key: 0})[: -len(" = 0\n")]
