"""From the names on the command line to scorecards, or to all that is wrong with what they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rubrika import Assessment, Rubric, Scorecard
from rubrika.cli.faults import Refused
from rubrika.cli.given import Given, about, read
from rubrika.cli.inputs import Subject, assessments_in, rubric_of, with_values

__all__ = ["cards_of"]


def cards_of(
    given: Sequence[str | Given],
    rubric: Rubric | None,
    values: Mapping[str, str],
    context: Mapping[str, str],
) -> list[tuple[Subject, Scorecard]]:
    """Each subject and its scorecard.

    Args:
        given: Assessments, by name or read already; without any, only what was typed counts.
        rubric: Their rubric; None: the one that each names.
        values: Observations that were typed.
        context: Context facts that were typed.

    Raises:
        Refused: with all problems of all inputs.
    """
    refused: list[Refused] = []
    cards: list[tuple[Subject, Scorecard]] = []
    for subject in _subjects(given, rubric, refused):
        try:
            with about(subject.label):
                known = rubric_of(subject) if rubric is None else rubric
                assessment = with_values(subject.assessment, known, values, context)
                cards.append((subject, known.score(assessment)))
        except Refused as error:
            refused.append(error)
    if refused:
        raise Refused([group for error in refused for group in error.groups])
    return cards


def _subjects(
    given: Sequence[str | Given], rubric: Rubric | None, refused: list[Refused]
) -> Iterator[Subject]:
    if not given:
        yield Subject("--set", 1, Assessment({}))
    for one in given:
        try:
            yield from assessments_in(read(one), rubric)
        except Refused as error:
            refused.append(error)
