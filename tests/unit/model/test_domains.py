import unicodedata
from fractions import Fraction
from typing import Any

import pytest

from rubrika import AssessmentError, Band, Categories, NumberError, Quantity, RubricError, Truth
from rubrika.engines.arithmetic import Interval
from rubrika.errors import RubrikaError
from rubrika.model.domains import is_count, to_bound, to_option, to_optional_bound
from rubrika.model.pairs import members_of, to_pairs

COMPOSED = unicodedata.normalize("NFC", "miền")
DECOMPOSED = unicodedata.normalize("NFD", "miền")


def refusal(error: pytest.ExceptionInfo[RubrikaError]) -> tuple[str, str]:
    """The code and the path of the only problem."""
    (problem,) = error.value.problems
    return problem.code, problem.path


def test_a_percentage_goes_from_0_to_100_unless_limits_are_given() -> None:
    assert Quantity(unit="%").possible == Interval(Fraction(0), Fraction(100))
    assert Quantity(least=0, unit="%").possible == Interval(Fraction(0), None)
    assert Quantity(unit="min").possible == Interval(None, None)


@pytest.mark.parametrize("limit", [0, 100])
def test_the_limits_are_allowed_themselves(limit: int) -> None:
    assert Quantity(unit="%").check(limit) == limit


@pytest.mark.parametrize("value", ["-0.01", "100.01", 101, -1])
def test_beyond_a_limit_is_outside_the_domain(value: object) -> None:
    with pytest.raises(AssessmentError) as error:
        Quantity(unit="%").check(value)
    assert refusal(error) == ("out-of-domain", "")
    assert error.value.problems[0].hint == "Allowed: 0 to 100 %."


def test_a_sign_of_percent_is_read_where_the_unit_is_percent() -> None:
    assert Quantity(unit="%").check(" 74.02 % ") == Fraction(7402, 100)


def test_a_sign_of_percent_is_refused_where_the_unit_is_another() -> None:
    with pytest.raises(AssessmentError, match=r"the unit is min\. Allowed: a number in min"):
        Quantity(unit="min").check("74%")
    with pytest.raises(AssessmentError, match="the unit is none"):
        Quantity().check("74%")


@pytest.mark.parametrize("value", [True, "12,5", float("nan"), None, "inf", []])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(AssessmentError) as error:
        Quantity().check(value)
    assert refusal(error) == ("number", "")


def test_more_decimals_than_declared_are_refused() -> None:
    two = Quantity(decimals=2)
    assert two.check("0.25") == Fraction(1, 4)
    for value in ("0.125", "1/3"):
        with pytest.raises(AssessmentError) as error:
            two.check(value)
        assert refusal(error) == ("decimals", "")
        assert error.value.problems[0].hint == "Allowed: 2."


def test_steps_are_counted_from_the_least_value_or_from_zero() -> None:
    assert Quantity(1, 9, step=2).check(5) == 5
    assert Quantity(step="0.5").check("7.5") == Fraction(15, 2)
    with pytest.raises(AssessmentError) as error:
        Quantity(1, 9, step=2).check(4)
    assert refusal(error) == ("step", "")
    assert error.value.problems[0].hint == "Allowed: 1 to 9 in steps of 2."


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        ({"least": 5, "most": 4}, "limits", "least"),
        ({"decimals": -1}, "decimals", "decimals"),
        ({"decimals": 13}, "decimals", "decimals"),
        ({"decimals": True}, "decimals", "decimals"),
        ({"decimals": "2"}, "decimals", "decimals"),
        ({"step": 0}, "step", "step"),
        ({"step": -1}, "step", "step"),
        ({"least": 0, "most": 10, "step": 3}, "limits", "most"),
        ({"most": "0.25", "decimals": 1}, "limits", "most"),
        ({"least": "1/3", "decimals": 2}, "limits", "least"),
        ({"least": "90%"}, "number", "least"),
        ({"most": "x"}, "number", "most"),
        ({"unit": 5}, "unit", "unit"),
    ],
)
def test_a_quantity_that_contradicts_itself_is_refused(
    fields: dict[str, Any], code: str, path: str
) -> None:
    with pytest.raises(RubrikaError) as error:
        Quantity(**fields)
    assert refusal(error) == (code, path)
    assert error.value.problems[0].hint


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        (Quantity(), "a number"),
        (Quantity(unit="min"), "a number in min"),
        (Quantity(0), "at least 0"),
        (Quantity(most="2.5", unit="ha"), "at most 2.5 ha"),
        (Quantity(0, 10, step="0.5"), "0 to 10 in steps of 0.5"),
        (Quantity(0, decimals=2), "at least 0 with at most 2 decimals"),
    ],
)
def test_a_quantity_says_what_it_allows(quantity: Quantity, said: str) -> None:
    assert str(quantity) == said


def test_a_cell_is_read_as_a_number() -> None:
    assert Quantity(0, 10).from_text("2.5") == Fraction(5, 2)


def test_a_bound_is_written_in_the_unit_of_the_values() -> None:
    assert to_bound("90.5") == Fraction(181, 2)
    assert to_optional_bound(None) is None
    assert to_optional_bound("7") == 7
    with pytest.raises(NumberError) as error:
        to_bound("90 %")
    assert error.value.problems[0].hint == 'Write 90, with unit="%".'


@pytest.mark.parametrize(
    ("value", "is_one"),
    [(0, True), (3, True), (4, False), (-1, False), (True, False), ("1", False)],
)
def test_a_count_is_a_whole_number_up_to_a_most(value: object, *, is_one: bool) -> None:
    assert is_count(value, 3) is is_one


def test_yes_and_no_are_truth_values_and_nothing_else_is() -> None:
    assert Truth().check(True) is True
    assert Truth().check(False) is False
    for value in (1, 0, "yes", None):
        with pytest.raises(AssessmentError) as error:
            Truth().check(value)
        assert refusal(error) == ("yes-no", "")
    assert Truth().possible == {True, False}
    assert str(Truth()) == "yes or no"


@pytest.mark.parametrize(
    ("text", "answer"), [("yes", True), (" Có ", True), ("x", True), ("không", False), ("0", False)]
)
def test_a_cell_is_read_as_yes_or_no(text: str, *, answer: bool) -> None:
    assert Truth().from_text(text) is answer
    assert Truth().from_text(unicodedata.normalize("NFD", text)) is answer


def test_a_cell_that_says_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(AssessmentError, match="neither yes nor no"):
        Truth().from_text("maybe")


def test_an_option_is_known_by_its_canonical_spelling() -> None:
    area = Categories([DECOMPOSED, "lowland"])
    assert area.options == (COMPOSED, "lowland")
    assert area.check(DECOMPOSED) == COMPOSED
    assert area.from_text(f" {DECOMPOSED} ") == COMPOSED
    assert area.possible == {COMPOSED, "lowland"}
    assert str(area) == f"{COMPOSED}, lowland"


@pytest.mark.parametrize(("value", "hint"), [("offen", "Did you mean 'often'?"), (3, "Known: ")])
def test_what_is_no_option_is_refused_with_near_misses(value: object, hint: str) -> None:
    with pytest.raises(AssessmentError) as error:
        Categories(["never", "often"]).check(value)
    assert refusal(error) == ("unknown-option", "")
    assert error.value.problems[0].hint.startswith(hint)


@pytest.mark.parametrize(
    ("options", "code", "path"),
    [
        ([], "options", "options"),
        ("never", "options", "options"),
        (["a", ""], "option", "options[1]"),
        (["a", 5], "option", "options[1]"),
        (5, "option", "options[0]"),
        (["a", "b", "a"], "option-twice", "options[2]"),
        ([COMPOSED, DECOMPOSED], "option-twice", "options[1]"),
    ],
)
def test_options_are_different_words(options: Any, code: str, path: str) -> None:
    with pytest.raises(RubricError) as error:
        Categories(options)
    assert refusal(error) == (code, path)


def test_an_option_keeps_its_spaces_but_is_not_made_of_them() -> None:
    assert to_option("very good") == "very good"
    with pytest.raises(RubricError):
        to_option("  ")


def test_members_are_those_of_a_collection_or_the_thing_itself() -> None:
    assert members_of({"a": 1}) == (("a", 1),)
    assert members_of([1, 2]) == (1, 2)
    assert members_of("ab") == ("ab",)
    assert members_of(5) == (5,)


def test_all_that_is_no_pair_is_named_at_once() -> None:
    assert to_pairs(Band, {1: 2}, "") == (Band(1, 2),)
    assert to_pairs(Band, [Band(1, 2), (3, 4)], "") == (Band(1, 2), Band(3, 4))
    with pytest.raises(RubricError) as error:
        to_pairs(Band, [5, (1, 2, 3), (1, 2)], "Write pairs.")
    assert [problem.path for problem in error.value.problems] == ["[0]", "[1]"]
    assert {problem.hint for problem in error.value.problems} == {"Write pairs."}


def test_options_may_have_titles_and_those_without_are_called_by_their_id() -> None:
    area = Categories(["hill", "plain", "sea"], titles={"hill": {"vi": "đồi"}, "sea": ""})
    assert [area.title(option).get("vi") for option in area.options] == ["đồi", "plain", "sea"]
    assert area.possible == Categories(["hill", "plain", "sea"]).possible
    assert area != Categories(["hill", "plain", "sea"])


@pytest.mark.parametrize(
    ("titles", "code", "path"),
    [
        ({"hil": "Hills"}, "unknown-option", "titles.hil"),
        ({"hill": 5}, "text", "titles.hill"),
        ({"": "Hills"}, "option", "titles"),
        (5, "titles", "titles"),
    ],
)
def test_titles_are_texts_of_the_options(titles: Any, code: str, path: str) -> None:
    with pytest.raises(RubricError) as caught:
        Categories(["hill", "plain"], titles=titles)
    assert refusal(caught) == (code, path)
