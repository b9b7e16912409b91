"""Phrasing: what is said of one requirement, number or fact of a scorecard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import cast

import attrs

from rubrika.engines.prose import words
from rubrika.engines.wording import measure, mirrored
from rubrika.model.display import Display, limits_of, scaled
from rubrika.model.domains import Categories, Domain, Fact, Quantity
from rubrika.model.levels import Attribute, Level
from rubrika.model.nodes import Indicator
from rubrika.model.results import RequirementResult
from rubrika.model.scores import Scores
from rubrika.model.sentences import sentences
from rubrika.model.settling import settled
from rubrika.number import Bounds, Exact, as_text, decimals_of
from rubrika.rules.nodes import Compare, Condition, Each, Input
from rubrika.rules.traverse import sources_in
from rubrika.sources import Source

__all__ = ["Phrasing", "cited", "is_share"]


@attrs.frozen(slots=False)
class Phrasing:
    """What is said of the parts of a scorecard in a language.

    Args:
        scores: Of what.
        lang: In which language; English stands in for one that is not known.
    """

    scores: Scores
    lang: str = "en"

    @cached_property
    def say(self) -> Mapping[str, str]:
        """What is said, by keys."""
        return sentences(self.lang)

    @cached_property
    def display(self) -> Display:
        """How numbers of this scorecard are shown."""
        rubric = self.scores.rubric
        limits = limits_of(rubric, self.scores.known)
        return Display(rubric.digits, self.lang.split("-")[0], limits)

    # Facts and titles

    def value(self, value: Fraction | bool) -> str:  # noqa: FBT001  # yes and no are values
        """A number, or yes or no."""
        if isinstance(value, bool):
            return self.say["yes" if value else "no"]
        text = as_text(value)
        return text.replace(".", ",") if self.display.lang == "vi" else text

    def fact(self, domain: Domain, fact: Fact) -> str:
        """A fact that *domain* allows: an option by its title, a number with its unit."""
        if isinstance(fact, str):
            return cast("Categories", domain).title(fact).get(self.lang)
        unit = domain.unit if isinstance(domain, Quantity) else ""
        return f"{self.value(fact)} {unit}".rstrip()

    def level_title(self, level: Level | None) -> str:
        """The title of a level, or what is said of a subject without one."""
        title = self.scores.rubric.no_level if level is None else level.title
        return title.get(self.lang)

    def _title(self, id_: str) -> str:
        nodes = self.scores.rubric.nodes
        return nodes[id_].title.get(self.lang) if id_ in nodes else id_

    def fact_title(self, id_: str) -> str:
        """The title of a fact of the context; its id if it has none."""
        return self._attributes[id_].title.get(self.lang) or id_

    def _option_title(self, read: Input, option: str) -> str:
        return cast("Categories", self._domain(read)).title(option).get(self.lang)  # it has options

    def _domain(self, read: Input) -> Domain:
        """Which values a fact of the context or an observation may have."""
        if read.role == "context":
            return self._attributes[read.id].domain
        return cast("Indicator", self.scores.rubric.nodes[read.id]).domain

    @cached_property
    def _attributes(self) -> dict[str, Attribute]:
        return {attribute.id: attribute for attribute in self.scores.rubric.context}

    @cached_property
    def _context(self) -> dict[Input, Fact]:
        """The context that is known."""
        known = self.scores.context.items()
        return {Input("context", id_): fact for id_, fact in known if fact is not None}

    # Requirements

    def requirement(self, result: RequirementResult) -> str:
        """A requirement in words, with its actual value, what it needs, and its gap.

        What depends on the context is said as it is for the subject, with the reason.
        """
        rule, reads = settled(result.requirement, self._context)
        said, found = self._condition(result, rule), self.found(result)
        if reads:
            facts = [self._stated(read, self._context[read]) for read in reads]
            said = self.say["as"].format(condition=said, facts=self.say["and"].join(facts))
        idle = set(sources_in(result.requirement)) - set(sources_in(rule))
        sources = [source for source in result.sources if source not in idle]
        return f"{said}{': ' if found else ''}{found}{cited(*sources)}"

    def _stated(self, read: Input, fact: Fact) -> str:
        said = self.fact(self._domain(read), fact)
        return self.say["option" if isinstance(fact, str) else "fact"].format(
            title=self.fact_title(read.id), value=said
        )

    def condition(self, result: RequirementResult) -> str:
        """What is required of any subject, in words."""
        return self._condition(result, result.requirement)

    def _condition(self, result: RequirementResult, rule: Condition) -> str:
        rubric = self.scores.rubric
        if result.below is not None:
            return self.say["below"].format(level=self.level_title(result.below))
        said = self._words(rule)
        if result.cap is None:
            return said
        capped = next(level for level in rubric.levels if level.id == result.cap.level)
        said = self.say["cap"].format(level=self.level_title(capped), condition=said)
        name = result.cap.title.get(self.lang)
        return self.say["titled"].format(title=name, condition=said) if name else said

    def _words(self, rule: Condition) -> str:
        return words(
            rule,
            self.lang,
            title=self._title,
            fact=self.fact_title,
            option=self._option_title,
        )

    def parts(
        self, result: RequirementResult, told_already: set[Condition]
    ) -> Iterator[RequirementResult]:
        """The parts that keep a requirement from holding, where it is told for the first time.

        The sources that they share with it are not named again.

        Args:
            result: The requirement.
            told_already: The requirements that were told before; it is added.
        """
        if result.status == "holds" or result.requirement in told_already:
            return
        told_already.add(result.requirement)
        for part in result.parts:
            if part.status != "holds":
                same = part.sources == result.sources
                yield attrs.evolve(part, sources=()) if same else part

    def found(self, result: RequirementResult) -> str:
        """What was found where a requirement asks for a number, and its gap."""
        if result.status == "not applicable":
            return self.say["not applicable"]
        if result.actual is None:
            return ""
        who = self._deciding(result)
        if isinstance(result.actual, Bounds):
            return self._range(result, result.actual, who)
        said = self.say["is"].format(who=who, actual=self.amount(result, result.actual)).strip()
        if result.gap is None or result.status != "fails":
            return said
        upwards = result.comparison in (">=", ">")
        if result.gap == 0:
            return self.say["not enough" if upwards else "not less"].format(found=said)
        how = ("short" if upwards else "excess") + (
            " up to" if isinstance(result.needed, Bounds) else ""
        )
        return self.say[how].format(found=said, gap=self.gap(result))

    def amount(self, result: RequirementResult, number: Exact) -> str:
        """A number that a requirement compares: a share as a percentage, a value with its unit."""
        return self._amount(result, number, self._fine(result))

    def _amount(self, result: RequirementResult, number: Exact, display: Display) -> str:
        near = self._near(result)
        if is_share(result):
            return display.percentage(number, near)
        return f"{display.number(number, near)} {self._unit_of(result)}".rstrip()

    def _near(self, result: RequirementResult) -> set[Fraction]:
        """What a number that is compared is not to seem to have passed: here, or elsewhere.

        Elsewhere, what it lies on exactly may be written shorter.
        """
        rule = result.requirement
        read = mirrored(rule)[0] if isinstance(rule, Compare) else None
        elsewhere = self.display.limits.get(read, frozenset()) if isinstance(read, Input) else ()
        near = {limit for limit in elsewhere if limit != result.actual}
        return near | {result.needed} if isinstance(result.needed, Fraction) else near

    def gap(self, result: RequirementResult) -> str:
        """The gap of a requirement, which is never shown as nothing."""
        if result.gap is None:
            return ""
        gap = scaled(result.gap, 100 if is_share(result) else 1)
        text = self._as_fine(result).number(gap, [Fraction(0)])
        if is_share(result):
            return self.say["share gap 1" if gap == 1 else "share gap"].format(gap=text)
        return f"{text} {self._unit_of(result)}".rstrip()

    def _fine(self, result: RequirementResult) -> Display:
        """Shows numbers with the decimals of what is needed, so that number and gap make that."""
        if not isinstance(result.needed, Fraction):
            return self.display
        places = decimals_of(result.needed * (100 if is_share(result) else 1)) or 0
        return attrs.evolve(self.display, digits=max(self.display.digits, places))

    def _as_fine(self, result: RequirementResult) -> Display:
        """Shows a gap with the decimals of the number that it is the gap of."""
        display = self._fine(result)
        if not isinstance(result.actual, Fraction):
            return display
        scale = 100 if is_share(result) else 1
        near = {limit * scale for limit in self._near(result)}
        text = display.number(result.actual * scale, near)
        places = len(text.partition("," if display.lang == "vi" else ".")[2])
        return attrs.evolve(display, digits=max(display.digits, places))

    def _range(self, result: RequirementResult, actual: Bounds, who: str) -> str:
        display = self._fine(result)
        least, most = self._ends(result, actual, display)
        while least == most and actual.least != actual.most:
            display = display.finer()
            least, most = self._ends(result, actual, display)
        how = "between" if least and most else "from" if least else "to" if most else "unknown"
        return self.say[how].format(who=who, least=least, most=most).strip()

    def _ends(
        self, result: RequirementResult, actual: Bounds, display: Display
    ) -> list[str | None]:
        return [None if end is None else self._amount(result, end, display) for end in actual]

    def _deciding(self, result: RequirementResult) -> str:
        """Which member of a group decides, or that what is compared is meant."""
        if not isinstance(result.requirement, Each):
            return self.say["it"]
        lowest = (result.requirement.quantifier == "every") == (result.comparison in (">=", ">"))
        return self.say["lowest" if lowest else "highest"]

    def _unit_of(self, result: RequirementResult) -> str:
        rule = result.requirement
        read = mirrored(rule)[0] if isinstance(rule, Compare) else None
        if not isinstance(read, Input) or read.role != "value":
            return ""
        return cast("Quantity", self._domain(read)).unit  # a number is compared


def is_share(result: RequirementResult) -> bool:
    """Whether a requirement compares shares, which are said as percentages."""
    rule = result.requirement
    if isinstance(rule, Each):
        return rule.of == "share"
    return isinstance(rule, Compare) and measure(mirrored(rule)[0]) == "share"


def cited(*sources: Source | None) -> str:
    """References to sources, to stand behind a text."""
    return "".join(f" [{source.id}]" for source in sources if source is not None)
