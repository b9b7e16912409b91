"""Ranges: the least and the most that a rule can give, and that it always gives something."""

from __future__ import annotations

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Possible, Reading
from rubrika.errors import Problem, RubricError
from rubrika.rules.nodes import Expression, Log, Power, Rule

__all__ = ["range_over"]


@attrs.frozen
class _Careful(Reading):
    """The interval reading that refuses roots and logarithms of what has none.

    The plain reading leaves such numbers out, since a subject cannot have them; but here they are
    values that a subject may well have, and that would only then turn out not to be scored.
    """

    def value(self, rule: Expression) -> Interval:
        match rule:
            case Power(base, exponent) if exponent.denominator != 1:
                least = Reading.value(self, base).least
                if least is None or least < 0:
                    raise _undefined(rule, base, "below 0", "greatest(…, 0)")
            case Log(part):
                least = Reading.value(self, part).least
                if least is None or least < 0 or (least == 0 and part not in self._learnt):
                    raise _undefined(rule, part, "0 or less", "greatest(…, 1)")
            case _:
                pass
        return Reading.value(self, rule)


def _undefined(rule: Rule, part: Rule, what: str, limit: str) -> RubricError:
    return RubricError(
        Problem(
            "rule-undefined",
            f"{rule} has no value where {part} is {what}",
            hint=f"Limit the values (least, most), or write {limit} inside it.",
        )
    )


def range_over(rule: Expression, possible: Possible) -> Interval:
    """All that *rule* can give for inputs of which it is known what they can be.

    Raises:
        RubricError: when some of them give nothing: a root of a negative number, for example.
        RuleError: when none gives anything.
        KeyError: when it reads another input.
    """
    return _Careful(possible).value(rule)
