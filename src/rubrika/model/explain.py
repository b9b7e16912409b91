"""The explanation of a scorecard in words: every node, every threshold, why this level, why not the next."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import attrs

from rubrika.engines.prose import words
from rubrika.errors import told
from rubrika.model.display import Display, limits_of
from rubrika.model.domains import Quantity
from rubrika.model.nodes import Indicator, Node
from rubrika.model.observations import NotApplicable
from rubrika.model.results import LevelResult, NodeScore, RequirementResult
from rubrika.model.scores import Scores
from rubrika.number import as_text
from rubrika.rules.nodes import Compare, Input
from rubrika.sources import Source

__all__ = ["Explanation", "explain"]

PHRASES: Final[dict[str, dict[str, str]]] = {
    "en": {
        "version": "version",
        "subject": "Subject",
        "date": "Date",
        "result": "Result",
        "of": "{points} of {maximum} points",
        "bounds": "between {least} and {most} of {maximum} points, as far as the evidence goes",
        "nothing": "undefined: nothing in the rubric applies to the subject",
        "open": "open: {levels}",
        "or": " or ",
        "nodes": "Points",
        "missing": "missing",
        "not applicable": "not applicable",
        "partial": "evidence missing",
        "yes": "yes",
        "no": "no",
        "levels": "Levels",
        "holds": "certain",
        "reached": "reached",
        "fails": "out of reach",
        "missed": "not reached",
        "possible": "possible",
        "gap": "is {actual}, {gap} short",
        "excess": "is {actual}, {gap} too much",
        "strict": "is {actual}, which is not enough",
        "actual": "is {actual}",
        "range": "between {actual} so far",
        "weakest": "the deciding one is {actual}",
        "below": "the level below, {level}, holds",
        "cap": "at most {level} unless {condition}",
        "always": "no requirement",
        "next": "For {level}, still lacking",
        "context": "Context",
        "not stated": "not stated",
        "missing evidence": "Missing evidence: {count} of {total} indicators",
        "provisional": "Provisional numbers: {count} of {total} rest on no published source",
        "unsourced": "no source is named",
        "sources": "Sources",
        "no sources": "No source is named for the numbers of this rubric.",
        "irrational": "≈ marks numbers that are not rational; they were decided exactly.",
        "adapted": "Adapted from {id}, version {version}: {count} changes",
        "fingerprints": "Fingerprint",
    },
    "vi": {
        "version": "phiên bản",
        "subject": "Đơn vị",
        "date": "Ngày",
        "result": "Kết quả",
        "of": "{points} trên {maximum} điểm",
        "bounds": "từ {least} đến {most} trên {maximum} điểm, theo minh chứng hiện có",
        "nothing": "không xác định: không nội dung nào của bộ tiêu chí áp dụng cho đơn vị",
        "open": "chưa xác định: {levels}",
        "or": " hoặc ",
        "nodes": "Điểm",
        "missing": "chưa có số liệu",
        "not applicable": "không áp dụng",
        "partial": "thiếu minh chứng",
        "yes": "có",
        "no": "không",
        "levels": "Mức công nhận",
        "holds": "chắc chắn đạt",
        "reached": "đạt",
        "fails": "không thể đạt",
        "missed": "không đạt",
        "possible": "có thể đạt",
        "gap": "hiện là {actual}, thiếu {gap}",
        "excess": "hiện là {actual}, vượt {gap}",
        "strict": "hiện là {actual}, chưa đủ",
        "actual": "hiện là {actual}",
        "range": "hiện trong khoảng {actual}",
        "weakest": "giá trị quyết định là {actual}",
        "below": "mức liền dưới, {level}, đã đạt",
        "cap": "không quá {level} trừ khi {condition}",
        "always": "không có yêu cầu",
        "next": "Để đạt {level} còn thiếu",
        "context": "Bối cảnh",
        "not stated": "chưa nêu",
        "missing evidence": "Thiếu minh chứng: {count} trên {total} chỉ số",
        "provisional": "Số tạm thời: {count} trên {total} số chưa có nguồn công bố",
        "unsourced": "chưa nêu nguồn",
        "sources": "Nguồn",
        "no sources": "Bộ tiêu chí này chưa nêu nguồn cho các con số.",
        "irrational": "≈ chỉ số vô tỉ; việc so sánh vẫn chính xác.",
        "adapted": "Điều chỉnh từ {id}, phiên bản {version}: {count} thay đổi",
        "fingerprints": "Dấu vân tay",
    },
}
"""What explanations say, by language; each has the same keys."""

MARKS: Final = {"holds": "✓", "fails": "✗", "open": "?", "not applicable": "–"}
"""The mark before a level or requirement, by its status."""

_WIDTH: Final = 46


def explain(scores: Scores, lang: str = "en") -> str:
    """Say in words how every node scored, and why each level holds or does not."""
    return "\n".join(Explanation(scores, lang).lines()) + "\n"


@attrs.frozen(slots=False)
class Explanation:
    """The parts of an explanation; other outputs (terminal, Markdown) use them too.

    Args:
        scores: What to explain.
        lang: In which language; English stands in for one that is not known.
    """

    scores: Scores
    lang: str = "en"
    display: Display = attrs.field(init=False)
    say: dict[str, str] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        rubric = self.scores.rubric
        object.__setattr__(self, "say", PHRASES.get(self.lang.split("-")[0], PHRASES["en"]))
        object.__setattr__(
            self, "display", Display(rubric.digits, self.lang.split("-")[0], limits_of(rubric))
        )

    def lines(self) -> Iterator[str]:
        """The whole explanation, line by line."""
        yield from self.head()
        yield ""
        yield self.say["nodes"]
        for depth, score in self.tree():
            yield self._node_line(depth, score)
        if self.scores.rubric.levels:
            yield ""
            yield self.say["levels"]
            for level in self.scores.levels:
                yield from self._level_lines(level)
        for section in (self.missing(), self.provisional(), self.sources()):
            lines = list(section)
            if lines:
                yield ""
                yield from lines

    # Head

    def head(self) -> Iterator[str]:
        """Which rubric, whom, when, and the result."""
        rubric, assessment = self.scores.rubric, self.scores.assessment
        yield f"{rubric.title.get(self.lang)} ({rubric.id}, {self.say['version']} {rubric.version})"
        if rubric.adaptation is not None:
            made = rubric.adaptation
            yield self.say["adapted"].format(
                id=made.id, version=made.version, count=len(made.changes)
            )
        if assessment.subject:
            yield f"{self.say['subject']}: {assessment.subject}"
        if assessment.date is not None:
            yield f"{self.say['date']}: {assessment.date.isoformat()}"
        for attribute in rubric.context:
            stated = assessment.context.get(attribute.id, attribute.default)
            value = self.say["not stated"] if stated is None else self.value(stated)
            yield f"{self.say['context']}: {attribute.title.get(self.lang)} = {value}"
        yield f"{self.say['result']}: {self.verdict()}"

    def verdict(self) -> str:
        """The level and the points in one line."""
        scores = self.scores
        if scores.bounds is None:
            return self.say["nothing"]
        points = self.total()
        if not scores.rubric.levels:
            return points
        if scores.decided:
            return f"{self.level_title(scores.level)} – {points}"
        levels = self.say["or"].join(self.level_title(level) for level in scores.possible_levels)
        return f"{self.say['open'].format(levels=levels)} – {points}"

    def total(self) -> str:
        """The points of the whole, or their bounds."""
        scores = self.scores
        maximum = self.display.number(scores.maximum)
        if scores.points is not None:
            return self.say["of"].format(
                points=self.display.points("total", scores.points), maximum=maximum
            )
        least, most = scores.bounds or (None, None)
        return self.say["bounds"].format(
            least=self.display.points("total", least),
            most=self.display.points("total", most),
            maximum=maximum,
        )

    def level_title(self, level: object) -> str:
        """The title of a level, or what is said of a subject without one."""
        title = self.scores.rubric.no_level if level is None else getattr(level, "title")  # noqa: B009
        return str(title.get(self.lang))

    # Nodes

    def tree(self) -> Iterator[tuple[int, NodeScore]]:
        """Every node with its depth, parents before children."""
        waiting: list[tuple[int, Node]] = [
            (1, node) for node in reversed(self.scores.rubric.criteria)
        ]
        while waiting:
            depth, node = waiting.pop()
            yield depth, self.scores[node.id]
            waiting += [(depth + 1, child) for child in reversed(node.children)]

    def observed(self, score: NodeScore) -> str:
        """What was observed of an indicator, with its unit; empty for criteria."""
        node = self.scores.rubric.nodes[score.id]
        if not isinstance(node, Indicator):
            return ""
        if score.status in ("missing", "not applicable"):
            text = self.say[score.status]
            seen = score.observation.value if score.observation is not None else None
            why = seen.justification if isinstance(seen, NotApplicable) else ""
            return f"{text}: {why}" if why else text
        if score.observation is None:
            return ""
        unit = node.domain.unit if isinstance(node.domain, Quantity) else ""
        value = self.value(node.domain.check(score.observation.value))
        return f"{value} {unit}".rstrip()

    def value(self, value: object) -> str:
        """An observed value or a context fact."""
        if isinstance(value, bool):
            return self.say["yes" if value else "no"]
        if isinstance(value, Fraction):
            text = as_text(value)
            return text.replace(".", ",") if self.lang.startswith("vi") else text
        return str(value) if isinstance(value, str) else told(value)

    def node_points(self, score: NodeScore) -> str:
        """The points of a node beside its maximum."""
        maximum = self.display.number(score.maximum)
        if score.status == "not applicable" and score.points is None:
            return "–"
        known = score.points if score.points is not None else score.bounds
        return f"{self.display.points(score.id, known)} / {maximum}"

    def node_share(self, score: NodeScore) -> str:
        """The share of a node, as a percentage; empty when it has none."""
        return "" if score.share is None else self.display.share(score.id, score.share)

    def _node_line(self, depth: int, score: NodeScore) -> str:
        title = "  " * depth + score.title.get(self.lang)
        said = f"{self.node_points(score):>13}  {self.node_share(score):>9}  {self.observed(score)}".rstrip()
        if len(title) <= _WIDTH:
            return f"{title:<{_WIDTH}}{said}"
        return f"{title}\n{'':<{_WIDTH}}{said}"

    # Levels

    def level_status(self, level: LevelResult) -> str:
        """Certain, possible or out of reach; with complete evidence: reached or not."""
        if level.status == "open":
            return self.say["possible"]
        if self.scores.complete:
            return self.say["reached" if level.status == "holds" else "missed"]
        return self.say[level.status]

    def _level_lines(self, level: LevelResult) -> Iterator[str]:
        yield f"  {MARKS[level.status]} {level.level.title.get(self.lang)}: {self.level_status(level)}"
        if not level.requirements:
            yield f"      {self.say['always']}"
        for result in level.requirements:
            yield from self._requirement_lines(result, 3)

    def _requirement_lines(self, result: RequirementResult, depth: int) -> Iterator[str]:
        yield f"{'  ' * depth}{MARKS[result.status]} {self.requirement(result)}"
        for part in result.parts:
            if part.status != "holds":
                yield from self._requirement_lines(part, depth + 1)

    def requirement(self, result: RequirementResult) -> str:
        """A requirement in words, with its actual value, what it needs, and its gap."""
        said = self.condition(result)
        found = self._found(result)
        cited = "".join(f" [{source.id}]" for source in result.sources)
        return f"{said}{': ' if found else ''}{found}{cited}"

    def condition(self, result: RequirementResult) -> str:
        """What is required, in words."""
        rubric = self.scores.rubric
        if result.below is not None:
            return self.say["below"].format(level=result.below.title.get(self.lang))

        def title(id_: str) -> str:
            return rubric.nodes[id_].title.get(self.lang) if id_ in rubric.nodes else id_

        said = words(result.requirement, self.lang, title=title)
        if result.cap is not None:
            capped = next(level for level in rubric.levels if level.id == result.cap.level)
            return self.say["cap"].format(level=capped.title.get(self.lang), condition=said)
        return said

    def _found(self, result: RequirementResult) -> str:
        if result.status == "not applicable":
            return self.say["not applicable"]
        if result.actual is None:
            return ""
        share = _compares_share(result)
        limits = [result.needed] if isinstance(result.needed, Fraction) else []
        number = self.display.percentage if share else self.display.number
        actual = number(result.actual, limits)
        if result.parts:
            return self.say["weakest"].format(actual=actual)
        if not isinstance(result.actual, Fraction):
            return self.say["range" if isinstance(result.actual, tuple) else "actual"].format(
                actual=actual
            )
        if result.gap is None or result.status == "holds":
            return self.say["actual"].format(actual=actual)
        if result.gap == 0:
            return self.say["strict"].format(actual=actual)
        short = result.comparison in (">=", ">")
        # A gap that is shown as nothing would contradict the verdict.
        return self.say["gap" if short else "excess"].format(
            actual=actual, gap=number(result.gap, [Fraction(0)])
        )

    # What stands behind it

    def missing(self) -> Iterator[str]:
        """Which evidence is missing."""
        missing = self.scores.missing
        if missing:
            total = len(self.scores.rubric.indicators)
            yield self.say["missing evidence"].format(count=len(missing), total=total)
            for id_ in missing:
                yield f"  - {self.scores.rubric.nodes[id_].title.get(self.lang)} ({id_})"

    def provisional(self) -> Iterator[str]:
        """Which numbers are provisional, by their source and reason."""
        numbers = self.scores.provisional
        if numbers:
            yield self.say["provisional"].format(count=len(numbers), total=len(self.scores.numbers))
            by_source: dict[Source | None, list[str]] = {}
            for number in numbers:
                by_source.setdefault(number.source, []).append(number.path)
            for source, paths in by_source.items():
                name = (
                    self.say["unsourced"]
                    if source is None
                    else f"[{source.id}] {source.told(self.lang)}"
                )
                yield f"  - {name} ({len(paths)})"

    def sources(self) -> Iterator[str]:
        """The sources of numbers and observations."""
        found = self.scores.sources
        if not found:
            yield self.say["no sources"]
            return
        published = [source for source in found if not source.provisional]
        if published:
            yield self.say["sources"]
            yield from (f"  [{source.id}] {source.told(self.lang)}" for source in published)


def _compares_share(result: RequirementResult) -> bool:
    rule = result.requirement
    of = getattr(rule, "of", None)
    return of == "share" or (
        isinstance(rule, Compare) and isinstance(rule.left, Input) and rule.left.role == "share"
    )
