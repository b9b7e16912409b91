"""Settling: what a known context decides of a requirement, and what it leaves open."""

from __future__ import annotations

from collections.abc import Mapping

from rubrika import choose, context, met, points, total
from rubrika.model.domains import Fact
from rubrika.model.settling import settled
from rubrika.rules import Input

AREA, HOMES = Input("context", "area"), Input("context", "homes")
HILL = context("area").one_of("hill")
FACTS: Mapping[Input, Fact] = {AREA: "hill"}


def test_a_choice_by_a_known_fact_is_settled() -> None:
    rule, why = settled(total >= choose(HILL, 60, 85), FACTS)
    assert str(rule) == "total >= 60"
    assert why == [AREA]


def test_a_choice_by_what_is_not_known_stays() -> None:
    for test in (met("a"), HOMES >= 9, HILL & met("a")):
        rule = total >= choose(test, 60, 85)
        assert settled(rule, FACTS) == (rule, [])


def test_of_a_choice_by_several_facts_what_is_not_known_stays() -> None:
    rule, why = settled(total >= choose(met("a"), 50, HILL, 60, 85), FACTS)
    assert str(rule) == 'total >= choose(met("a"), 50, 60)'
    assert why == [AREA]


def test_a_count_of_facts_stays() -> None:
    rule = choose(HILL, 1, 0) + points("a") >= 2
    assert settled(rule, FACTS) == (rule, [])
