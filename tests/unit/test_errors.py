import pytest

from rubrika.errors import (
    MissingExtraError,
    NumberError,
    Problem,
    Problems,
    RubricError,
    RubrikaError,
    join,
    near_miss,
    told,
)


def test_a_problem_is_told_with_path_hint_and_code() -> None:
    problem = Problem("code", "it is wrong", "a.b", "Mend it.")
    assert str(problem) == "a.b: it is wrong. Mend it. [code]"


def test_a_problem_without_path_and_hint_is_only_its_message() -> None:
    assert str(Problem("code", "it is wrong")) == "it is wrong. [code]"


def test_an_error_with_one_problem_reads_like_it() -> None:
    assert str(RubrikaError(Problem("a", "first"))) == "first. [a]"


def test_an_error_lists_all_its_problems() -> None:
    error = RubrikaError([Problem("a", "first"), Problem("b", "second", "x")])
    assert str(error) == "2 problems:\n  - first. [a]\n  - x: second. [b]"


def test_an_error_moved_under_a_path_keeps_its_kind_and_moves_each_problem() -> None:
    error = NumberError([Problem("a", "first"), Problem("b", "second", "[1]")]).under("bands")
    assert type(error) is NumberError
    assert [problem.path for problem in error.problems] == ["bands", "bands[1]"]


def test_every_error_is_also_the_builtin_error_that_callers_expect() -> None:
    assert isinstance(NumberError(Problem("a", "b")), ValueError)
    assert isinstance(MissingExtraError.of("x", "y"), ImportError)


def test_a_missing_extra_says_what_to_install() -> None:
    error = MissingExtraError.of("scoring frames", "frames")
    assert error.problems[0].hint == 'Run: pip install "rubrika[frames]"'


def test_collected_problems_are_raised_together_with_their_paths() -> None:
    problems = Problems()
    problems.add("a", "first")
    with problems.under("criteria[2]"):
        raise NumberError(Problem("b", "second", "weight"))
    with pytest.raises(RubricError) as caught:
        problems.raise_as(RubricError)
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("a", ""),
        ("b", "criteria[2].weight"),
    ]


def test_nothing_collected_raises_nothing() -> None:
    problems = Problems()
    with problems.under("x"):
        pass
    problems.raise_as(RubricError)
    assert problems.found == []


@pytest.mark.parametrize(
    ("prefix", "path", "joined"),
    [("a", "b", "a.b"), ("a", "[0]", "a[0]"), ("", "b", "b"), ("a", "", "a")],
)
def test_paths_join_with_a_dot_unless_an_index_follows(prefix: str, path: str, joined: str) -> None:
    assert join(prefix, path) == joined


def test_long_values_are_cut_in_messages() -> None:
    assert told("x" * 78) == repr("x" * 78)
    assert told("x" * 79) == f"'{'x' * 79}… (81 characters)"


def test_an_integer_that_python_does_not_write_is_told_all_the_same() -> None:
    assert told(10**5000) == "int of thousands of digits"


def test_a_near_miss_names_the_word_that_was_meant() -> None:
    assert near_miss("pest", ["pests", "wait"]) == "Did you mean 'pests'?"


def test_without_a_near_miss_the_known_words_are_listed() -> None:
    assert near_miss("x", ["ab", "cd"]) == "Known: 'ab', 'cd'."
    assert near_miss("x", "abcdefghi").endswith("'h', …")
    assert near_miss("x", []) == ""
