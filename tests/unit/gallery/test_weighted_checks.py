"""OpenSSF Scorecard in the gallery: its published results, and what "inconclusive" means."""

from fractions import Fraction
from pathlib import Path

import pytest

from rubrika import AssessmentError, Indicator, NotApplicable, Rubric, load

INCONCLUSIVE = NotApplicable("no verdict")


@pytest.fixture(scope="module")
def scorecard() -> Rubric:
    return load(Path(__file__).parents[3] / "examples" / "gallery" / "weighted-checks.toml")


def names(scorecard: Rubric) -> list[str]:
    return [node.id for node in scorecard.criteria]


def test_the_weights_are_those_of_the_risks(scorecard: Rubric) -> None:
    # https://github.com/ossf/scorecard, README and docs/checks/internal/checks.yaml
    risks = {"critical": 10, "high": Fraction("7.5"), "medium": 5, "low": Fraction("2.5")}
    of_risk = {
        "critical": {"dangerous-workflow"},
        "high": {
            "binary-artifacts",
            "branch-protection",
            "code-review",
            "dependency-update-tool",
            "maintained",
            "signed-releases",
            "token-permissions",
            "vulnerabilities",
        },
        "medium": {"fuzzing", "packaging", "pinned-dependencies", "sast", "security-policy"},
        "low": {"ci-tests", "cii-best-practices", "contributors", "license"},
    }
    expected = {name: risks[risk] for risk, group in of_risk.items() for name in group}
    found = {node.id: node.weight for node in scorecard.criteria if isinstance(node, Indicator)}
    assert found == expected


@pytest.mark.parametrize(
    ("place", "published", "exact"),
    [
        # In each: the sum of weight · score over the sum of the weights with a verdict.
        (0, "9.7", Fraction("942.5") / Fraction("97.5")),  # 9.666…; branch protection is out
        (1, "5.1", Fraction("457.5") / 90),  # 5.083…; out are 2.5, 5 and 7.5 of 105
        (2, "6.9", Fraction(585, 85)),  # 6.882…; out are 7.5, 5 and 7.5 of 105
    ],
)
def test_published_scores_of_named_repositories(
    scorecard: Rubric, place: int, published: str, exact: Fraction
) -> None:
    seen = scorecard.examples[place].assessment
    assert scorecard.decide(seen).points == Fraction(published)
    assert scorecard.evolve(rounding=None).decide(seen).points == exact


def test_counting_the_inconclusive_as_zero_would_give_another_score(scorecard: Rubric) -> None:
    values = dict(scorecard.examples[0].values) | {"branch-protection": 0}
    # 942.5 of 105 weights: 8.976…
    assert scorecard.decide(values).points == Fraction(9)


@pytest.mark.parametrize(
    ("low", "high", "points"),
    [
        (10, 9, "9.2"),  # 0.25 · 10 + 0.75 · 9 = 9.25: a tie goes to the even tenth
        (9, 10, "9.8"),  # 9.75
        (10, 10, "10"),
        (0, 0, "0"),
    ],
)
def test_the_score_has_one_decimal(scorecard: Rubric, low: int, high: int, points: str) -> None:
    values = dict.fromkeys(names(scorecard), INCONCLUSIVE)
    seen = values | {"license": low, "maintained": high}
    assert scorecard.decide(seen).points == Fraction(points)


def test_without_any_verdict_there_is_no_score(scorecard: Rubric) -> None:
    card = scorecard.score(dict.fromkeys(names(scorecard), INCONCLUSIVE))
    assert card.points is None
    assert card.bounds is None


def test_a_check_that_did_not_run_is_not_inconclusive(scorecard: Rubric) -> None:
    values = dict.fromkeys(names(scorecard), 10) | {"maintained": None}
    # 97.5 weights of 105 have 10, so that the least is 9.285…
    assert list(scorecard.score(values).bounds or ()) == [Fraction("9.3"), 10]


@pytest.mark.parametrize("score", [-1, 11, "9.5"])
def test_a_score_is_a_whole_number_from_0_to_10(scorecard: Rubric, score: int | str) -> None:
    with pytest.raises(AssessmentError, match=r"observations\.maintained"):
        scorecard.score({"maintained": score})


def test_an_inconclusive_check_says_why(scorecard: Rubric) -> None:
    with pytest.raises(AssessmentError, match="na-justification"):
        scorecard.score({"maintained": NotApplicable()})
