"""Parametrising: the laws and examples of a rubric that was made in Python, as tests of pytest."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from rubrika.errors import RubrikaError
from rubrika.model.examples import Example
from rubrika.model.rubric import Rubric
from rubrika.testing.breaking import EXAMPLES, LawBrokenError
from rubrika.testing.lawbook import chosen
from rubrika.testing.observed import as_rubric, refuse

__all__ = ["examples_of", "laws_of", "named_examples", "unmet"]


def laws_of(
    rubric: Rubric, *, laws: Iterable[str] | None = None, examples: int = EXAMPLES
) -> Callable[..., None]:
    """Make one parametrised test of the laws of a rubric.

    Write ``test_laws = laws_of(rubric)`` in a file of tests; each law is an item of its own, such
    as ``test_laws[bounded]``.

    Args:
        rubric: The rubric.
        laws: The ids of laws, or with a minus before each of those to leave out; see
            :func:`check_laws`.
        examples: How many cases to try of each.

    Raises:
        RubrikaError: when *rubric* is none, or there is no such law.

    >>> from rubrika import get
    >>> test_laws = laws_of(get("learning-citizen-pilot"), laws=["-monotone"])
    """
    known = chosen(laws)
    checked = as_rubric(rubric)

    @pytest.mark.parametrize("law", list(known))
    def test(law: str) -> None:
        said = ""
        try:
            known[law](checked, examples=examples)
        except LawBrokenError as error:
            said = str(error)
        if said:  # outside, so that it is not told twice
            pytest.fail(said, pytrace=False)

    return test


def examples_of(rubric: Rubric) -> Callable[..., None]:
    """Make one parametrised test of the examples of a rubric.

    Write ``test_examples = examples_of(rubric)`` in a file of tests; each example is an item of its
    own, named by its title.

    Args:
        rubric: The rubric.

    Raises:
        RubrikaError: when *rubric* is none, or has no example.

    >>> from rubrika import Example, Indicator, YesNo
    >>> pests = Indicator("pests", "No pests", YesNo(20))
    >>> clean = Example({"pests": True}, title="clean café", points=20)
    >>> cafe = Rubric("cafe", version="1", title="Café", criteria=[pests], examples=[clean])
    >>> test_examples = examples_of(cafe)
    """
    checked = as_rubric(rubric)
    known = named_examples(checked)
    if not known:
        raise refuse(f"{checked.id!r} has no examples", "Give it some: Rubric(examples=[…]).")

    @pytest.mark.parametrize("name", list(known))
    def test(name: str) -> None:
        said = unmet(checked, known[name])
        if said:
            pytest.fail(said, pytrace=False)

    return test


def named_examples(rubric: Rubric) -> dict[str, Example]:
    """The examples of a rubric by their titles, or their numbers if they have none."""
    found: dict[str, Example] = {}
    for number, example in enumerate(rubric.examples, 1):
        title = " ".join(str(example.title).split())
        found[title if title and title not in found else f"{title} {number}".strip()] = example
    return found


def unmet(rubric: Rubric, example: Example) -> str:
    """What an example expects and does not get, in words; nothing if all is as it expects."""
    try:
        found = rubric.mismatches(example)
    except RubrikaError as error:
        return f"the example cannot be scored: {error}"
    if not found:
        return ""
    lines = "\n".join(f"  {one}" for one in found)
    return f"{rubric.id} {rubric.version} does not give what the example expects:\n{lines}"
