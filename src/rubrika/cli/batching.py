"""`rubrika batch`: files of many subjects, scored as a stream."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import attrs
import click

from rubrika import MissingExtraError, Problem, Rubric, RubrikaError
from rubrika.cli.arguments import Format, format_option, lang_option, once, rubrics_and_files
from rubrika.cli.commands import Command, examples
from rubrika.cli.ending import ended_tidily
from rubrika.cli.faults import Refused
from rubrika.cli.inputs import rubric_named
from rubrika.cli.output import check_output, counting, put
from rubrika.cli.tallies import grouped, tally_data, tally_document
from rubrika.reports.phrases import phrases

if TYPE_CHECKING:
    from rubrika.frames.file_tally import Tally

__all__ = ["batch"]

_OUTPUTS: Final = ("points", "level", "least", "most", "possible", "why")
_EXTRA: Final = frozenset({"narwhals", "polars", "pyarrow"})

# What a message tells a caller of Python, and how that is written on a command line.
_HINTS: Final = (
    (r'bad="tell"', "--bad tell"),
    (r'columns=\{"([^"]+)": None\}', r"--columns \1="),
    (r"columns=\{…\}", "--columns ID=COLUMN"),
    (
        r"Give it another: names=.*\(key=…\)",
        "Say which columns to keep: --key COLUMN",
    ),
    (r"Read the cells as those of a table of text: text=True", "Write the table as CSV"),
)


def _words(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    """What is given, separated by commas."""
    found = tuple(word.strip() for word in value.split(",") if word.strip())
    for word in found:
        if word not in _OUTPUTS:
            raise click.BadParameter(f"{word!r} is none of {', '.join(_OUTPUTS)}.", ctx, param)
    return tuple(dict.fromkeys(found))


@examples(
    "rubrika batch examples/cafe-hygiene.toml examples/cafes.csv -o scored.csv",
    "rubrika batch examples/cafe-hygiene.toml examples/*.csv -o s.parquet --by date",
)
@click.command(cls=Command)
@click.argument("name", metavar="RUBRIC", shell_complete=rubrics_and_files)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="OUT", required=True, help="The file of the result.")
@click.option("--force", is_flag=True, help="Overwrite OUT if it is there.")
@click.option(
    "--columns", metavar="ID=COLUMN", multiple=True, help="Where an indicator is (repeatable)."
)
@click.option(
    "--na", metavar="ID=COLUMN", multiple=True, help="What says it does not apply (repeatable)."
)
@click.option(
    "--set", "values", metavar="ID=VALUE", multiple=True, help="A value of all rows (repeatable)."
)
@click.option(
    "--context", metavar="ID=VALUE", multiple=True, help="A fact of all rows (repeatable)."
)
@click.option(
    "--key", metavar="COLUMN", multiple=True, help="Keep these columns only (repeatable)."
)
@click.option(
    "--give",
    metavar="LIST",
    callback=_words,
    default="points,level",
    show_default=True,
    help=f"Of {','.join(_OUTPUTS)}.",
)
@click.option("--nodes", is_flag=True, help="Give the points of every node, too.")
@click.option(
    "--bad",
    type=click.Choice(["fail", "tell"]),
    default="fail",
    show_default=True,
    help="Bad rows are an error, or told in a column.",
)
@click.option(
    "--nan",
    type=click.Choice(["bad", "missing"]),
    default="bad",
    show_default=True,
    help="What NaN is.",
)
@click.option(
    "--by", metavar="COLUMN", multiple=True, help="Count by its values, too (repeatable)."
)
@click.option(
    "--engine",
    type=click.Choice(["polars", "duckdb"]),
    default="polars",
    show_default=True,
    help="What scores the rows.",
)
@click.option("--chunk", metavar="ROWS", type=click.IntRange(1), help="How many rows at a time.")
@click.option("--quiet", is_flag=True, help="Show neither progress nor a summary.")
@lang_option
@format_option
def batch(
    *,
    name: str,
    files: tuple[str, ...],
    output: str,
    force: bool,
    columns: tuple[str, ...],
    na: tuple[str, ...],
    values: tuple[str, ...],
    context: tuple[str, ...],
    chunk: int | None,
    quiet: bool,
    lang: str,
    form: Format,
    **options: Any,  # noqa: ANN401  # those of `score_files`, as they are
) -> None:
    """Score files of many subjects into one.

    FILE is a .csv, .parquet or .arrow table with a row for each subject; several are one table. It
    may be larger than memory. OUT is there when all of it is written, and not before.
    """
    read = {id_: column or None for id_, column in once("--columns", columns).items()}
    absent, observed = once("--na", na), once("--set", values)
    stated = once("--context", context)
    for option in ("key", "by"):
        options[option] = tuple(unicodedata.normalize("NFC", one) for one in options[option])
    options["key"] = options["key"] or None
    if chunk is not None:
        options["rows"] = chunk
    check_output(output, files, force=force)
    rubric = rubric_named(name)
    with _installed():
        from rubrika.frames.files import score_files
    say = phrases(lang)

    def told(count: int) -> str:
        return say["batch rows"].format(count=grouped(count, lang))

    with _for_command(), ended_tidily(), counting(say["scoring"], told, quiet=quiet) as progress:
        tally = score_files(
            rubric,
            files,
            output,
            columns=read,
            not_applicable=absent,
            values=observed,
            context=stated,
            lang=lang,
            progress=progress,
            **options,
        )
    if not quiet:
        _tell(rubric, tally, output, lang, form)


def _tell(rubric: Rubric, tally: Tally, output: str, lang: str, form: Format) -> None:
    put(
        form,
        lambda: tally_document(rubric, tally, output, lang),
        lambda: tally_data(rubric, tally, output),
    )


@contextmanager
def _installed() -> Generator[None, None, None]:
    """Tell how to install what is missing."""
    try:
        yield
    except MissingExtraError:
        raise MissingExtraError.of("scoring files", "cli,frames") from None
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        raise MissingExtraError.of("scoring files", "cli,frames") from None


@contextmanager
def _for_command() -> Generator[None, None, None]:
    """Give hints in words of the command line."""
    try:
        yield
    except RubrikaError as error:
        raise Refused([("", map(_hinted, error.problems))]) from error


def _hinted(problem: Problem) -> Problem:
    hint = problem.hint
    for python, typed in _HINTS:
        hint = re.sub(python, typed, hint)
    return attrs.evolve(problem, hint=hint)
