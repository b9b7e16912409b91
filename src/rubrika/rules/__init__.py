"""Rules: scoring rules as data. See :mod:`rubrika.rules.nodes` for what a rule can say."""

from __future__ import annotations
