"""The command itself: what it offers, and how it is asked for help."""

from __future__ import annotations

from importlib.metadata import version

import click

from rubrika.cli.batching import batch
from rubrika.cli.checking import check
from rubrika.cli.commands import Group, examples
from rubrika.cli.completing import completion
from rubrika.cli.converting import convert
from rubrika.cli.diffing import diff
from rubrika.cli.listing import list_rubrics
from rubrika.cli.mutating import mutate
from rubrika.cli.planning import plan
from rubrika.cli.reporting import report
from rubrika.cli.schemas import schema
from rubrika.cli.scoring import score
from rubrika.cli.showing import show

__all__ = ["app"]


@examples(
    "rubrika list",
    "rubrika show thanh-hoa-2021-2026 --lang vi",
    "rubrika score thanh-hoa-2021-2026 examples/hau-loc-2020.toml",
    "rubrika check examples/hau-loc-2020.toml",
)
@click.group(
    cls=Group,
    epilog="Exit codes: 0 done, 1 there are findings, 2 bad input or usage. "
    "For completion by TAB, see: rubrika completion --help",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(version("rubrika"), prog_name="rubrika")
def app() -> None:
    """Score evaluation rubrics exactly, explain every score, and bound what is not known."""


for _command in (
    list_rubrics,
    show,
    score,
    report,
    batch,
    plan,
    diff,
    check,
    mutate,
    convert,
    schema,
    completion,
):
    app.add_command(_command)
