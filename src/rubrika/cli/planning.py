"""`rubrika plan`: the cheapest way up to a level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

import click

from rubrika import Indicator, Problem, Rubric
from rubrika.assurance.costs import CostLike, PlanError
from rubrika.assurance.plan_result import Plan
from rubrika.assurance.planning import plans
from rubrika.cli.arguments import Format, format_option, lang_option, once, rubrics_and_files
from rubrika.cli.cards import cards_of
from rubrika.cli.commands import Command, examples
from rubrika.cli.faults import FINDINGS, problem_data, problem_item
from rubrika.cli.inputs import rubric_named
from rubrika.cli.output import put
from rubrika.reports.document import Block, Items
from rubrika.reports.showing import blocks_of

__all__ = ["NO_PLAN", "plan"]

NO_PLAN: Final = frozenset(
    {"plan-impossible", "plan-not-found", "plan-budget", "plan-time", "plan-open"}
)
"""The codes of errors that say that there is no plan, and not that something is wrong."""


@examples(
    "rubrika plan examples/cafe-hygiene.toml examples/cafe-sen.toml --to gold",
    "rubrika plan examples/cafe-hygiene.toml examples/cafe-sen.toml --lock wait",
    "rubrika plan learning-citizen-pilot --set numeracy=7 --best 2 || true",
)
@click.command(cls=Command)
@click.argument("name", metavar="RUBRIC", shell_complete=rubrics_and_files)
@click.argument("given", metavar="[ASSESSMENT]", required=False, default=None)
@click.option("--to", metavar="LEVEL", help="The level to reach; else the next one up.")
@click.option(
    "--cost",
    "costs",
    metavar="ID=COST",
    multiple=True,
    help="A cost: a number, or VALUE:COST,… (repeatable).",
)
@click.option("--others", metavar="COST", help="The cost of all that --cost does not name.")
@click.option("--lock", "locked", metavar="ID", multiple=True, help="Keep a value (repeatable).")
@click.option(
    "--limit",
    "limits",
    metavar="ID=LIMIT",
    multiple=True,
    help="How far: a number, LEAST..MOST, or options (repeatable).",
)
@click.option("--budget", metavar="COST", help="The most that it may cost.")
@click.option("--best", metavar="K", type=click.IntRange(1), default=1, help="How many plans.")
@click.option(
    "--seconds", type=click.FloatRange(0, min_open=True), default=10.0, help="How long to search."
)
@click.option(
    "--set", "values", metavar="ID=VALUE", multiple=True, help="Observe a value (repeatable)."
)
@click.option(
    "--context", metavar="ID=VALUE", multiple=True, help="State a context fact (repeatable)."
)
@lang_option
@format_option
@click.pass_context
def plan(
    ctx: click.Context,
    *,
    name: str,
    given: str | None,
    to: str | None,
    costs: tuple[str, ...],
    others: str | None,
    locked: tuple[str, ...],
    limits: tuple[str, ...],
    budget: str | None,
    best: int,
    seconds: float,
    values: tuple[str, ...],
    context: tuple[str, ...],
    lang: str,
    form: Format,
) -> None:
    """Find the cheapest changes that reach a level.

    Without costs each change costs 1. With --budget and no --to, the best level within the budget
    is found. If there is no plan, what forbids it is told, and the exit code is 1.
    """
    rubric = rubric_named(name)
    cards = cards_of(
        [] if given is None else [given], rubric, once("--set", values), once("--context", context)
    )
    if len(cards) != 1:
        raise click.UsageError("A plan is made for one subject, not for a table of several.")
    try:
        found = plans(
            rubric,
            cards[0][1].assessment,
            to,
            costs=_costs(rubric, once("--cost", costs)),
            others=others,
            locked=locked,
            limits=_limits(rubric, once("--limit", limits)),
            budget=budget,
            k=best,
            seconds=seconds,
        )
    except PlanError as error:
        if error.problems[0].code not in NO_PLAN:
            raise
        problems = error.problems
        put(form, lambda: _without(problems), lambda: [problem_data(one) for one in problems])
        ctx.exit(FINDINGS)
    put(
        form,
        lambda: chain.from_iterable(blocks_of(one, lang) for one in found),
        lambda: _data(found, lang, several=best > 1),
    )


def _costs(rubric: Rubric, typed: Mapping[str, str]) -> dict[str, CostLike] | None:
    """The costs that were typed; None without any."""
    found: dict[str, CostLike] = {}
    for id_, text in typed.items():
        leaf = rubric.nodes.get(id_)
        pairs = [part.rpartition(":") for part in text.split(",")]
        table = all(sign for _, sign, _ in pairs)
        if not table or not isinstance(leaf, Indicator):
            found[id_] = text
            continue
        try:
            found[id_] = {leaf.domain.from_text(value): cost for value, _, cost in pairs}
        except ValueError as error:
            problems: Sequence[Problem] = getattr(error, "problems", ())
            raise PlanError(problem.under(f"costs.{id_}") for problem in problems) from None
    return found or None


def _limits(rubric: Rubric, typed: Mapping[str, str]) -> dict[str, Any]:
    """The limits that were typed: a distance, two ends, or options."""
    found: dict[str, Any] = {}
    for id_, text in typed.items():
        least, dots, most = text.partition("..")
        if dots:
            found[id_] = (least or None, most or None)
        elif hasattr(getattr(rubric.nodes.get(id_), "domain", None), "options"):
            found[id_] = [option.strip() for option in text.split(",")]
        else:
            found[id_] = text
    return found


def _without(problems: Sequence[Problem]) -> Iterator[Block]:
    yield Items(map(problem_item, problems))


def _data(found: Sequence[Plan], lang: str, *, several: bool) -> object:
    made = [one.to_dict(lang) for one in found]
    return made if several else made[0]
