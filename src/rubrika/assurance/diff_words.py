"""What a diff says in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from rubrika.assurance.diff_phrases import phrases
from rubrika.assurance.diff_result import Claim, Effect, Rescored, levels_of, total_of
from rubrika.assurance.plan_result import Section
from rubrika.engines.arithmetic import Interval
from rubrika.engines.program import TOTAL
from rubrika.model.explain import Explanation
from rubrika.model.nodes import Indicator
from rubrika.model.observations import NotApplicable
from rubrika.model.rubric import Rubric
from rubrika.model.scorecard import Scorecard
from rubrika.number import as_text

__all__ = ["effects_told", "head_of", "rescored_told", "whole_told"]

_MOST_VALUES: Final = 8
_MOST_REASONS: Final = 4


def head_of(old: Rubric, new: Rubric, whole: Effect, lang: str) -> str:
    """Which rubrics, how many changes, and what they can do together."""
    say = phrases(lang)
    count = len(whole.changes)
    names = [f"{one.id} {one.version}" for one in (old, new)]
    key = "no change" if not count else "one change" if count == 1 else "changes"
    return say[key].format(old=names[0], new=names[1], count=count, kind=say[f"whole {whole.kind}"])


def whole_told(whole: Effect, lang: str) -> Iterator[Section]:
    """What all changes together can do, and how that is known."""
    if whole.claims or whole.obstacles:
        yield phrases(lang)["together"], tuple(_effect(whole, lang))


def effects_told(effects: Sequence[Effect], lang: str) -> Iterator[Section]:
    """What each change can do alone."""
    say = phrases(lang)
    several = sum(effect.kind != "text" for effect in effects) > 1
    for effect in effects:
        changes = tuple(
            f"{change.path}: {change.before or say['nothing']} → {change.after or say['removed']}"
            for change in effect.changes
        )
        if effect.kind == "text":
            yield say["of text"], changes
            continue
        key = "alone" if len(changes) == 1 else "group"
        heading = say[key].format(kind=say[f"each {effect.kind}"])
        yield heading, (*changes, *(_effect(effect, lang) if several else ()))


def _effect(effect: Effect, lang: str) -> Iterator[str]:
    say = phrases(lang)
    if effect.obstacles:
        yield say["obstacles"].format(ids=", ".join(effect.obstacles))
    moved = dict(effect.moved)
    for claim in effect.claims:
        yield _claim(claim, moved, lang)


def _claim(claim: Claim, moved: Mapping[str, Interval], lang: str) -> str:
    say = phrases(lang)
    what = say[f"{claim.of} {claim.way} {claim.answer}"]
    if claim.answer == "shown" and claim.witness is not None:
        return say["shown"].format(what=what, subject=_witness(claim.witness, moved, lang))
    if claim.answer == "unknown":
        return say["unknown"].format(what=what, reason=say.get(claim.reason, claim.reason))
    if claim.by == "solver":
        proof = say["by solver"]
    elif claim.of == "level":
        proof = say[f"by rules {claim.way}"]
    else:
        proof = _bounds(moved.get(TOTAL), lang)
    return say["proved"].format(what=what, proof=proof)


def _bounds(found: Interval | None, lang: str) -> str:
    say = phrases(lang)
    if found is None:
        return say["same total"]
    if found.least is not None and found.most is not None:
        return say["between"].format(
            least=_number(found.least, lang), most=_number(found.most, lang)
        )
    return say["total rises" if found.most is None else "total falls"]


def _number(number: Fraction, lang: str) -> str:
    text = as_text(number)
    return text.replace(".", ",") if lang.startswith("vi") else text


def _witness(shown: Rescored, moved: Mapping[str, Interval], lang: str) -> str:
    """A subject in words: its results, and the values that matter most."""
    say = phrases(lang)
    assert shown.before is not None  # noqa: S101 - both score a witness
    assert shown.after is not None  # noqa: S101 - as above
    words = Explanation(shown.after, lang)
    values: list[str] = []
    seen = shown.assessment.observations
    telling = [id_ for id_ in seen if id_ in moved] or [*seen]
    ids = telling[:_MOST_VALUES]
    facts = [
        f"{words.fact_title(fact.id)} = {words.fact(fact.domain, value)}"
        for fact in shown.after.rubric.context
        if (value := shown.after.context[fact.id]) is not None
    ]
    for id_ in ids:
        node, value = shown.after.rubric.nodes[id_], seen[id_].value
        if isinstance(node, Indicator) and not isinstance(value, NotApplicable):
            values.append(f"{id_} = {words.fact(node.domain, node.domain.check(value))}")
        else:
            values.append(f"{id_} {say['not applicable']}")
    more = len(seen) - len(ids)
    rest = [say["more"].format(count=more)] if more else []
    return say["subject"].format(
        result=_results(shown.before, shown.after, lang), values="; ".join([*facts, *values, *rest])
    )


def _results(before: Scorecard, after: Scorecard, lang: str) -> str:
    """The results of one subject, before and after."""
    return f"{_result(before, lang)} → {_result(after, lang)}"


def _result(card: Scorecard, lang: str) -> str:
    words = Explanation(card, lang)
    if not card.rubric.levels:
        return words.total()
    possible = [words.level_title(level) for level in card.possible_levels]
    return phrases(lang)["result"].format(
        level=phrases(lang)["or"].join(possible), points=words.total()
    )


def rescored_told(rescored: Iterable[Rescored], lang: str) -> Iterator[Section]:
    """Who is given another level, and why; then whose points alone move, and how many stay."""
    say = phrases(lang)
    found = list(rescored)
    if not found:
        return
    lines: list[str] = []
    for place, one in enumerate(found, start=1):
        name = one.assessment.subject or say["nameless"].format(place=place)
        lines += [f"{name}: {line}" for line in _case(one, lang)]
    yield say["assessments"].format(count=len(found)), tuple(lines)


def _case(one: Rescored, lang: str) -> Iterator[str]:
    say = phrases(lang)
    if one.before is None or one.after is None:
        which = say["refused before" if one.before is None else "refused after"]
        yield f"{which}: {'; '.join(map(str, one.problems))}"
        return
    same = levels_of(one.before) == levels_of(one.after)
    if same and total_of(one.before) == total_of(one.after):
        yield say["same"].format(result=_result(one.after, lang))
        return
    parts = [say[f"level {one.level}"].format(result=_results(one.before, one.after, lang))]
    reasons = list(_reasons(one.before, one.after, lang))
    parts += [say["because"].format(reasons="; ".join(reasons[:_MOST_REASONS]))] if reasons else []
    yield " ".join(parts)


def _reasons(before: Scorecard, after: Scorecard, lang: str) -> Iterator[str]:
    """What it is now that decides: requirements that turned, and leaves whose points moved."""
    say = phrases(lang)
    yield from _turned(before, after, lang)
    words = Explanation(after, lang)
    for score in after.nodes:
        leaf = after.rubric.nodes[score.id]
        if score.id not in before.rubric.nodes or not isinstance(leaf, Indicator):
            continue
        old = before[score.id]
        if old.bounds != score.bounds:
            title = score.title.get(lang) or score.id
            here, there = (
                Explanation(before, lang).node_points(old),
                words.node_points(score),
            )
            yield say["moved"].format(title=title, before=here, after=there)


def _turned(before: Scorecard, after: Scorecard, lang: str) -> Iterator[str]:
    """The requirements that hold in one of the two and not in the other."""
    known = {result.level.id: result for result in before.levels}
    words = {card: Explanation(card, lang) for card in (before, after)}
    for result in after.levels:
        old = known.get(result.level.id)
        if old is None or old.status == result.status:
            continue
        title = result.level.title.get(lang)
        lacking, card = (result, after) if result.status == "fails" else (old, before)
        key = "not met now" if card is after else "not met before"
        for requirement in lacking.lacking:
            said = words[card].requirement(requirement)
            yield phrases(lang)[key].format(level=title, requirement=said)
