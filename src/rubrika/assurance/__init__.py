"""Assurance: what a rubric can and cannot do, proved or shown by a witness.

:func:`check` finds faults of a rubric; :func:`mutants` and :func:`unnoticed` tell whether its
examples would notice a small wrong change.
"""

from __future__ import annotations

from rubrika.assurance.check import check
from rubrika.assurance.finding import Finding
from rubrika.assurance.mutants import Mutant, Unnoticed, mutants, unnoticed

__all__ = ["Finding", "Mutant", "Unnoticed", "check", "mutants", "unnoticed"]
