"""The house stands on floors: a module imports only from floors below its own."""

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "rubrika"

# From the ground up. Rooms on one floor do not know each other. The front door (`__init__`) hands
# on what the core has, so what is built with the public interface alone stands above it.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"errors"}),
    frozenset({"number"}),
    frozenset({"text"}),
    frozenset({"sources"}),
    frozenset({"rules"}),
    frozenset({"engines"}),
    frozenset({"model"}),
    frozenset({"registry"}),
    frozenset({"files"}),
    frozenset({"assurance"}),
    frozenset({"names"}),
    frozenset({"__init__"}),
    frozenset({"rubrics", "testing", "frames", "reports"}),
    frozenset({"cli", "plots", "sphinxext"}),
    frozenset({"__main__"}),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
LATER = {"__main__"}  # rooms that need not be built yet

# What is not of Python itself, and who may use it.
EVERYWHERE = {"attr", "attrs", "cattr", "cattrs"}
BY_ROOM = {
    "files": {"tomli_w"},
    "engines": {"ortools"},
    "cli": {"click", "rich", "tomli_w"},
    "sphinxext": {"docutils", "sphinx"},
    "testing": {"hypothesis", "pytest"},
    "plots": {"matplotlib"},
    "frames": {"duckdb", "narwhals", "pandas", "polars", "pyarrow", "pyspark"},
}
IN_FUNCTIONS_ONLY = {"ortools", "pandas", "pyarrow", "pyspark", "tomli_w"}

Import = tuple[str, bool]  # the dotted name, and whether a function holds it


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def imports(tree: ast.AST, *, in_package: str, in_function: bool = False) -> Iterator[Import]:
    """Every import in the tree, at any depth and under any condition, as an absolute name."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Import():
                for alias in node.names:
                    yield alias.name, in_function
            case ast.ImportFrom():
                base = node.module or ""
                if node.level:
                    above = in_package.split(".")
                    base = ".".join([*above[: len(above) - node.level + 1], base]).rstrip(".")
                for alias in node.names:
                    whole = f"{base}.{alias.name}"
                    yield (whole if whole in MODULES else base), in_function
            case _:
                inner = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                yield from imports(node, in_package=in_package, in_function=in_function or inner)


def imports_of(module: str) -> list[Import]:
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return list(imports(ast.parse(path.read_text("utf-8")), in_package=package))


def own_imports_of(module: str) -> set[str]:
    found = {name for name, _ in imports_of(module) if name.split(".")[0] == "rubrika"}
    return found - {module}


def test_every_room_is_on_one_floor_and_every_floor_is_built() -> None:
    rooms = {room_of(module) for module in MODULES}
    assert len(FLOOR_OF) == sum(map(len, FLOORS))
    assert rooms <= set(FLOOR_OF), "give the new room a floor"
    assert set(FLOOR_OF) - LATER <= rooms, "a room is missing"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_from_floors_below_or_from_its_own_room(module: str) -> None:
    room = room_of(module)
    wrong = {
        name
        for name in own_imports_of(module)
        if room_of(name) != room and FLOOR_OF[room_of(name)] >= FLOOR_OF[room]
    }
    assert not wrong


def test_the_modules_import_one_another() -> None:
    assert sum(len(own_imports_of(module)) for module in MODULES) > len(MODULES)


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {module: own_imports_of(module) for module in MODULES}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))
    assert set(MODULES) <= set(order)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_uses_only_python_attrs_cattrs_and_the_extra_of_its_room(module: str) -> None:
    allowed = EVERYWHERE | BY_ROOM.get(room_of(module), set())
    foreign = {
        (name.split(".")[0], in_function)
        for name, in_function in imports_of(module)
        if name.split(".")[0] not in sys.stdlib_module_names | {"rubrika"}
    }
    assert {name for name, _ in foreign} <= allowed
    assert not {name for name, inside in foreign if not inside} & IN_FUNCTIONS_ONLY


def test_attrs_and_cattrs_are_used() -> None:
    used = {name.split(".")[0] for module in MODULES for name, _ in imports_of(module)}
    assert used & {"attr", "attrs"}
    assert used & {"cattr", "cattrs"}


def test_imports_are_found_at_any_depth_and_made_absolute() -> None:
    source = """
from .. import errors
from .node import Node
if TYPE_CHECKING:
    from rubrika.model import rubric
def f():
    try:
        import tomli_w
    except ImportError:
        pass
"""
    found = list(imports(ast.parse(source), in_package="rubrika.rules"))
    assert found[0] == ("rubrika.errors", False)
    assert found[1] == ("rubrika.rules.node", False) or found[1] == ("rubrika.rules", False)
    assert found[2][0].startswith("rubrika.model")
    assert found[3] == ("tomli_w", True)
