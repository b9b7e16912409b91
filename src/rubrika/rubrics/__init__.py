"""Rubrics of Vietnamese "learning" titles, written with the public interface alone.

Each number says where it comes from. What no document states is marked provisional, with the reason
and the analogue. They are found by :func:`rubrika.get`.
"""
