"""The examples: each is read or run, and says what was worked out by hand."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rubrika import (
    Assessment,
    Bands,
    Choice,
    Criterion,
    Indicator,
    Level,
    Linear,
    Rubric,
    YesNo,
    every,
    get,
    load,
    load_assessment,
    load_assessments,
    met,
    percent,
    total,
)

EXAMPLES = Path(__file__).parents[2] / "examples"


def seen_in(name: str) -> Assessment:
    return load_assessment(EXAMPLES / name, get("thanh-hoa-2021-2026"))


def printed_by(script: str, folder: Path) -> str:
    command = [sys.executable, "-X", "utf8", "-I", "-W", "error", str(EXAMPLES / script)]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_example_is_listed_in_their_readme() -> None:
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    names = {path.name for path in EXAMPLES.iterdir() if not path.name.startswith((".", "_"))}
    assert {name for name in names - {"README.md"} if f"[{name}]" not in readme} == set()
    assert len(names) > 8


# Published figures of Thanh Hóa


def test_hau_loc_has_the_two_published_figures_and_nothing_else() -> None:
    seen = seen_in("hau-loc-2020.toml")
    values = {id_: observation.value for id_, observation in seen.observations.items()}
    assert {id_: Fraction(str(value)) for id_, value in values.items()} == {
        "families": Fraction(7402, 100),
        "clans": Fraction(5356, 100),
    }
    assert {id_: observation.evidence for id_, observation in seen.observations.items()} == {
        "families": ("31975 gia đình học tập",),
        "clans": ("421 dòng họ học tập",),
    }


@pytest.mark.parametrize("name", ["hau-loc-2020.toml", "sam-son-2020.toml"])
def test_every_published_figure_names_its_source(name: str) -> None:
    for observation in seen_in(name).observations.values():
        assert observation.source is not None
        assert observation.source.status == "published"
        assert observation.source.address
        assert observation.note.languages == ("en", "vi")


def test_what_is_not_published_of_hau_loc_makes_bounds() -> None:
    # 74.02 % of families: from 70 %, 2 of 2.5 points; 53.56 % of clans: from 40 %, 1 of 2.5.
    card = get("thanh-hoa-2021-2026").score(seen_in("hau-loc-2020.toml"))
    assert card["learning-families"].points == 3
    assert list(card.bounds or ()) == [3, 98]
    assert card.points is None
    assert not card.decided
    assert {result.level.id: result.status for result in card.levels} == {
        "good": "open",
        "fair": "open",
        "average": "open",
    }
    assert len(card.missing) == 20


def test_the_result_of_hau_loc_says_that_it_rests_on_provisional_numbers() -> None:
    card = get("thanh-hoa-2021-2026").score(seen_in("hau-loc-2020.toml"))
    assert card.provisional
    assert "Số tạm thời" in str(card.explain(lang="vi"))
    assert "baothanhhoa.vn 146026" in str(card.explain(lang="vi"))
    assert "Provisional numbers" in str(card.explain(lang="en"))


def test_sam_son_has_all_points_of_universal_education() -> None:
    card = get("thanh-hoa-2021-2026").score(seen_in("sam-son-2020.toml"))
    assert card["universal-education"].points == 5
    assert list(card.bounds or ()) == [5, 100]


# The café


def the_cafe_of_the_readme() -> Rubric:
    options = {"never": 0, "often": 10, "always": 20}
    inspection = Bands({90: 40, 75: 30, 50: 10}, unit="%")
    return Rubric(
        "cafe-hygiene",
        version="2026.1",
        title="Café hygiene",
        criteria=[
            Criterion(
                "safety",
                "Food safety",
                [
                    Indicator("inspection", "Inspection score", inspection),
                    Indicator("pests", "No pests found", YesNo(20)),
                ],
            ),
            Criterion(
                "service",
                "Service",
                [
                    Indicator("welcome", "Staff are welcoming", Choice(options)),
                    Indicator("wait", "Minutes until served", Linear(worst=30, best=5, points=20)),
                ],
            ),
        ],
        levels=[
            Level("gold", "Gold", total >= 90, every("criteria") >= percent(50), met("pests")),
            Level("silver", "Silver", total >= 75),
        ],
    )


def test_the_cafe_in_a_file_is_the_cafe_in_python() -> None:
    cafe = load(EXAMPLES / "cafe-hygiene.toml")
    assert cafe == the_cafe_of_the_readme()
    assert cafe.fingerprint == the_cafe_of_the_readme().fingerprint


def test_cafe_sen_is_silver() -> None:
    cafe = load(EXAMPLES / "cafe-hygiene.toml")
    card = cafe.score(load_assessment(EXAMPLES / "cafe-sen.toml", cafe))
    assert card.points == 84  # 40 + 20 + 10 + 14
    assert card.maximum == 100
    assert card.level is not None
    assert card.level.id == "silver"


def test_the_table_of_cafes_has_one_subject_in_each_row() -> None:
    cafe = load(EXAMPLES / "cafe-hygiene.toml")
    found: dict[str, Any] = {
        seen.subject: cafe.decide(seen).bounds
        for seen in load_assessments(EXAMPLES / "cafes.csv", cafe)
    }
    assert found == {
        "Café Sen": (84, 84),
        "Café Mây": (100, 100),
        "Café Đá": (66, 66),  # 30 + 0 + 20 + 16
        "Café Gió": (38, 78),  # the inspection is open: 0 to 40, and 20 + 10 + 8
    }


# The scripts


def test_write_a_rubric_shows_a_level_that_is_capped(tmp_path: Path) -> None:
    printed = " ".join(printed_by("write_a_rubric.py", tmp_path).split())
    # access 10 of 15, service all: 40 · 2/3 + 60 = 86.66…, rounded to 86.7
    assert "Good library – 86.7 of 100 points" in printed
    assert "✓ the total is at least 85" in printed
    assert "at most Good library unless “Step-free entrance” is met in full" in printed


def test_score_in_an_app_answers_and_ranks(tmp_path: Path) -> None:
    printed = printed_by("score_in_an_app.py", tmp_path)
    assert '"level": "silver"' in printed
    assert '"decided": false' in printed
    assert "Did you mean 'pests'?" in printed
    assert printed.splitlines()[-4:] == [
        "Café Mây: 100 points, Gold",
        "Café Sen: 84 points, Silver",
        "Café Đá: 66 points, no level",
        "Café Gió: 38 to 78 points, level still open",
    ]


def test_adapt_a_rubric_leaves_fewer_provisional_numbers(tmp_path: Path) -> None:
    # Of 91 numbers two bounds, three numbers each of good and fair, and two of average go.
    lines = printed_by("adapt_a_rubric.py", tmp_path).splitlines()
    assert lines[0] == "thanh-hoa-official was adapted from thanh-hoa-2021-2026 2021.1:"
    assert "families.scale.bands[0].at: 80 [target-2030-by-decision-387] → 85 [table]" in lines
    assert lines[-2:] == [
        "thanh-hoa-2021-2026: 3 to 98 points, 91 provisional numbers",
        "thanh-hoa-official: 2 to 97 points, 81 provisional numbers",
    ]
