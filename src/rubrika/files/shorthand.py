"""Short forms: what may be written instead of a whole table, and where keys differ from fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from rubrika.errors import FileError, Problem
from rubrika.files.data import Asked, Plain, is_list, is_table
from rubrika.files.problems import CHILDREN
from rubrika.model.bands import Band
from rubrika.model.domains import Categories, Domain, Quantity, Truth
from rubrika.model.levels import Attribute, Level
from rubrika.model.lines import Knot
from rubrika.model.nodes import Criterion, NaPolicy
from rubrika.model.observations import NotApplicable, Observation
from rubrika.model.scales import Option, Scale
from rubrika.number import Rounding

__all__ = ["DOMAIN_KINDS", "PAIRS", "Shorthand", "expand_kind", "short_kind", "shorthand_of"]

DOMAIN_KINDS: Final[Mapping[str, type[Any]]] = {
    "number": Quantity,
    "yes-no": Truth,
    "options": Categories,
}
"""The kinds of domains by the names that files have for them."""

PAIRS: Final[Mapping[type, tuple[str, str]]] = {
    Band: ("at", "points"),
    Knot: ("at", "points"),
    Option: ("id", "points"),
}
"""Members of lists that may be written as a table of pairs: the key's field, and the value's."""


@attrs.frozen
class Shorthand:
    """How a class is written shortly.

    Args:
        expand: Makes a whole table of what was written; what is no short form stays as it is.
        contract: Makes the shortest form of a whole table.
    """

    expand: Callable[[Any], Any]
    contract: Callable[[dict[str, Any]], Any]


def shorthand_of(cls: type) -> Shorthand | None:
    """The short forms of a class, if it has some."""
    return _SHORT.get(cls)


def _alone(key: str) -> Callable[[Any], Any]:
    """A single value stands for the table with this one key."""
    return lambda value: value if is_table(value) else {key: value}


def _short_policy(table: dict[str, Any]) -> Plain:
    table = {"policy": NaPolicy().policy} | table
    return table if len(table) > 1 else table["policy"]


def _short_rounding(table: dict[str, Any]) -> Plain:
    return table if len(table) > 1 or isinstance(table["step"], dict) else table["step"]


def _expand_level(value: Plain) -> Plain:
    if is_table(value) and isinstance(value.get("requires"), str):
        return {**value, "requires": [value["requires"]]}
    return value


def _expand_children(value: Plain) -> Plain:
    if not is_table(value):
        return value
    given = [key for key in CHILDREN if key in value]
    if len(given) > 1:
        message = f"the children stand in {' and in '.join(given)}, so their order is not told"
        raise FileError(Problem("children", message, given[1], "List them all in children."))
    return {"children" if key in given else key: member for key, member in value.items()}


def _short_children(table: dict[str, Any]) -> Plain:
    kinds = {"scale" in child for child in table["children"]}
    name = "children" if len(kinds) > 1 else "indicators" if kinds == {True} else "criteria"
    return {name if key == "children" else key: member for key, member in table.items()}


def _expand_options(value: Plain) -> Plain:
    if is_table(value) and "options" in value and "domain" not in value:
        options = value["options"]
        if is_table(options):  # titles by option
            options = {"kind": "options", "options": list(options), "titles": options}
        return {key: member for key, member in value.items() if key != "options"} | {
            "domain": options
        }
    return value


def _short_options(table: dict[str, Any]) -> Plain:
    domain = table["domain"]
    short = domain
    if is_table(domain) and domain.get("kind") == "options":
        titles = domain["titles"]
        short = {option: titles.get(option, "") for option in domain["options"]}
    elif not isinstance(domain, list):
        return table
    return {
        "options" if key == "domain" else key: short if key == "domain" else member
        for key, member in table.items()
    }


def _expand_observation(value: Plain) -> Plain:
    if not is_table(value):
        return {"value": value}
    table = dict(value)
    given = [key for key in ("value", "number", "not_applicable") if key in table]
    if len(given) > 1:
        message = f"the observation says {' and '.join(given)}"
        raise FileError(Problem("value", message, given[1], "Keep one of the two."))
    if given == ["number"]:
        table["value"] = {"number": table.pop("number")}
    if given == ["not_applicable"]:
        table["value"] = _not_applicable(table.pop("not_applicable"))
    if isinstance(table.get("evidence"), str):
        table["evidence"] = [table["evidence"]]
    return table


def _not_applicable(said: Plain) -> NotApplicable:
    if said is True or (isinstance(said, str) and said.strip()):
        return NotApplicable("" if said is True else said)
    hint = "Write why it does not apply, or true; leave it out if it applies."
    message = "not_applicable is neither a text nor true"
    raise FileError(Problem("wrong-type", message, "not_applicable", hint))


def _same(table: dict[str, Any]) -> Plain:
    return table


_SHORT: Final[dict[Any, Shorthand]] = {
    NaPolicy: Shorthand(_alone("policy"), _short_policy),
    Rounding: Shorthand(_alone("step"), _short_rounding),
    Level: Shorthand(_expand_level, _same),
    Criterion: Shorthand(_expand_children, _short_children),
    Attribute: Shorthand(_expand_options, _short_options),
    Observation: Shorthand(_expand_observation, _same),
}


def expand_kind(value: Plain, protocol: Asked) -> Plain:
    """Make a table with its ``kind`` of the short form of a scale, combination or domain."""
    if isinstance(value, str):
        return {"kind": value}
    if protocol == Domain and is_list(value):
        return {"kind": "options", "options": value}
    if protocol == Domain and is_table(value) and "kind" not in value:
        return {"kind": "options" if "options" in value else "number", **value}
    return value


def short_kind(table: dict[str, Any], protocol: Asked) -> Plain:
    """The shortest form of a table with its ``kind``."""
    if protocol == Domain and table["kind"] == "options" and "titles" not in table:
        return table["options"]
    return table["kind"] if len(table) == 1 and protocol != Scale else table
