"""From the names on the command line to scorecards, or to all that is wrong with what they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rubrika import Assessment, Rubric, Scorecard
from rubrika.cli.faults import Refused
from rubrika.cli.inputs import Subject, about, assessments_in, rubric_of, with_values

__all__ = ["cards_of"]


def cards_of(
    names: Sequence[str],
    rubric: Rubric | None,
    values: Mapping[str, str],
    context: Mapping[str, str],
) -> list[tuple[str, Scorecard]]:
    """The name and the scorecard of each subject.

    Args:
        names: The files of assessments; without any, one that has only what was typed.
        rubric: Their rubric; None: the one that each names.
        values: Observations that were typed.
        context: Context facts that were typed.

    Raises:
        Refused: with all problems of all inputs.
    """
    refused: list[Refused] = []
    cards: list[tuple[str, Scorecard]] = []
    for subject in _subjects(names, rubric, refused):
        try:
            with about(subject.label):
                known = rubric_of(subject.assessment) if rubric is None else rubric
                assessment = with_values(subject.assessment, known, values, context)
                cards.append((subject.name, known.score(assessment)))
        except Refused as error:
            refused.append(error)
    if refused:
        raise Refused([group for error in refused for group in error.groups])
    return cards


def _subjects(
    names: Sequence[str], rubric: Rubric | None, refused: list[Refused]
) -> Iterator[Subject]:
    if not names:
        yield Subject("--set", 1, Assessment({}))
    for name in names:
        try:
            yield from assessments_in(name, rubric)
        except Refused as error:
            refused.append(error)
