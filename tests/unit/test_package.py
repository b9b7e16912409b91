"""The package itself: what it hands on."""

import importlib.util
from importlib.metadata import version

import pytest

import rubrika
from rubrika import registry


def test_every_name_that_it_lists_is_there() -> None:
    for name in rubrika.__all__:
        assert getattr(rubrika, name).__doc__


def test_it_knows_its_version() -> None:
    assert rubrika.__version__ == version("rubrika")


def test_a_misspelt_name_is_told() -> None:
    with pytest.raises(AttributeError, match="module 'rubrika' has no attribute 'Rubrick'"):
        _ = rubrika.Rubrick  # type: ignore[attr-defined]  # the mistake that is tested


def test_it_lists_its_names_and_hands_on_its_modules() -> None:
    assert {"Rubric", "load", "total"} <= set(dir(rubrika))
    with pytest.raises(AttributeError, match="__wrapped__"):
        _ = rubrika.__wrapped__  # type: ignore[attr-defined]  # tools ask for such names
    assert vars(rubrika)["__getattr__"]("registry") is registry


def test_its_own_code_loads_no_other_module_of_it() -> None:
    """It runs once more here, since a pytest plugin imports it before anything is measured."""
    spec = importlib.util.spec_from_file_location("rubrika", rubrika.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    own = {name for name in vars(module) if not name.startswith("__")}
    assert own == {"TYPE_CHECKING", "_missing", "annotations", "importlib"}
    assert module.Rubric is rubrika.Rubric
