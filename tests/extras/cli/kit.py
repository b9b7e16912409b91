"""The café of the design as files, and how tests call the command."""

import re
import subprocess
from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]
"""Runs the command in this process."""

Spawn = Callable[..., subprocess.CompletedProcess[bytes]]
"""Runs the command as a process of its own."""

_GUIDE = re.compile(r"^[ │├└]+")
_BAR = re.compile(r" [█▉▊▋▌▍▎▏░·│]{6,}")


def unguided(text: str) -> str:
    """The lines of a tree without what leads to them."""
    return "\n".join(_GUIDE.sub("", line) for line in text.split("\n"))


def row(text: str, title: str) -> list[str]:
    """The cells of the row whose first cell is *title*, without its bar."""
    lines = _BAR.sub("  ", unguided(text)).split("\n")
    (found,) = [line for line in lines if re.match(rf"{re.escape(title)}  ", line)]
    return re.split(r"  +", found.strip())


CAFE = """
format = "rubric/1"
id = "cafe"
version = "2026.1"
title = { en = "Café hygiene", vi = "Vệ sinh quán cà phê" }

[[criteria]]
id = "safety"
title = { en = "Food safety", vi = "An toàn thực phẩm" }

[[criteria.indicators]]
id = "inspection"
title = { en = "Inspection score", vi = "Điểm kiểm tra" }
scale = { kind = "bands", unit = "%", bands = { "90" = 40, "75" = 30, "50" = 10 } }

[[criteria.indicators]]
id = "pests"
title = { en = "No pests found", vi = "Không có côn trùng" }
scale = { kind = "yes-no", points = 20 }
na = { policy = "redistribute", justified = true }

[[criteria]]
id = "service"
title = { en = "Service", vi = "Phục vụ" }

[[criteria.indicators]]
id = "welcome"
title = { en = "Staff are welcoming", vi = "Nhân viên niềm nở" }
scale = { kind = "choice", options = { never = 0, often = 10, always = 20 } }

[[criteria.indicators]]
id = "wait"
title = { en = "Minutes until served", vi = "Số phút chờ" }
scale = { kind = "linear", worst = 30, best = 5, points = 20 }

[[levels]]
id = "gold"
title = { en = "Gold", vi = "Vàng" }
requires = ["total >= 90", 'every("criteria") >= percent(50)', 'met("pests")']

[[levels]]
id = "silver"
title = { en = "Silver", vi = "Bạc" }
requires = ["total >= 75"]
"""

# 91 % is in the band from 90: 40. Yes: 20. Often: 10. (30 − 12.5) / (30 − 5) × 20 = 14.
# Together 84.
SEN = """
format = "assessment/1"
rubric = "cafe"
version = "2026.1"
subject = "Café Sen"
date = 2026-03-01

[observations]
inspection = 91
pests = true
welcome = "often"
wait = "12.5"
"""

# Only "no pests" is known, and it is false: 0 of its 20, so 0 to 80 of 100.
LOTUS = """
format = "assessment/1"
rubric = "cafe"
subject = "Lotus"

[observations]
pests = false
"""

# 2 points by a source, 8 without; a fact that a bar depends on.
TOWN = """
format = "rubric/1"
id = "town"
version = "1"
title = "Town"
source = "law"

[sources.law]
document = "Law 1"
article = "Article 2"

[sources.guess]
status = "provisional"
reason = "half, for want of a published share"

[[context]]
id = "area"
title = "Area"
options = ["lowland", "mountain"]

[[criteria]]
id = "schools"
title = "Schools"
scale = { kind = "direct", points = 2 }

[[criteria]]
id = "families"
title = "Families"
scale = { kind = "direct", points = 8 }
source = "guess"

[[levels]]
id = "good"
title = "Good"
requires = ['total >= choose(context("area") == "mountain", cited(5, "guess"), 9)']
"""

# 75 % of water give 10 points, and 90 % give 5; all totals are multiples of 5.
WALL = """
format = "rubric/1"
id = "wall"
version = "1"
title = { en = "Wall", vi = "Tường" }

[[criteria]]
id = "water"
title = { en = "Clean water", vi = "Nước sạch" }
scale = { kind = "bands", unit = "%", decimals = 0, bands = { "90" = 5, "75" = 10 } }

[[criteria]]
id = "library"
title = { en = "A library", vi = "Có thư viện" }
scale = { kind = "yes-no", points = 10 }

[[levels]]
id = "good"
title = { en = "Good", vi = "Tốt" }
requires = ["total >= 13"]
"""

# Totals are 0, 40, 60 and 100; both bars can be met and missed.
SOUND = """
format = "rubric/1"
id = "sound"
version = "1"
title = "Sound"

[[criteria]]
id = "a"
title = "A"
scale = { kind = "yes-no", points = 60 }

[[criteria]]
id = "b"
title = "B"
scale = { kind = "yes-no", points = 40 }

[[levels]]
id = "good"
title = "Good"
requires = ["total >= 100"]

[[levels]]
id = "fair"
title = "Fair"
requires = ["total >= 40"]
"""
