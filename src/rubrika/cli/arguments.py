"""Options and arguments that several commands share."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from typing import Any, Final, Literal, TypeAlias, TypeVar

import click
from click.shell_completion import CompletionItem

from rubrika import registry
from rubrika.text import LANGUAGES

__all__ = [
    "Format",
    "format_option",
    "lang_option",
    "language_of_environment",
    "once",
    "rubrics_and_files",
]

Format: TypeAlias = Literal["text", "json", "markdown"]
"""How a result is written."""

F = TypeVar("F", bound=Callable[..., Any])

_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, says POSIX


def language_of_environment() -> str:
    """The language of the locale, if rubrika speaks it; else English."""
    locale = next((found for name in _LOCALE if (found := os.environ.get(name))), "")
    return _base(locale) if _base(locale) in LANGUAGES else "en"


def _base(tag: str) -> str:
    return tag.strip().lower().partition(".")[0].replace("_", "-").partition("-")[0]


def _language(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """The base language of a tag: ``vi``, or a longer tag of it such as ``vi_VN.UTF-8``."""
    base = _base(value)
    if base not in LANGUAGES:
        message = f"{value!r} is none of {', '.join(LANGUAGES)}."
        raise click.BadParameter(message, ctx, param)
    return base


def _languages(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The languages that begin so."""
    del ctx, param
    return [CompletionItem(lang) for lang in LANGUAGES if lang.startswith(incomplete)]


def rubrics_and_files(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The ids of rubrics that begin so, and files."""
    del ctx, param
    ids = [CompletionItem(id_) for id_ in registry.default if id_.startswith(incomplete)]
    return [*ids, CompletionItem(incomplete, type="file")]


def lang_option(command: F) -> F:
    """Give *command* the option ``--lang``."""
    return click.option(
        "--lang",
        metavar=f"[{'|'.join(LANGUAGES)}]",
        callback=_language,
        shell_complete=_languages,
        envvar="RUBRIKA_LANG",
        default=language_of_environment,
        show_default="RUBRIKA_LANG, else the locale",
        help="The language of the output.",
    )(command)


def format_option(command: F) -> F:
    """Give *command* the option ``--format``."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "markdown"]),
        default="text",
        show_default=True,
        help="How the result is written.",
    )(command)


def _pair(option: str, text: str) -> tuple[str, str]:
    """Read ``NAME=VALUE``."""
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise click.UsageError(f"{option} needs NAME=VALUE, such as {option} a=1, not {text!r}.")
    return unicodedata.normalize("NFC", name.strip()), value.strip()


def once(option: str, texts: tuple[str, ...]) -> dict[str, str]:
    """Read several ``NAME=VALUE``, none of which may name what another names.

    Raises:
        click.UsageError: when one has the wrong form, or a name stands twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, value = _pair(option, text)
        if name in found:
            raise click.UsageError(f"{option} names {name!r} twice. Keep one of the two.")
        found[name] = value
    return found
