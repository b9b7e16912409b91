"""What the four criteria share: how their parts are built, and the scales of shares."""

from __future__ import annotations

from collections.abc import Iterable

from rubrika import Bands, Criterion, Indicator, Linear, NaPolicy, Node, Scale, cited
from rubrika.rubrics.thanh_hoa.sources import (
    BY_CIRCULAR_44,
    BY_ROLL_UP,
    BY_TARGET_2020,
    BY_TARGET_2025,
    BY_TARGET_2030,
    BY_UNIT_POINTS,
    SAM_SON,
)

__all__ = ["grouped", "lifted", "published", "roll_up", "share", "titles"]

# A Party bloc of agencies and enterprises, the fifth pilot unit, has no territory: what is counted
# over communes, hamlets or households does not apply to it.
_TERRITORY = NaPolicy("redistribute", justified=True)


def published(id_: str, vi: str, en: str, parts: Iterable[Node], *, points: int) -> Criterion:
    """A published criterion: its wording is quoted; its points and parts are provisional."""
    title = {lang: text[0].upper() + text[1:] for lang, text in (("vi", vi), ("en", en))}
    return Criterion(id_, title, parts, points=cited(points, BY_UNIT_POINTS), source=SAM_SON)


def grouped(id_: str, vi: str, en: str, parts: Iterable[Node]) -> Criterion:
    """A criterion of a commune's learning community, lifted to the district, in several parts."""
    return Criterion(id_, {"vi": vi, "en": en}, parts, source=BY_CIRCULAR_44)


def lifted(
    id_: str,
    vi: str,
    en: str,
    scale: Scale,
    *,
    of_territory: bool = True,
    about: dict[str, str] | None = None,
    evidence: dict[str, str] | None = None,
) -> Indicator:
    """A criterion of a commune's learning community (or a part of it), lifted to the district."""
    return Indicator(
        id_,
        {"vi": vi, "en": en},
        scale,
        na=_TERRITORY if of_territory else None,
        description=about,
        evidence=evidence,
        source=BY_CIRCULAR_44,
    )


def share(points: str) -> Linear:
    """A percentage that earns points evenly, from none to all."""
    return Linear(worst=0, best=100, points=points, unit="%")


def roll_up(points: str) -> Linear:
    """A percentage of the district's communes or hamlets; all points from 90 %."""
    return Linear(worst=0, best=cited(90, BY_ROLL_UP), points=points, unit="%")


def titles(*, by_2020: int, by_2025: int, by_2030: int) -> Bands:
    """A percentage of those that have a title, against the targets of policy."""
    return Bands(
        {
            cited(by_2030, BY_TARGET_2030): "2.5",
            cited(by_2025, BY_TARGET_2025): "2",
            cited(by_2020, BY_TARGET_2020): "1",
        },
        unit="%",
    )
