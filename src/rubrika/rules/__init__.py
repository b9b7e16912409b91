"""Rules: scoring rules as data.

A rule is an *expression* (a number) or a *condition* (it holds or not). It is built with Python
operators, or read from a string by :func:`parse`; both give the same frozen nodes, which each
engine reads in its own way. The language of rule strings is a small subset of Python expressions:

======================================================== =========================================
what is written                                          what it means
======================================================== =========================================
``85``, ``0.1``, ``1/3``, ``percent(50)``                exact numbers
``cited(85, "c22")``                                     a number, and the source that states it
``total``, ``points("c1")``, ``share("c1")``             points of the rubric or a node; its share
``value("wait")``, ``context("area")``                   what was observed; a fact of the subject
``value``                                                the observed value, inside a scale
``+ - * /``, ``x ** 2``, ``sum(…)``, ``product(…)``      arithmetic; exponents are fixed numbers
``root(x, 3)``, ``log(x)``                               the third root, the natural logarithm
``least(…)``, ``greatest(…)``, ``clamp(x, 0, 10)``       the least, the greatest, x between limits
``rounded(x, 0.01, "half-even")``                        rounded to a step; by default 1, half-up
``choose(condition, value, …, otherwise)``               the value of the first that holds
``average("best", x, term(2, y, met("a")), n=1)``        see :class:`Average`; y has the weight 2
``count("criteria", reaching=percent(50))``              how many: also ``above=``, ``at_most=``,
                                                         ``below=``, ``exactly=``, ``other_than=``
``count(met("a"), total >= 50)``                         how many of these conditions hold
``x >= 1``, ``50 <= total < 90``, ``==``, ``!=``         comparisons
``context("area") == "mountain"``, ``in ("a", "b")``     whether a text is one of some options
``yes(value("pests"))``, ``met("a")``, ``applies("a")``  answered yes; met in full; applicable
``every("criteria") >= percent(50)``, ``some(…)``        a bound on the share of all, or of one
``every("c1", of="points") > 0``                         the same for ``points`` or ``value``
``and or not``, ``& | ~``, ``True``, ``False``           logic
======================================================== =========================================

>>> from fractions import Fraction
>>> gold = parse('total >= 90 and every("criteria") >= percent(50) and met("pests")')
>>> half = Constant(Fraction(1, 2))
>>> every = Each("every", "criteria", "share", ">=", half)
>>> gold == (Input("points", "total") >= 90) & every & Met("pests")
True
"""

from __future__ import annotations

from rubrika.rules.canonical import (
    canonical,
    fingerprint,
)
from rubrika.rules.functions import choose, clamp, greatest, least, log, root, rounded
from rubrika.rules.nodes import (
    Always,
    Applicable,
    Average,
    Both,
    Choose,
    Compare,
    Comparison,
    Condition,
    Constant,
    Each,
    Either,
    Expression,
    Greatest,
    Input,
    Least,
    Log,
    Met,
    Not,
    OneOf,
    Operand,
    Power,
    Product,
    Quotient,
    Role,
    Rounded,
    Rule,
    Statistic,
    Sum,
    Tally,
    Term,
    Yes,
    add,
    both,
    divide,
    either,
    multiply,
    negate,
    power,
)
from rubrika.rules.text import (
    parse,
    parse_condition,
    parse_expression,
    write,
)
from rubrika.rules.traverse import (
    parts,
    rewrite,
    sources_in,
    walk,
)

__all__ = [
    "Always",
    "Applicable",
    "Average",
    "Both",
    "Choose",
    "Compare",
    "Comparison",
    "Condition",
    "Constant",
    "Each",
    "Either",
    "Expression",
    "Greatest",
    "Input",
    "Least",
    "Log",
    "Met",
    "Not",
    "OneOf",
    "Operand",
    "Power",
    "Product",
    "Quotient",
    "Role",
    "Rounded",
    "Rule",
    "Statistic",
    "Sum",
    "Tally",
    "Term",
    "Yes",
    "add",
    "both",
    "canonical",
    "choose",
    "clamp",
    "divide",
    "either",
    "fingerprint",
    "greatest",
    "least",
    "log",
    "multiply",
    "negate",
    "parse",
    "parse_condition",
    "parse_expression",
    "parts",
    "power",
    "rewrite",
    "root",
    "rounded",
    "sources_in",
    "walk",
    "write",
]
