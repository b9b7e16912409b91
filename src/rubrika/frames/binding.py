"""Binding: which column of a frame is which input of a rubric, and what the result is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

import attrs
import narwhals.stable.v2 as nw
from narwhals.stable.v2.dtypes import DType

from rubrika.engines.arithmetic import Interval
from rubrika.engines.program import Given
from rubrika.errors import FrameError, Problems, near_miss, told
from rubrika.frames.columns import Column, is_text, kind_of
from rubrika.frames.dialect import Expr, col, spoken
from rubrika.frames.options import Options
from rubrika.model.domains import Categories, Domain, Quantity, Truth
from rubrika.model.nodes import Indicator
from rubrika.model.rubric import Rubric
from rubrika.rules.nodes import Compare, Constant, Input, OneOf, Rule, Yes
from rubrika.rules.traverse import parts

__all__ = ["Absence", "Binding", "bind"]


_REMEMBERED: Final = 32
"""How many bindings are remembered, so that frame after frame of one kind is planned once."""


@attrs.frozen(eq=False)
class Absence:
    """The column that says where an indicator does not apply: by true, or by a justification."""

    indicator: Indicator
    name: str
    words: bool

    @property
    def where(self) -> Expr:
        """Where it does not apply."""
        column = col(self.name)
        return ~column.is_null() if self.words else column.fill_null(value=False)

    @property
    def shown(self) -> Expr:
        """What is shown of it in an error."""
        return col(self.name)

    def faults(self, value: Column) -> Iterator[tuple[str, str, Expr]]:
        """Where what it says is bad: a code, words, and the rows."""
        rule = self.indicator.na
        if rule is not None and rule.justified:
            if self.words:
                blank = col(self.name).str.strip_chars() == ""
                yield "na-justification", "without a justification", self.where & blank
            else:
                yield "na-justification", "without a justification", self.where
        yield "value", "both a value and not applicable", self.where & ~value.null


@attrs.frozen(eq=False)
class Binding:
    """What a rubric's inputs are in a frame.

    Args:
        rubric: By which rows are scored.
        options: What the caller chose.
        columns: How each input is read.
        absences: The columns that say what does not apply.
        kept: The columns of the frame that are kept, in order.
        unreadable: The columns that only Python can read.
    """

    rubric: Rubric
    options: Options
    columns: Mapping[Input, Column]
    absences: tuple[Absence, ...]
    kept: tuple[str, ...]
    unreadable: tuple[str, ...]

    def required(self, column: Column) -> bool:
        """Whether a column is one of a context fact that must be known."""
        given = column.given
        if given.input.role != "context" or column.kind == "stated":
            return False
        attribute = next(fact for fact in self.rubric.context if fact.id == given.id)
        return attribute.required and attribute.default is None

    @property
    def read(self) -> tuple[str, ...]:
        """The columns that are read, each once."""
        found = [column.name for column in self.columns.values() if column.is_read]
        return tuple(dict.fromkeys([*found, *(absence.name for absence in self.absences)]))

    def with_nullable(self, nullable: Mapping[str, bool], *, guarded: bool) -> Binding:
        """It, knowing which columns have missing values, and whether any can be bad."""
        return _with_nullable(self, tuple(nullable.items()), guarded)


@lru_cache(maxsize=_REMEMBERED)
def _with_nullable(
    binding: Binding,
    nullable: tuple[tuple[str, bool], ...],
    guarded: bool,  # noqa: FBT001  # as asked
) -> Binding:
    known = dict(nullable)
    columns = {
        read: column
        if not column.is_read
        else attrs.evolve(column, nullable=known.get(column.name, column.nullable), guarded=guarded)
        for read, column in binding.columns.items()
    }
    return attrs.evolve(binding, columns=columns)


@attrs.frozen
class _Asked:
    """What a binding depends on; frames of one kind after another ask for the same."""

    rubric: Rubric = attrs.field(eq=id)
    options: Options = attrs.field(eq=repr)
    schema: tuple[tuple[str, DType], ...]
    dialect: Any


def bind(rubric: Rubric, options: Options, schema: Mapping[str, DType]) -> Binding:
    """Find the column of each input.

    Args:
        rubric: By which rows are scored.
        options: What the caller chose.
        schema: The columns of the frame, and their types.

    Raises:
        FrameError: with every column that is not there, has a wrong type (unless bad rows are told
            one by one), or would have the name of another.
    """
    return _bound(_Asked(rubric, options, tuple(schema.items()), spoken()))


@lru_cache(maxsize=_REMEMBERED)
def _bound(asked: _Asked) -> Binding:
    rubric, options, schema = asked.rubric, asked.options, dict(asked.schema)
    problems = Problems()
    columns: dict[Input, Column] = {}
    unreadable: list[str] = []
    reckoned = _reckoned(rubric)
    for given in rubric.program.inputs:
        column = _column(rubric, given, options, schema, problems, reckoned=reckoned)
        if column is not None:
            columns[given.input] = column
            if column.kind == "objects":
                unreadable.append(column.name)
    absences = tuple(_absences(rubric, options, schema, problems))
    kept = tuple(schema) if options.key is None else options.key
    for name in kept:
        if name not in schema:
            problems.add(
                "missing-column",
                f"the frame has no column {told(name)}",
                "key",
                near_miss(name, schema),
            )
    made: dict[str, str] = {}
    for output in options.outputs:
        name = options.name_of(output)
        if name in kept or name in made:
            other = f"{made[name]!r}" if name in made else "a column of the frame"
            problems.add(
                "column-collision",
                f"{name!r}, the column of {output!r}, would have the name of {other}",
                f"names.{output}",
                f'Give it another: names={{"{output}": "{name}_2"}}; or keep fewer (key=…).',
            )
        made[name] = output
    problems.raise_as(FrameError)
    return Binding(rubric, options, columns, absences, kept, tuple(unreadable))


def _column(
    rubric: Rubric,
    given: Given,
    options: Options,
    schema: Mapping[str, DType],
    problems: Problems,
    *,
    reckoned: frozenset[Input],
) -> Column | None:
    domain = _domain(rubric, given)
    if given.input.role == "context" and given.id in options.context:
        return Column(
            _at(given, options.context[given.id]),
            domain,
            "",
            "stated",
            nullable=False,
            stated=options.context[given.id],
        )
    name = _name(given, options, schema)
    if name is None:
        return Column(given, domain, f"({given.id})", "absent", nullable=True)
    if name not in schema:
        what = "indicator" if given.input.role == "value" else "context attribute"
        problems.add(
            "missing-column",
            f"the frame has no column {told(name)} for the {what} {given.id!r}",
            name,
            f"{near_miss(name, schema)} {_unknown(given.id)}".strip(),
        )
        return None
    dtype = schema[name]
    kind = "absent" if dtype == nw.Unknown else kind_of(dtype, domain, text=options.text)
    if kind is None:
        kind = "wrong"
        if options.bad == "fail":
            problems.add(
                "column-type",
                f"the column {name!r} is of type {dtype}, where {_due(domain)} due",
                name,
                _cure(dtype, domain),
            )
    scale = getattr(dtype, "scale", None) if kind == "decimal" else None
    column = Column(
        given,
        domain,
        name,
        kind,
        scale,
        nan_missing=kind == "float" and options.nan == "missing",
        reckoned=given.input in reckoned,
    )
    if (kind == "decimal" and (scale is None or not column.fits)) or (
        kind in ("float", "numerals") and column.odd_step
    ):
        return attrs.evolve(column, kind="objects")
    return column


def _reckoned(rubric: Rubric) -> frozenset[Input]:
    """The inputs with which rules do more than compare them with a bound."""
    found: set[Input] = set()
    waiting: list[Rule] = [step.points for step in rubric.program.steps]
    waiting += rubric.program.levels
    while waiting:
        match waiting.pop():
            case Compare(Input(), _, Constant()) | Compare(Constant(), _, Input()):
                pass
            case Input() as read:
                found.add(read)
            case OneOf() | Yes():
                pass
            case rule:
                waiting += parts(rule)
    return frozenset(found)


def _at(given: Given, fact: object) -> Given:
    from fractions import Fraction

    return attrs.evolve(given, possible=Interval.at(fact)) if isinstance(fact, Fraction) else given


def _unknown(id_: str) -> str:
    return f'If nothing is known of it, say so: columns={{"{id_}": None}}.'


def _domain(rubric: Rubric, given: Given) -> Domain:
    if given.input.role == "value":
        node = rubric.nodes[given.id]
        assert isinstance(node, Indicator)  # noqa: S101  # only indicators have values
        return node.domain
    return next(fact.domain for fact in rubric.context if fact.id == given.id)


def _name(given: Given, options: Options, schema: Mapping[str, DType]) -> str | None:
    if given.id in options.columns:
        return options.columns[given.id]
    if given.input.role == "context" and f"context.{given.id}" in schema:
        return f"context.{given.id}"
    return given.id


def _due(domain: Domain) -> str:
    match domain:
        case Quantity():
            return "numbers are"
        case Truth():
            return "yes or no (booleans) is"
        case Categories():
            return "text (one of its options) is"


def _cure(dtype: DType, domain: Domain) -> str:
    if is_text(dtype) and not isinstance(domain, Categories):
        return "Read the cells as those of a table of text: text=True; or convert the column."
    return "Convert the column, or name another: columns={…}."


def _absences(
    rubric: Rubric, options: Options, schema: Mapping[str, DType], problems: Problems
) -> Iterator[Absence]:
    for id_, name in options.not_applicable.items():
        node = rubric.nodes[id_]
        assert isinstance(node, Indicator)  # noqa: S101  # checked with the options
        if name not in schema:
            problems.add(
                "missing-column",
                f"the frame has no column {told(name)}, which says where {id_!r} does not apply",
                name,
                near_miss(name, schema),
            )
        elif any(schema[name] == kind for kind in (nw.Boolean, nw.String, nw.Unknown)):
            yield Absence(node, name, words=schema[name] != nw.Boolean)
        else:
            problems.add(
                "column-type",
                f"the column {name!r} is of type {schema[name]}, where booleans or justifications "
                "(text) are due",
                name,
                "Write true, or the reason, where the indicator does not apply.",
            )
