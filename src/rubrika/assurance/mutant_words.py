"""What small wrong changes are called, by language: one table, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rubrika.assurance.saying import both, said
from rubrika.text import Text

__all__ = ["WORDS", "say"]


def say(key: str, **facts: object) -> Text:
    """The text of a key of the table, with *facts* in it.

    >>> change = say("becomes", before=60, after=59)
    >>> change.get("en"), change.get("vi")
    ('60 becomes 59', '60 thành 59')
    """
    return said(WORDS[key], facts)


WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "weights": both(
        "the weights of '{one}' and '{other}' are swapped",
        "trọng số của '{one}' và '{other}' đổi chỗ cho nhau",
    ),
    "points": both(
        "the points of '{one}' and '{other}' are swapped",
        "điểm của '{one}' và '{other}' đổi chỗ cho nhau",
    ),
    "floor": both("the floor {number} is left out", "bỏ mức sàn {number}"),
    "most": both("the cap {number} is left out", "bỏ mức trần {number}"),
    "policy": both(
        "what does not apply counts as '{policy}', not as '{before}'",
        "mục không áp dụng được tính theo '{policy}', không theo '{before}'",
    ),
    "becomes": both("{before} becomes {after}", "{before} thành {after}"),
    "end": both("{name} {before} becomes {after}", "{name} {before} thành {after}"),
    "yes-no": both("yes and no are swapped", "có và không đổi chỗ cho nhau"),
    "band": both("the band at {at} is left out", "bỏ khoảng {at}"),
    "bands": both(
        "the points of the bands at {one} and {other} are swapped",
        "điểm của các khoảng {one} và {other} đổi chỗ cho nhau",
    ),
    "inside": both(
        "{before} becomes {after} in '{condition}'", "{before} thành {after} trong '{condition}'"
    ),
    "requirement": both("'{requirement}' is left out", "bỏ '{requirement}'"),
    "tier": both("the level below need not hold", "không cần đạt mức ngay dưới"),
    "cap": both("the cap is left out", "bỏ mức trần này"),
}
"""What changes are called, by key; each text has the same facts in both languages."""
