"""Checks of what a rubric says beside its rules: texts, sources, and facts that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from rubrika.assurance.finding import Finding
from rubrika.assurance.finding_words import say
from rubrika.model.fields import fields_of
from rubrika.model.provenance import stated_numbers
from rubrika.model.rubric import Rubric
from rubrika.number import as_text
from rubrika.rules.nodes import Condition, Expression, Input, Rule
from rubrika.rules.traverse import walk
from rubrika.sources import Source
from rubrika.text import Text

__all__ = ["check_context", "check_sources", "check_translations"]


def check_context(rubric: Rubric) -> Iterator[Finding]:
    """Whether each fact of the context is read by some rule."""
    rules: list[Rule] = [step.points for step in rubric.program.steps]
    rules += rubric.program.levels
    read = {part for rule in rules for part in walk(rule)}
    for place, fact in enumerate(rubric.context):
        if Input("context", fact.id) not in read:
            yield Finding(
                "context-unused",
                f"context[{place}]",
                say("context-unused", id=fact.id),
                "proved",
                hint=say("context-unused hint"),
            )


def check_sources(rubric: Rubric) -> Iterator[Finding]:
    """Whether each number has a source, in a rubric that names sources."""
    if not rubric.sources:
        return
    for number in stated_numbers(rubric):
        if number.source is None:
            yield Finding(
                "source-missing",
                number.path,
                say("source-missing", number=as_text(number.value)),
                "proved",
                hint=say("source-missing hint"),
            )


def check_translations(rubric: Rubric) -> Iterator[Finding]:
    """Whether texts that are translated are so into all languages of the rubric."""
    texts = list(_texts("", rubric))
    languages = sorted({lang for _, text in texts for lang, _ in text.translations})
    for path, text in texts:
        missing = [lang for lang in languages if lang not in dict(text.translations)]
        if text.translations and missing and not text.plain:
            yield Finding(
                "translation-missing",
                path,
                say("translation-missing", languages=", ".join(missing)),
                "proved",
                hint=say("translation-missing hint"),
            )


def _texts(path: str, thing: object) -> Iterator[tuple[str, Text]]:
    match thing:
        case Text():
            yield path, thing
        case Expression() | Condition() | str() | None:
            return
        case Source():
            for field in fields_of(thing):
                yield from _texts(f"{path}.{field.name}".removeprefix("."), field.value)
        case tuple() | list():
            for place, member in enumerate(cast("tuple[object, ...]", thing)):
                yield from _texts(f"{path}[{place}]", member)
        case Mapping():
            for key, member in cast("Mapping[object, object]", thing).items():
                yield from _texts(f"{path}[{key!r}]", member)
        case _:
            for field in fields_of(thing):
                yield from _texts(f"{path}.{field.name}".removeprefix("."), field.value)
