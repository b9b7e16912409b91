"""A scored example as a document: the verdict, the points, and what the next level lacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sphinx.environment import BuildEnvironment

from rubrika import Assessment, Problem, Rubric, RubrikaError, Scorecard
from rubrika.files import load_assessment, loads_assessment
from rubrika.files.parsing import parse
from rubrika.reports.cards import irrational, lacking, opening, points_table, report
from rubrika.reports.document import Block
from rubrika.reports.standing import Standing
from rubrika.sphinxext.finding import loaded

__all__ = ["assessment_in", "blocks_of_card"]

_FORMAT: Final = 'format = "assessment/1"\n'
_VALUES: Final = "[observations]\n"


def assessment_in(env: BuildEnvironment, rubric: Rubric, file: str, values: str) -> Assessment:
    """The assessment of a directive, from a *file* or from *values* in its body.

    Args:
        env: Of the page that is being read.
        rubric: The rubric of the assessment.
        file: The path of a file; empty for none.
        values: TOML: the values by indicator, and perhaps a table ``[context]``; or what a file
            says, with a table ``[observations]``.

    Raises:
        RubrikaError: when both or none is given, and with every problem of the one that is.
    """
    if bool(file) == bool(values.strip()):
        raise RubrikaError(
            Problem(
                "values-of-what",
                f"{'a file and' if file else 'neither a file nor'} values are given",
                hint="Name a file behind the rubric, or write values below: inspection = 91.",
            )
        )
    if file:

        def load(path: Path) -> Assessment:
            return load_assessment(path, rubric)

        return loaded(env, file, load)
    data = parse(values, "toml")  # also so that problems of its syntax name the line of the body
    whole = isinstance(data.get("observations"), dict)
    return loads_assessment(f"{_FORMAT}{'' if whole else _VALUES}{values}")


def blocks_of_card(card: Scorecard, lang: str, *, details: bool) -> Iterator[Block]:
    """What is shown of a scorecard.

    Args:
        card: The scorecard.
        lang: The language.
        details: Whether that is all that there is to say of it.
    """
    if details:
        yield from report(card, lang, every_number=True)
        return
    explanation = card.explanation(lang)
    yield from opening(explanation, Standing(explanation))
    yield points_table(explanation)
    yield from irrational(explanation)
    yield from lacking(explanation)
