"""Expansion: what a requirement means for the nodes of a rubric.

:func:`expand` puts shorthands (``every``, ``met``, ``share``) in terms of a rubric's own nodes. A
bound on a node that does not apply drops out of its requirement; a requirement of which nothing is
left holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from rubrika.errors import Problem, RubricError, near_miss, told
from rubrika.model.domains import Categories, Domain, Quantity, Truth
from rubrika.model.nodes import Criterion, Indicator, Node
from rubrika.number import as_text
from rubrika.rules.functions import choose
from rubrika.rules.nodes import (
    Always,
    Applicable,
    Average,
    Both,
    Choose,
    Compare,
    Condition,
    Each,
    Either,
    Expression,
    Input,
    Met,
    Not,
    OneOf,
    Rule,
    Tally,
    Term,
    Yes,
    add,
    both,
    divide,
    either,
    negate,
    to_expression,
)
from rubrika.rules.traverse import rewrite

__all__ = ["Expanded", "Index", "expand", "members_of"]


@attrs.frozen(eq=False)
class Index:
    """The nodes and context attributes that requirements may name."""

    nodes: Mapping[str, Node]
    top: tuple[Node, ...]
    whole: tuple[Fraction, Condition | None]
    context: Mapping[str, Domain]

    def node(self, id_: str) -> Node:
        """The node with the id *id_*.

        Raises:
            RubricError: when there is none.
        """
        found = self.nodes.get(id_)
        if found is None:
            raise RubricError(
                Problem(
                    "unknown-node",
                    f"there is no node {told(id_)}",
                    hint=near_miss(id_, [*self.nodes, "total"]),
                )
            )
        return found

    def indicator(self, id_: str) -> Indicator:
        """The indicator with the id *id_*."""
        found = self.node(id_)
        if not isinstance(found, Indicator):
            raise RubricError(
                Problem(
                    "no-value",
                    f"{id_!r} is a criterion; only indicators have values",
                    hint="Use points or share.",
                )
            )
        return found

    def members(self, group: str) -> tuple[Node, ...]:
        """The members of a group."""
        if group == "criteria":
            return self.top
        if group == "indicators":
            return tuple(node for node in self.nodes.values() if isinstance(node, Indicator))
        found = self.nodes.get(group)
        if not isinstance(found, Criterion):
            groups = [
                "criteria",
                "indicators",
                *(n for n, node in self.nodes.items() if isinstance(node, Criterion)),
            ]
            raise RubricError(
                Problem(
                    "unknown-group",
                    f"there is no group {told(group)}",
                    hint=near_miss(group, groups),
                )
            )
        return found.children

    def attribute(self, id_: str) -> Domain:
        """The domain of a context attribute."""
        if id_ not in self.context:
            raise RubricError(
                Problem(
                    "unknown-context",
                    f"there is no context attribute {told(id_)}",
                    hint=near_miss(id_, self.context)
                    or "Declare it: Rubric(context=[Attribute(…)]).",
                )
            )
        return self.context[id_]


@attrs.frozen
class Expanded:
    """A condition in terms of a rubric's nodes, and when it means anything (None: always)."""

    rule: Condition
    applies: Condition | None

    @property
    def implied(self) -> Condition:
        """That it holds or does not apply: how it counts among requirements that must all hold."""
        return self.rule if self.applies is None else negate(self.applies) | self.rule

    @property
    def asserted(self) -> Condition:
        """That it applies and holds: how it counts among alternatives."""
        return self.rule if self.applies is None else self.applies & self.rule


def expand(condition: Condition, index: Index) -> Expanded:
    """Put *condition* in terms of the nodes in *index*.

    Raises:
        RubricError: when it names what is not there, or reads a node as what it is not.
    """
    match condition:
        case Always():
            return Expanded(condition, None)
        case Compare(left, comparison, right):
            waiting: list[Condition] = []
            return Expanded(
                Compare(
                    _expression(left, index, waiting),
                    comparison,
                    _expression(right, index, waiting),
                ),
                _all(waiting),
            )
        case OneOf(read, options):
            _check_options(read, options, index)
            return Expanded(condition, _value_applies(read, index))
        case Yes(read):
            if not isinstance(_domain(read, index), Truth):
                raise RubricError(
                    Problem(
                        "not-yes-no",
                        f"{read} is not answered by yes or no",
                        hint="Compare it with something.",
                    )
                )
            return Expanded(condition, _value_applies(read, index))
        case Applicable(id_):
            return Expanded(_applicable(index.node(id_)), None)
        case Met("total"):
            return Expanded(Input("points", "total") >= index.whole[0], index.whole[1])
        case Met(id_):
            return Expanded(index.node(id_).met, index.node(id_).applies)
        case Each():
            found = [expand(member, index) for member in _members(condition, index)]
            return _joined(found, every=condition.quantifier == "every")
        case Both(parts):
            return _joined([expand(part, index) for part in parts], every=True)
        case Either(parts):
            return _joined([expand(part, index) for part in parts], every=False)
        case Not(part):
            inner = expand(part, index)
            return Expanded(negate(inner.rule), inner.applies)
        case _:
            raise RubricError(Problem("rule-condition", f"{told(condition)} is no condition"))


def _applicable(node: Node) -> Condition:
    if isinstance(node, Indicator):
        return Always() if node.na is None else Applicable(node.id)
    return Always() if node.applies is None else node.applies


def _all(conditions: list[Condition]) -> Condition | None:
    return both(*conditions) if conditions else None


def _joined(found: list[Expanded], *, every: bool) -> Expanded:
    waiting = [part.applies for part in found if part.applies is not None]
    applies = either(*waiting) if waiting and len(waiting) == len(found) else None
    rule = (
        both(*(part.implied for part in found))
        if every
        else either(*(part.asserted for part in found))
    )
    return Expanded(rule, applies)


def members_of(rule: Each | Tally, index: Index) -> tuple[tuple[Node, Condition], ...]:
    """The members of a group, each with the condition that is asked of it.

    Raises:
        RubricError: when there is no such group, or none of its members has a share to compare.
    """
    found = index.members(rule.group)
    if rule.of == "share":
        found = tuple(node for node in found if node.maximum > 0)
    if not found:
        raise RubricError(
            Problem(
                "no-share",
                f"no member of {rule.group!r} has a maximum above 0, so none has a share",
                hint='Compare points: of="points".',
            )
        )
    return tuple(
        (node, Compare(Input(rule.of, node.id), rule.comparison, rule.bound)) for node in found
    )


def _members(rule: Each | Tally, index: Index) -> list[Condition]:
    return [condition for _, condition in members_of(rule, index)]


def _expression(rule: Expression, index: Index, waiting: list[Condition]) -> Expression:
    """Put an expression in terms of nodes; note in *waiting* what must apply for it to mean much.

    What stands beside a condition that says that it applies need not be waited for.
    """

    def guarded(part: Expression, when: Condition) -> Expression:
        inside: list[Condition] = []
        made = _expression(part, index, inside)
        known = when.parts if isinstance(when, Both) else (when,)
        waiting.extend(one for one in inside if one not in known and one not in waiting)
        return made

    def term(known: Term) -> Term:
        if known.when is None:
            return Term(known.weight, _expression(known.value, index, waiting))
        test = expand(known.when, index).asserted
        return Term(known.weight, guarded(known.value, test), test)

    def change(part: Rule) -> Rule | None:
        match part:
            case Tally():
                asked = [expand(member, index).asserted for member in _members(part, index)]
                return add(*(choose(one, 1, 0) for one in asked))
            case Input():
                return _number(part, index, waiting)
            case Choose(cases, otherwise):
                made: list[object] = []
                for when, then in cases:
                    test = expand(when, index).asserted
                    made += [test, guarded(then, test)]
                return choose(*made, _expression(otherwise, index, waiting))
            case Average(how, terms, n):
                return Average(how, tuple(map(term, terms)), n)
            case _:
                return None

    return to_expression(rewrite(rule, change))


def _number(read: Input, index: Index, waiting: list[Condition]) -> Expression:
    """A numeric input in terms of nodes."""
    if read.role in ("value", "context"):
        if not isinstance(_domain(read, index), Quantity):
            raise RubricError(
                Problem(
                    "not-a-number",
                    f"{read} is not a number",
                    hint="Compare it with == 'option' (in Python: .one_of('option')) or yes(…) "
                    "(in Python: .is_yes).",
                )
            )
        applies = _value_applies(read, index)
        maximum = None
    elif read.id == "total":
        maximum, applies = index.whole
    else:
        node = index.node(read.id)
        maximum, applies = node.maximum, node.applies
    if applies is not None and applies not in waiting:
        waiting.append(applies)
    if read.role != "share" or maximum is None:
        return read
    if maximum <= 0:
        raise RubricError(
            Problem(
                "no-share",
                f"{read.id!r} has a maximum of {as_text(maximum)} points, so it has no share",
                hint="Compare its points or its value, or use met(…).",
            )
        )
    return divide(Input("points", read.id), maximum)


def _domain(read: Input, index: Index) -> Domain:
    if read.role == "context":
        return index.attribute(read.id)
    if read.role != "value":
        raise RubricError(
            Problem(
                "rule-kind",
                f"{read} is a number, not an option or a yes",
                hint="Compare it with something.",
            )
        )
    return index.indicator(read.id).domain


def _value_applies(read: Input, index: Index) -> Condition | None:
    if read.role != "value" or index.indicator(read.id).na is None:
        return None
    return Applicable(read.id)


def _check_options(read: Input, options: tuple[str, ...], index: Index) -> None:
    domain = _domain(read, index)
    if not isinstance(domain, Categories):
        raise RubricError(
            Problem("no-options", f"{read} has no options", hint=f"Its values are {domain}.")
        )
    if not options:
        raise RubricError(
            Problem(
                "no-options",
                f"{read} is compared with no option",
                hint=f"Its values are {domain}.",
            )
        )
    for option in options:
        if option not in domain.options:
            raise RubricError(
                Problem(
                    "unknown-option",
                    f"{told(option)} is no option of {read}",
                    hint=near_miss(option, domain.options),
                )
            )
