"""The package itself: what it hands on."""

from importlib.metadata import version

import pytest

import rubrika


def test_every_name_that_it_lists_is_there() -> None:
    for name in rubrika.__all__:
        assert getattr(rubrika, name).__doc__


def test_it_knows_its_version() -> None:
    assert rubrika.__version__ == version("rubrika")


def test_a_misspelt_name_is_told() -> None:
    with pytest.raises(AttributeError, match="module 'rubrika' has no attribute 'Rubrick'"):
        _ = rubrika.Rubrick  # type: ignore[attr-defined]  # the mistake that is tested
