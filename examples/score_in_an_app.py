"""Score inside another application: answer a form, and rank the subjects of a table.

Run it: python examples/score_in_an_app.py
"""

import json
from pathlib import Path
from typing import Any

from rubrika import Decision, RubrikaError, load, load_assessments

HERE = Path(__file__).parent
CAFE = load(HERE / "cafe-hygiene.toml")


def answer(form: dict[str, Any]) -> dict[str, Any]:
    """What a web service would answer: the result, or what is wrong with each field."""
    try:
        card = CAFE.score(form)
    except RubrikaError as error:
        return {"errors": {problem.path: str(problem) for problem in error.problems}}
    return {
        "level": card.level.id if card.level else None,
        "decided": card.decided,
        "bounds": [str(bound) for bound in card.bounds or ()],
        "missing": list(card.missing),
        "fingerprint": CAFE.fingerprint,  # so that the result can be checked again years later
    }


def ranking(table: Path) -> list[str]:
    """The subjects of a table as lines, the most certain points first."""
    decided = [(seen.subject, CAFE.decide(seen)) for seen in load_assessments(table, CAFE)]
    decided.sort(key=lambda pair: pair[1].bounds or (0, 0), reverse=True)
    return [f"{subject}: {_told(decision)}" for subject, decision in decided]


def _told(decision: Decision) -> str:
    level = decision.level.title.get() if decision.level else "no level"
    if decision.bounds is None:
        return level
    least, most = decision.bounds
    points = f"{least} points" if least == most else f"{least} to {most} points"
    return f"{points}, {level if decision.decided else 'level still open'}"


if __name__ == "__main__":
    whole = {"inspection": 91, "pests": True, "welcome": "often", "wait": "12.5"}
    for form in (whole, {"inspection": 91}, {"inspection": 191, "pest": True}):
        print(json.dumps(answer(form), ensure_ascii=False, indent=2))
    print(*ranking(HERE / "cafes.csv"), sep="\n")
