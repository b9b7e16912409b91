"""Engines: readings of a rule.

:func:`value` and :func:`holds` are the reference reading, in exact rationals; :class:`Reading`
reads intervals; :func:`words` says a rule in words, and :func:`latex` writes it as a formula. A
:class:`Program` is all rules of a rubric; :func:`compile_program` gives its fast reading.

>>> from fractions import Fraction
>>> from rubrika.rules import parse
>>> rule = parse("value >= 80")
>>> holds(rule, {rule.left: Fraction(85)}), words(rule)
(True, 'the value is at least 80')
"""

from __future__ import annotations

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import ImpreciseError, Options, Possible, Reading
from rubrika.engines.compiled import Fast, compile_program
from rubrika.engines.exact import Fact, Facts, IrrationalError, holds, value
from rubrika.engines.latex import latex
from rubrika.engines.program import TOTAL, Given, Outcome, Outlook, Program, Step
from rubrika.engines.prose import words

__all__ = [
    "TOTAL",
    "Fact",
    "Facts",
    "Fast",
    "Given",
    "ImpreciseError",
    "Interval",
    "IrrationalError",
    "Options",
    "Outcome",
    "Outlook",
    "Possible",
    "Program",
    "Reading",
    "Step",
    "compile_program",
    "holds",
    "latex",
    "value",
    "words",
]
