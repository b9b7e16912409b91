import copy
import pickle
from fractions import Fraction
from typing import Any

import attrs
import pytest

from rubrika.errors import NumberError, RubricError
from rubrika.sources import Cited, Source, cited, number_field, source_of

CIRCULAR = Source("c22", document="Circular 22/2020", article="Article 5", address="https://x")


@attrs.frozen
class _Bar:
    points: Fraction = number_field()
    limit: Fraction | None = number_field(default=None)


Bar: Any = _Bar  # what is no Fraction is converted, which type checkers do not see


def test_a_source_is_told_in_one_line() -> None:
    assert str(CIRCULAR) == "Circular 22/2020, Article 5, https://x"


def test_a_provisional_source_is_told_by_its_reason_first() -> None:
    source = Source("g", document="Circular 22", status="provisional", reason="by analogy")
    assert source.told() == "by analogy, Circular 22"
    assert source.provisional
    assert not CIRCULAR.provisional


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"status": "guessed"}, "status"),
        ({"status": "provisional"}, "provisional-reason"),
        ({}, "source-document"),
    ],
)
def test_a_source_that_says_too_little_is_refused(wrong: dict[str, str], code: str) -> None:
    with pytest.raises(RubricError) as caught:
        Source("s", **wrong)  # type: ignore[arg-type]  # the wrong value is the test
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_cited_number_is_the_number_and_knows_its_source() -> None:
    number = cited("85", CIRCULAR)
    assert number == 85
    assert number + 1 == 86
    assert source_of(number) == CIRCULAR
    assert source_of(Fraction(85)) is None


def test_a_copy_of_a_cited_number_keeps_its_source() -> None:
    number = cited(85, CIRCULAR)
    assert copy.copy(number) is number
    assert copy.deepcopy(number) is number
    pickled = pickle.loads(pickle.dumps(number))  # noqa: S301 - made in this line
    assert type(pickled) is Cited
    assert pickled == number
    assert pickled.source == CIRCULAR


def test_only_a_source_can_be_cited() -> None:
    with pytest.raises(RubricError, match="'c22' is no Source"):
        cited(85, "c22")  # type: ignore[arg-type]  # the wrong value is the test
    with pytest.raises(NumberError):
        cited("many", CIRCULAR)


def test_a_number_field_converts_and_compares_with_the_source() -> None:
    assert Bar("0.5").points == Fraction(1, 2)
    assert Bar(5).limit is None
    assert Bar(5, limit=7).limit == 7
    assert Bar(5) == Bar(Fraction(5))
    assert Bar(5) != Bar(cited(5, CIRCULAR))
    assert Bar(cited(5, CIRCULAR)) == Bar(cited(5, CIRCULAR))
