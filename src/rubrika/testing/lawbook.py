"""The law book: all laws by their ids, one by one or all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from rubrika.errors import Problem, RubrikaError, near_miss, told
from rubrika.model.rubric import Rubric
from rubrika.testing.breaking import EXAMPLES, LawBrokenError
from rubrika.testing.ordering_laws import level_order, monotone, order_independent
from rubrika.testing.scoring_laws import (
    bounded,
    engines_agree,
    missing_is_not_zero,
    na_policy,
    total_function,
)
from rubrika.testing.showing_laws import display_agrees, files_round_trip

__all__ = ["LAWS", "Law", "check_laws", "chosen"]


class Law(Protocol):
    """What a law is: a function that raises :class:`LawBrokenError` where it does not hold."""

    def __call__(self, rubric: Rubric, /, *, examples: int = EXAMPLES) -> None:
        """Check that the law holds of *rubric*, on so many *examples*."""
        ...


LAWS: Final[Mapping[str, Law]] = {
    "total-function": total_function,
    "bounded": bounded,
    "monotone": monotone,
    "order-independent": order_independent,
    "level-order": level_order,
    "missing-is-not-zero": missing_is_not_zero,
    "na-policy": na_policy,
    "display-agrees": display_agrees,
    "engines-agree": engines_agree,
    "files-round-trip": files_round_trip,
}
"""Every law by its id."""


def chosen(laws: Iterable[str] | None) -> dict[str, Law]:
    """The laws with some ids; all of them, without those whose ids have a minus before them.

    Raises:
        RubrikaError: when there is no such law.

    >>> list(chosen(["monotone", "bounded"]))
    ['bounded', 'monotone']
    >>> len(chosen(["-monotone"])) == len(LAWS) - 1
    True
    """
    if isinstance(laws, str):
        laws = [laws]
    names = list(LAWS) if laws is None else list(laws)
    for name in names:
        if not isinstance(name, str) or name.removeprefix("-") not in LAWS:
            raise RubrikaError(
                Problem(
                    "unknown-law",
                    f"there is no law {told(name)}",
                    hint=near_miss(str(name).removeprefix("-"), LAWS),
                )
            )
    without = {name.removeprefix("-") for name in names if name.startswith("-")}
    wanted = {name for name in names if not name.startswith("-")}
    if without and not wanted:
        wanted = set(LAWS)
    return {name: law for name, law in LAWS.items() if name in wanted - without}


def check_laws(
    rubric: Rubric, *, laws: Iterable[str] | None = None, examples: int = EXAMPLES
) -> None:
    """Check that laws hold of a rubric.

    Args:
        rubric: The rubric.
        laws: The ids of laws; all, unless said. With a minus before each (``["-monotone"]``): all
            but these.
        examples: How many cases to try of each.

    Raises:
        LawBrokenError: with each law that does not hold, and the simplest case that was found.
        RubrikaError: when there is no such law.

    >>> from rubrika import get
    >>> check_laws(get("learning-citizen-pilot"), laws=["bounded", "monotone"], examples=20)
    """
    errors: list[LawBrokenError] = []
    for law in chosen(laws).values():
        try:
            law(rubric, examples=examples)
        except LawBrokenError as error:
            errors.append(error)
    if errors:
        together = LawBrokenError(problem for error in errors for problem in error.problems)
        together.law, together.mismatches = errors[0].law, errors[0].mismatches
        raise together
