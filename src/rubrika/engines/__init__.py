"""Engines: readings of a rule.

``exact`` is the reference, ``compiled`` the fast one, ``bounds`` reads intervals, ``prose`` and
``latex`` write the rule for people.
"""
