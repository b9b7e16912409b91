"""`rubrika plan`: the cheapest way up, or what forbids any."""

import json

import pytest
from tests.extras.cli.kit import Run


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


# Sen has 84 points; gold needs 90. "Always" brings 10, and 7.5 minutes less bring 6.


def test_the_cheapest_plan_to_a_level_is_told(run: Run) -> None:
    done = run("plan", "cafe.toml", "sen.toml", "--to", "gold")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert lines(done.output)[:3] == [
        "A plan to reach Gold",
        "- Staff are welcoming: from often to always (cost 1)",
        "Total cost: 1",
    ]
    assert "After: Gold – 94 of 100 points" in done.output
    assert "the total is at least 90: it is 94; it needs: Staff are welcoming" in done.output


def test_the_next_level_is_the_goal_without_another(run: Run) -> None:
    assert lines(run("plan", "cafe.toml", "sen.toml").output)[0] == "A plan to reach Gold"
    low = run("plan", "cafe.toml", "sen.toml", "--set", "inspection=60")
    assert lines(low.output)[0] == "A plan to reach Silver"


def test_costs_locks_and_limits_count(run: Run) -> None:
    costs = ("--cost", "welcome=9", "--cost", "wait=1", "--others", "20")
    done = run("plan", "cafe.toml", "sen.toml", *costs)
    assert "Minutes until served: from 12.5 to 5 (cost 7.5)" in done.output
    done = run("plan", "cafe.toml", "sen.toml", *costs, "--lock", "wait")
    assert "Staff are welcoming: from often to always (cost 9)" in done.output
    for limit in ("7", "5.5..", "..30", "10..30"):
        done = run("plan", "cafe.toml", "sen.toml", *costs, "--limit", f"wait={limit}")
        expected = "(cost 7.5)" if limit == "..30" else "(cost 9)"
        assert expected in done.output, limit
    done = run("plan", "cafe.toml", "sen.toml", "--limit", "welcome=never,often")
    assert "from 12.5 to 5" in done.output


def test_a_table_of_costs_says_what_can_be_reached(run: Run) -> None:
    tables = ("--cost", "welcome=always:8,never:0", "--cost", "wait=4:3", "--others", "9")
    done = run("plan", "cafe.toml", "sen.toml", *tables)
    assert "from 12.5 to 4 (cost 3)" in done.output
    done = run("plan", "cafe.toml", "sen.toml", "--cost", "welcome=alway:8", "--others", "9")
    assert done.exit_code == 2
    assert "costs.welcome: 'alway' is no option. [unknown-option]" in done.stderr


def test_a_budget_buys_the_best_level(run: Run) -> None:
    costs = ("--others", "5", "--set", "inspection=60")  # 54 points
    done = run("plan", "cafe.toml", "sen.toml", *costs, "--cost", "inspection=1", "--budget", "29")
    assert lines(done.output)[0] == "A plan to reach Silver"
    done = run("plan", "cafe.toml", "sen.toml", *costs, "--budget", "1")
    assert lines(done.output)[0] == "No level can be reached within the budget."
    done = run("plan", "cafe.toml", "sen.toml", *costs, "--to", "gold", "--budget", "1")
    assert done.exit_code == 1
    assert "[plan-budget]" in done.output


def test_the_best_plans_are_told_one_after_the_other(run: Run) -> None:
    done = run("plan", "cafe.toml", "sen.toml", "--best", "2")
    found = [line for line in lines(done.output) if line.startswith("A plan")]
    assert found == ["A plan to reach Gold"] * 2
    data = json.loads(
        run("plan", "cafe.toml", "sen.toml", "--best", "2", "--format", "json").output
    )
    assert [[move["id"] for move in one["moves"]] for one in data] == [["welcome"], ["wait"]]


def test_an_impossible_plan_says_what_forbids_it(run: Run) -> None:
    arguments = ("plan", "cafe.toml", "sen.toml", "--to", "gold", "--set", "pests=no")
    done = run(*arguments, "--lock", "pests")
    assert done.exit_code == 1
    assert done.stderr == ""
    assert "no change that is allowed reaches 'gold'. [plan-impossible]" in done.output
    assert "locked: 'pests' is locked. [plan-conflict]" in done.output
    data = json.loads(run(*arguments, "--lock", "pests", "--format", "json").output)
    assert [problem["code"] for problem in data] == [
        "plan-impossible",
        "plan-conflict",
        "plan-conflict",
    ]


def test_json_is_the_record_of_the_plan(run: Run) -> None:
    data = json.loads(run("plan", "cafe.toml", "sen.toml", "--format", "json").output)
    assert data["format"] == "plan/1"
    assert data["moves"] == [
        {
            "id": "welcome",
            "title": "Staff are welcoming",
            "before": "often",
            "after": "always",
            "cost": "1",
        }
    ]
    assert data["optimal"] is True


def test_vietnamese_and_markdown(run: Run) -> None:
    done = run("plan", "cafe.toml", "sen.toml", "--lang", "vi", "--format", "markdown")
    assert done.output.startswith("## Kế hoạch để đạt Vàng\n")
    assert "- Nhân viên niềm nở: từ often thành always (chi phí 1)" in done.output


def test_missing_evidence_is_told(run: Run) -> None:
    costs = ("--set", "pests=", "--set", "inspection=60")
    done = run("plan", "cafe.toml", "sen.toml", *costs, "--to", "silver")
    assert done.exit_code == 0
    assert "Missing evidence, what is worth observing first" in done.output
    assert "No pests found" in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "gld"), "to: there is no level 'gld'. [unknown-level]"),
        (("--lock", "pest"), "locked[0]: 'pest' is no indicator of the rubric."),
        (("--cost", "wait=-1", "--others", "1"), "costs.wait: the cost -1 is below 0."),
        (("--cost", "wait=1"), "costs.pests: 'pests' has no cost. [cost-missing]"),
        (("--cost", "wai=1:2", "--others", "1"), "costs.wai: 'wai' is no indicator"),
        (("--limit", "wait=9..5"), "limits.wait: the least value 9 is above the greatest, 5."),
        (("--budget", "much"), "budget: 'much' is not a number. [number]"),
    ],
)
def test_bad_input_is_told(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run("plan", "cafe.toml", "sen.toml", *arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert done.stdout == ""


@pytest.mark.parametrize(
    "arguments", [("--cost", "wait"), ("--cost", "wait=1", "--cost", "wait=2"), ("--best", "0")]
)
def test_bad_usage_is_told(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("plan", "cafe.toml", "sen.toml", *arguments).exit_code == 2


def test_a_table_of_several_subjects_is_refused(run: Run) -> None:
    from pathlib import Path

    Path("all.csv").write_text("subject,pests\nSen,yes\nLotus,no\n", "utf-8")
    done = run("plan", "cafe.toml", "all.csv")
    assert done.exit_code == 2
    assert "A plan is made for one subject" in done.stderr
