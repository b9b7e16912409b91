"""Descriptions: which way the rows of a frame are scored, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import attrs
import polars as pl

from rubrika.frames.backends import binding_of
from rubrika.frames.dialect import speaking
from rubrika.frames.numbers import upper
from rubrika.frames.options import Options
from rubrika.frames.planning import Plan, plan_of
from rubrika.model.domains import Categories, Quantity, Truth
from rubrika.model.nodes import Indicator
from rubrika.model.rubric import Rubric

__all__ = ["Description", "NodeWay", "Way", "described"]

Way: TypeAlias = Literal["integers", "floats", "exact"]
"""How points are worked out: as whole numbers over one denominator, as floats with a proved error
bound, or row by row by the exact engine."""


@attrs.frozen
class NodeWay:
    """How the points of one node are worked out.

    Args:
        id: The node's id; ``"total"`` for the whole.
        way: ``"integers"``, ``"floats"`` or ``"exact"``.
        denominator: What the whole numbers are over; None for the other ways.
        error: By how much a float can be off, in points; 0 for the other ways.
    """

    id: str
    way: Way
    denominator: int | None = None
    error: float = 0.0


@attrs.frozen
class Description:
    """Which way a frame is scored, and why. It prints itself.

    Args:
        rubric: The rubric's id and version.
        nodes: How the points of each node are worked out, parents before children, the total first.
        exact_rows: Which rows are scored by the exact engine: pairs of a node, level or column and
            the reason. Empty where expressions decide every row.
    """

    rubric: str
    nodes: tuple[NodeWay, ...]
    exact_rows: tuple[tuple[str, str], ...]

    @property
    def way(self) -> Way:
        """How the total is worked out."""
        return self.nodes[0].way

    @property
    def denominator(self) -> int | None:
        """What the whole numbers of the total are over; None if they are floats."""
        return self.nodes[0].denominator

    @property
    def denominators(self) -> Mapping[str, int]:
        """The denominator of each node that is worked out in whole numbers, by id."""
        return {node.id: node.denominator for node in self.nodes if node.denominator is not None}

    def __str__(self) -> str:
        lines = [f"{self.rubric}: the total is worked out {_SAID[self.way]}"]
        width = max(len(node.id) for node in self.nodes)
        for node in self.nodes:
            how = (
                f"whole numbers over {node.denominator}"
                if node.denominator is not None
                else f"floats, off by at most {node.error:.1e}"
                if node.way == "floats"
                else "the exact engine"
            )
            lines.append(f"  {node.id:<{width}}  {how}")
        if self.exact_rows:
            lines.append("The exact engine scores rows again where:")
            lines += [f"  {place}: {why}" for place, why in self.exact_rows]
        else:
            lines.append("No row needs the exact engine.")
        return "\n".join(lines)


_SAID = {
    "integers": "in whole numbers, exactly",
    "floats": "in floats with a proved error bound",
    "exact": "by the exact engine, row by row",
}


def described(rubric: Rubric, frame: Any, options: Options) -> Description:  # noqa: ANN401  # frames of any kind
    """Describe how *frame* would be scored; None stands for one of floats, booleans and texts."""
    with speaking(pl):
        given = _typical(rubric, options) if frame is None else frame
        plan = plan_of(binding_of(rubric, given, options))
    return _of_plan(plan)


def _of_plan(plan: Plan) -> Description:
    rubric = plan.binding.rubric
    ids = ["total", *rubric.nodes]
    if plan.why_exact:
        nodes = tuple(NodeWay(id_, "exact") for id_ in ids)
        return Description(_name(rubric), nodes, (("every row", plan.why_exact),))
    return Description(_name(rubric), tuple(_node(id_, plan) for id_ in ids), plan.reasons)


def _node(id_: str, plan: Plan) -> NodeWay:
    number = plan.numbers[id_]
    if number.den is None:
        return NodeWay(id_, "floats", error=upper(number.error))
    return NodeWay(id_, "integers", number.den)


def _name(rubric: Rubric) -> str:
    return f"{rubric.id} {rubric.version}"


def _typical(rubric: Rubric, options: Options) -> pl.DataFrame:
    """A frame without rows, with the columns that the rubric reads."""
    columns: dict[str, Any] = {}
    for given in rubric.program.inputs:
        if given.id in options.context and given.input.role == "context":
            continue
        node = rubric.nodes.get(given.id) if given.input.role == "value" else None
        domain = (
            node.domain
            if isinstance(node, Indicator)
            else next(fact.domain for fact in rubric.context if fact.id == given.id)
        )
        name = options.columns.get(given.id, given.id)
        if given.input.role == "context" and given.id not in options.columns:
            name = f"context.{given.id}"
        if name is None:
            continue
        match domain:
            case Quantity():
                columns[name] = pl.String if options.text else pl.Float64
            case Truth():
                columns[name] = pl.String if options.text else pl.Boolean
            case Categories():
                columns[name] = pl.String
    columns |= dict.fromkeys(options.not_applicable.values(), pl.String)
    return pl.DataFrame(schema=columns)
