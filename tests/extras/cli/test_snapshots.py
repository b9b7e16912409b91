"""What `score` and `show` print, whole: no change of it passes unseen.

The numbers in what is kept are worked out beside their inputs.
"""

import re
from pathlib import Path

import pytest
from tests.extras.cli.kit import Run
from tests.extras.snapshots import same_as

ROOT = Path(__file__).parents[3]
SNAPSHOTS = Path(__file__).parent / "snapshots"

# By Circular 22/2020/TT-BGDĐT: conditions 10 + 0 + 10 of 30, results 10 + 5 + 10 + 0 of 30, effect
# 25 + 10 + 0 of 40. Together 80: fair (from 70), 5 short of good (from 85).
UNIT = """
format = "assessment/1"
rubric = "learning-unit-2020"
subject = "Trường THCS Hoa Sen"
date = 2021-12-31

[observations]
plan = true
rules = false
resources = true
self-study = 100
discipline = 100
training = 100
advanced-workers = 0
learning-citizens = 100
advanced-unit = true
knowledge-sharing = false
"""

# Each minor fault takes 2 points (at most 20), each grave one 15 (at most 60); below 0 counts as 0.
SHOP = """
format = "rubric/1"
id = "shop"
version = "1"
title = { en = "Shop inspection", vi = "Kiểm tra cửa hàng" }
least = 0

[[criteria]]
id = "rooms"
title = { en = "Rooms", vi = "Phòng ốc" }

[[criteria.indicators]]
id = "counter"
title = { en = "Counter is clean", vi = "Quầy hàng sạch sẽ" }
scale = { kind = "direct", points = 80 }

[[criteria.indicators]]
id = "kitchen"
title = { en = "Kitchen is clean", vi = "Bếp sạch sẽ" }
scale = { kind = "direct", points = 20 }
na = { policy = "redistribute", justified = true }

[[criteria]]
id = "faults"
title = { en = "Faults", vi = "Lỗi vi phạm" }

[[criteria.indicators]]
id = "minor"
title = { en = "Minor faults", vi = "Lỗi nhẹ" }
scale = { kind = "tally", each = -2, limit = -20 }

[[criteria.indicators]]
id = "grave"
title = { en = "Grave faults", vi = "Lỗi nặng" }
scale = { kind = "tally", each = -15, limit = -60 }

[[levels]]
id = "trusted"
title = { en = "Trusted", vi = "Đáng tin cậy" }
requires = ["total >= 90", 'share("rooms") >= percent(80)']

[[levels]]
id = "allowed"
title = { en = "Allowed", vi = "Được phép" }
requires = ["total >= 60", 'points("grave") >= -30']
"""

# The kitchen does not apply, so the counter has all 100 points of the rooms: 72 of 80 is 90 % of
# them, 90. Three minor faults take 6, and a grave one 15: 69.
VISIT = """
format = "assessment/1"
rubric = "shop"
subject = "Shop 7"
date = 2026-03-01

[observations]
counter = 72
kitchen = { not_applicable = "it only sells packed goods" }
minor = 3
grave = 1
"""

CASES = {
    "cafe-sen": ("score", f"{ROOT}/examples/cafe-hygiene.toml", f"{ROOT}/examples/cafe-sen.toml"),
    "cafe-show": ("show", f"{ROOT}/examples/cafe-hygiene.toml"),
    "hau-loc": ("score", f"{ROOT}/examples/hau-loc-2020.toml"),
    "shop": ("score", "shop.toml", "visit.toml"),
    "shop-show": ("show", "shop.toml"),
    "thanh-hoa-show": ("show", "thanh-hoa-2021-2026"),
    "unit": ("score", "unit.toml"),
    "unit-show": ("show", "learning-unit-2020"),
}


def compare(name: str, printed: str) -> None:
    """Compare what was printed with what was printed before."""
    same_as(SNAPSHOTS / f"{name}.txt", printed.replace("\x1b", "␛"))  # a sign that can be seen


@pytest.fixture(autouse=True)
def _assessments(folder: Path) -> None:
    for name, text in {"unit": UNIT, "shop": SHOP, "visit": VISIT}.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("case", CASES)
def test_what_is_printed_is_as_it_was(run: Run, case: str, lang: str) -> None:
    done = run(*CASES[case], "--lang", lang)
    assert done.exit_code == 0
    compare(f"{case}-{lang}", done.output)


@pytest.mark.parametrize("case", ["hau-loc", "shop"])
def test_colours_are_as_they_were(run: Run, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    printed = run(*CASES[case], "--lang", "vi").output
    compare(f"{case}-colour", printed)
    plain = (SNAPSHOTS / f"{case}-vi.txt").read_text("utf-8")
    assert re.sub(r"\x1b\[[0-9;]*m", "", printed) == plain


@pytest.mark.parametrize("case", ["hau-loc", "shop"])
def test_a_narrow_terminal_is_used_as_it_was(
    run: Run, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    compare(f"{case}-narrow", run(*CASES[case], "--lang", "vi").output)


def test_every_snapshot_belongs_to_a_test() -> None:
    known = {f"{case}-{lang}" for case in CASES for lang in ("en", "vi")}
    known |= {f"{case}-{kind}" for case in ("hau-loc", "shop") for kind in ("colour", "narrow")}
    assert {path.stem for path in SNAPSHOTS.iterdir()} == known
