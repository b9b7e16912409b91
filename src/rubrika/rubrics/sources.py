"""Documents on which more than one rubric rests."""

from __future__ import annotations

from rubrika import Source

CIRCULAR_22 = Source(
    "circular-22-2020",
    document={"vi": "Thông tư 22/2020/TT-BGDĐT", "en": "Circular 22/2020/TT-BGDĐT"},
    address="lawnet.vn 147154, 147155; thuvienphapluat.vn 51F20",
)
