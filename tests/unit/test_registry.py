"""The registry, with distributions that really lie on the path."""

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

import rubrika
from rubrika import Bands, Choice, Criterion, Indicator, Part, RegistryError, Rubric, Sum, YesNo
from rubrika.registry import (
    NO_PLUGINS,
    Registry,
    combination_kinds,
    default,
    register_combination,
    register_scale,
    scale_kinds,
)
from rubrika.rules.nodes import Expression, Input

Ship = Callable[..., Path]


def made(id_: str, version: str = "1", **fields: Any) -> Rubric:
    indicator = Indicator("a", "A", YesNo(10))
    return Rubric(
        id_, version=version, title="T", criteria=[Criterion("c", "C", [indicator])], **fields
    )


MADE = """
from rubrika import Criterion, Indicator, Rubric, YesNo

def made(id_, version="1", **fields):
    indicator = Indicator("a", "A", YesNo(10))
    return Rubric(id_, version=version, title="T",
                  criteria=[Criterion("c", "C", [indicator])], **fields)
"""


@pytest.fixture
def ship(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ship]:
    """Ships a distribution: entry points by group, and one module (whose name must be new)."""
    monkeypatch.delenv(NO_PLUGINS, raising=False)
    before = set(sys.modules)

    def ship(
        name: str,
        points: dict[str, dict[str, str]],
        code: str = "",
        *,
        version: str = "1.0",
        module: str | None = None,
    ) -> Path:
        folder = tmp_path / f"{name}-{version}"
        info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8"
        )
        lines = [
            line
            for group, named in points.items()
            for line in (f"[{group}]", *(f"{key} = {value}" for key, value in named.items()))
        ]
        (info / "entry_points.txt").write_text("\n".join(lines) + "\n", "utf-8")
        module = module or name.replace("-", "_")
        (folder / f"{module}.py").write_text(MADE + dedent(code), "utf-8")
        monkeypatch.syspath_prepend(folder)
        return info

    yield ship
    for loaded in set(sys.modules) - before:
        file = getattr(sys.modules[loaded], "__file__", None)
        if file and Path(file).is_relative_to(tmp_path):
            del sys.modules[loaded]


def rubrics(**named: str) -> dict[str, dict[str, str]]:
    return {"rubrika.rubrics": named}


def entries_of(registry: Registry, id_: str) -> list[tuple[str, str, str]]:
    return [
        (entry.version, entry.distribution, entry.problem.code if entry.problem else "")
        for entry in registry.available()
        if entry.id == id_
    ]


# What plugins ship


def test_a_rubric_is_found_by_its_id_with_its_distribution(ship: Ship) -> None:
    ship("tea-rules", rubrics(tea="tea_rules:tea"), "tea = made('tea')", version="2.5")
    registry = Registry()
    assert registry.get("tea") == made("tea")
    assert entries_of(registry, "tea") == [("1", "tea-rules 2.5", "")]


def test_the_rubrics_of_rubrika_itself_are_there() -> None:
    ours = [entry for entry in rubrika.available() if entry.distribution.startswith("rubrika ")]
    ids = ["learning-citizen-pilot", "learning-unit-2020", "thanh-hoa-2021-2026"]
    assert [entry.id for entry in ours] == ids
    assert [entry.problem for entry in ours] == [None, None, None]


def test_getting_one_imports_no_other(ship: Ship) -> None:
    ship("lazy-one", rubrics(one="lazy_one:r"), "r = made('one')")
    ship("lazy-two", rubrics(two="lazy_two:r"), "r = made('two')")
    Registry().get("one")
    assert "lazy_one" in sys.modules
    assert "lazy_two" not in sys.modules


def test_a_registry_is_a_container_of_ids_that_imports_nothing(ship: Ship) -> None:
    ship("contained", rubrics(tea="contained:r", coffee="contained:missing"))
    registry = Registry()
    registry.register(made("water"))
    assert {"tea", "coffee", "water"} <= set(registry)
    assert list(registry) == sorted(registry)
    assert len(registry) == len(list(registry))
    assert "tea" in registry
    assert "milk" not in registry
    assert "contained" not in sys.modules


def test_a_plugin_may_ship_several_versions(ship: Ship) -> None:
    ship("versions", rubrics(tea="versions:all"), "all = (made('tea', v) for v in '21')")
    registry = Registry()
    assert [version for version, *_ in entries_of(registry, "tea")] == ["1", "2"]
    assert registry.get("tea", "1") == made("tea", "1")
    assert registry.get("tea", version="2") == made("tea", "2")


def test_two_distributions_may_ship_different_versions(ship: Ship) -> None:
    ship("tea-old", rubrics(tea="tea_old:r"), "r = made('tea', '1')")
    ship("tea-new", rubrics(tea="tea_new:r"), "r = made('tea', '2')")
    assert entries_of(Registry(), "tea") == [("1", "tea-old 1.0", ""), ("2", "tea-new 1.0", "")]


def test_ids_are_compared_in_their_composed_spelling(ship: Ship) -> None:
    decomposed, composed = "tiêu-chí", "tiêu-chí"
    ship("accents", {"rubrika.rubrics": {decomposed: "accents:r"}}, f"r = made({composed!r})")
    assert Registry().get(decomposed) == Registry().get(composed) == made(composed)
    assert decomposed in Registry()


def test_of_two_installations_of_one_distribution_the_first_on_the_path_counts(ship: Ship) -> None:
    ship("twice", rubrics(tea="shadowed:r"), "r = made('tea', '1')", module="shadowed")
    ship("twice", rubrics(tea="fresh:r"), "r = made('tea', '2')", version="2.0", module="fresh")
    assert entries_of(Registry(), "tea") == [("2", "twice 2.0", "")]


def test_a_plugin_that_comes_later_is_found(ship: Ship) -> None:
    registry = Registry()
    assert "late" not in registry
    ship("late-comer", rubrics(late="late_comer:r"), "r = made('late')")
    assert registry.get("late") == made("late")


# Which version


def test_the_version_whose_validity_starts_last_is_given() -> None:
    registry = Registry()
    registry.register(made("tea", "9", valid=("2020-01-01", None)))
    registry.register(made("tea", "2", valid=("2021-01-01", None)))
    registry.register(made("tea", "99"))
    assert registry.get("tea").version == "2"


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("2026.9", "2026.10"),
        ("1", "1.0.1"),
        ("1.0", "1.1"),
        ("1a", "1b"),
        ("1b", "1.2"),
        ("draft", "1"),
    ],
)
def test_versions_are_ordered_as_people_order_them(lower: str, higher: str) -> None:
    for versions in [(lower, higher), (higher, lower)]:
        registry = Registry()
        for version in versions:
            registry.register(made("tea", version))
        assert registry.get("tea").version == higher


def test_versions_that_rank_alike_are_ambiguous() -> None:
    registry = Registry()
    registry.register(made("tea", "1.0"))
    registry.register(made("tea", "1.00"))
    with pytest.raises(RegistryError, match=r"'1.0' and '1.00' of 'tea' rank alike") as caught:
        registry.get("tea")
    assert caught.value.problems[0].code == "ambiguous"
    assert registry.get("tea", "1.00").version == "1.00"


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("2020-12-31", "1"),
        (date(2021, 1, 1), "2"),
        ("2026-12-31", "2"),
        ("2027-01-01", "1"),
    ],
)
def test_on_a_day_the_version_in_force_is_given(day: date | str, version: str) -> None:
    registry = Registry()
    registry.register(made("tea", "1"))
    registry.register(made("tea", "2", valid=("2021-01-01", "2026-12-31")))
    assert registry.get("tea", on=day).version == version


def test_a_day_on_which_none_is_in_force_is_an_error_that_says_when_they_are() -> None:
    registry = Registry()
    registry.register(made("tea", "2", valid=("2021-01-01", "2026-12-31")))
    with pytest.raises(RegistryError) as caught:
        registry.get("tea", "2", on="2020-12-31")
    assert str(caught.value) == (
        "no version of 'tea' is in force on 2020-12-31. "
        "Known: 2 (2021-01-01 – 2026-12-31). [not-in-force]"
    )


def test_a_day_that_is_none_is_an_error() -> None:
    with pytest.raises(RegistryError, match=r"on: '31.12.2020' is no date"):
        rubrika.get("learning-unit-2020", on="31.12.2020")


# What is not there


def test_an_unknown_id_is_an_error_with_the_near_miss() -> None:
    with pytest.raises(RegistryError) as caught:
        rubrika.get("thanh-hoa-2021")
    assert str(caught.value) == (
        "there is no rubric 'thanh-hoa-2021'. Did you mean 'thanh-hoa-2021-2026'? [unknown-rubric]"
    )
    with pytest.raises(RegistryError, match="there is no rubric 7"):
        rubrika.get(7)  # type: ignore[arg-type]  # the mistake


def test_an_unknown_version_is_an_error_with_those_there_are() -> None:
    registry = Registry()
    registry.register(made("tea", "2026.1"))
    with pytest.raises(RegistryError) as caught:
        registry.get("tea", "2026.2")
    assert [str(problem) for problem in caught.value.problems] == [
        "'tea' has no version '2026.2'. Did you mean '2026.1'? [unknown-version]"
    ]


# What is broken


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import not_installed_at_all", "ModuleNotFoundError: No module named 'not_installed"),
        ("raise ValueError('out of tea.')", "could not be imported: ValueError: out of tea"),
        ("raise SystemExit(3)", "could not be imported: SystemExit: 3"),
        ("raise SystemExit", "could not be imported: SystemExit"),
        ("x = (", "SyntaxError"),
        ("r = made('bad', weight=1)", "TypeError"),
        ("r = Rubric('bad', version='1', title='', criteria=[])", "RubricError: criteria"),
        ("", "AttributeError"),
        ("r = 5", "names 5, which is no Rubric"),
        ("r = 'bad'", "names 'bad', which is no Rubric"),
        ("r = made", "which is no Rubric"),
        ("r = []", "lists no rubric"),
        ("r = [7]", "names 7, which is no Rubric"),
        ("r = (made(id_) for id_ in ['bda'])", "names the rubric 'bda'"),
        ("r = made('bda')", "names the rubric 'bda'"),
        ("r = (1 / n for n in [0])", "while its rubrics were listed: ZeroDivisionError"),
    ],
)
def test_a_broken_plugin_is_reported_with_its_reason_and_hurts_no_other(
    ship: Ship, code: str, reason: str
) -> None:
    ship("broken-one", rubrics(bad="broken_one:r"), code)
    ship("good-one", rubrics(good="good_one:r"), "r = made('good')")
    registry = Registry()
    (entry,) = [entry for entry in registry.available() if entry.id == "bad"]
    assert entry.problem is not None
    assert (entry.rubric, entry.version, entry.distribution) == (None, "", "broken-one 1.0")
    assert entry.problem.code == "broken-plugin"
    assert entry.problem.message.startswith("the plugin 'bad' (broken_one:r) of broken-one 1.0 ")
    assert reason in entry.problem.message
    assert registry.get("good") == made("good")
    with pytest.raises(RegistryError) as caught:
        registry.get("bad")
    assert caught.value.problems == (entry.problem,)


def test_the_hint_shows_how_to_see_the_whole_error(ship: Ship) -> None:
    ship("broken-two", rubrics(bad="broken_two:r"), "1 / 0")
    with pytest.raises(RegistryError) as caught:
        Registry().get("bad")
    assert caught.value.problems[0].hint == (
        'For the whole error, run: python -c "import broken_two"'
    )


def test_a_broken_version_does_not_hide_the_others(ship: Ship) -> None:
    ship("half-broken", rubrics(tea="half_broken:r"), "r = [made('tea'), 7]")
    registry = Registry()
    assert registry.get("tea") == made("tea")
    assert entries_of(registry, "tea") == [
        ("", "half-broken 1.0", "broken-plugin"),
        ("1", "half-broken 1.0", ""),
    ]
    with pytest.raises(RegistryError) as caught:
        registry.get("tea", "2")
    assert [problem.code for problem in caught.value.problems] == [
        "unknown-version",
        "broken-plugin",
    ]


def test_a_plugin_that_asks_for_itself_while_it_is_imported_does_no_harm(ship: Ship) -> None:
    code = """
    import rubrika
    seen = [entry.id for entry in rubrika.available()]
    r = made('selfish')
    """
    ship("selfish", rubrics(selfish="selfish:r"), code)
    assert default.get("selfish") == made("selfish")


@pytest.mark.parametrize("content", [b"[rubrika.rubrics]\na line without a sign\n", b"\xff\xfe"])
def test_entry_points_that_cannot_be_read_are_reported_and_hurt_no_other(
    ship: Ship, content: bytes
) -> None:
    info = ship("garbled", rubrics(tea="garbled:r"))
    (info / "entry_points.txt").write_bytes(content)
    ship("good-two", rubrics(good="good_two:r"), "r = made('good')")
    registry = Registry()
    assert registry.get("good") == made("good")
    (entry,) = [entry for entry in registry.available() if entry.problem]
    assert entry.problem is not None
    assert entry.distribution == "garbled 1.0"
    assert entry.problem.message.startswith("the entry points of garbled 1.0 cannot be read: ")


def test_half_an_installation_is_no_obstacle(ship: Ship) -> None:
    info = ship("half-there", rubrics(tea="half_there:r"), "r = made('tea')")
    (info / "METADATA").write_text("Metadata-Version: 2.1\n", "utf-8")
    assert entries_of(Registry(), "tea") == [("1", "a distribution without a name", "")]


# What is there twice


def test_a_rubric_of_two_distributions_is_an_error_that_names_both(ship: Ship) -> None:
    ship("tea-a", rubrics(tea="tea_a:r"), "r = [made('tea', '1'), made('tea', '2')]")
    ship("tea-b", rubrics(tea="tea_b:r"), "r = made('tea', '1')")
    registry = Registry()
    for version in (None, "1"):
        with pytest.raises(RegistryError) as caught:
            registry.get("tea", version)
        assert [problem.code for problem in caught.value.problems] == ["duplicate"]
        assert "'tea' with the version '1' comes from tea-a 1.0 and tea-b 1.0" in str(caught.value)
    assert registry.get("tea", "2") == made("tea", "2")
    assert entries_of(registry, "tea") == [
        ("1", "tea-a 1.0", "duplicate"),
        ("1", "tea-b 1.0", "duplicate"),
        ("2", "tea-a 1.0", ""),
    ]
    assert [e.rubric for e in registry.available() if e.id == "tea" and e.problem] == [None, None]


def test_a_rubric_registered_here_and_shipped_is_there_twice(ship: Ship) -> None:
    ship("tea-c", rubrics(tea="tea_c:r"), "r = made('tea')")
    registry = Registry()
    registry.register(made("tea"))
    with pytest.raises(RegistryError, match=r"from registered here and tea-c 1\.0"):
        registry.get("tea")


def test_registering_the_same_rubric_again_changes_nothing() -> None:
    registry = Registry()
    registry.register(made("tea"))
    registry.register(made("tea"))
    assert entries_of(registry, "tea") == [("1", "registered here", "")]
    with pytest.raises(RegistryError, match="another 'tea' with the version '1' is registered"):
        registry.register(made("tea").evolve(title="Other"))
    assert registry.get("tea") == made("tea")


def test_only_rubrics_are_registered() -> None:
    with pytest.raises(RegistryError, match="'tea' is no Rubric"):
        Registry().register("tea")  # type: ignore[arg-type]  # the mistake


def test_register_and_get_share_one_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default, "_registered", {})
    rubrika.register(made("here-and-now"))
    assert rubrika.get("here-and-now") == made("here-and-now")


# What is switched off


@pytest.mark.parametrize(
    ("switch", "left"),
    [
        ("", {"tea", "milk"}),
        ("1", set[str]()),
        ("Tea.Rules_2", {"milk"}),
        (" milk-rules , tea-rules-2", set[str]()),
        ("other", {"tea", "milk"}),
    ],
)
def test_the_environment_switches_plugins_off(
    ship: Ship, monkeypatch: pytest.MonkeyPatch, switch: str, left: set[str]
) -> None:
    ship("tea-rules-2", rubrics(tea="tea_rules_2:r"), "r = made('tea')")
    ship("milk-rules", rubrics(milk="milk_rules:r"), "r = made('milk')")
    registry = Registry()
    assert {"tea", "milk", "learning-unit-2020"} <= set(registry)
    monkeypatch.setenv(NO_PLUGINS, switch)
    assert {"tea", "milk"} & set(registry) == left
    assert "learning-unit-2020" in registry
    assert {entry.id for entry in registry.available()} == set(registry)


def test_an_unknown_id_reminds_of_plugins_that_are_switched_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(NO_PLUGINS, "1")
    with pytest.raises(RegistryError, match="RUBRIKA_NO_PLUGINS switches plugins off"):
        Registry().get("tea")


# Kinds


def scales(**named: str) -> dict[str, dict[str, str]]:
    return {"rubrika.scales": named}


SCALE = """
class Pass:
    def rule(self, value):
        return value
"""


def test_the_built_in_kinds_are_those_of_files() -> None:
    assert {
        "yes-no",
        "choice",
        "bands",
        "linear",
        "piecewise",
        "direct",
        "tally",
        "formula",
    } <= set(scale_kinds())
    assert {
        "sum",
        "weighted-mean",
        "geometric-mean",
        "lowest",
        "highest",
        "median",
        "trimmed-mean",
        "best-of",
        "drop-worst",
    } <= set(combination_kinds())
    assert scale_kinds()["bands"] is Bands
    assert combination_kinds()["sum"] is Sum


def test_a_plugin_adds_kinds_which_are_imported_when_they_are_asked_for(ship: Ship) -> None:
    points = scales(curve="kind_a:Pass") | {"rubrika.combinations": {"pass": "kind_a:Pass"}}
    ship("kind-a", points, SCALE)
    ship("kind-b", scales(other="kind_b:Pass"), SCALE)
    registry = Registry()
    assert "curve" in registry.scales
    assert "other" in registry.scales
    assert "kind_a" not in sys.modules
    assert registry.scales["curve"].__name__ == "Pass"
    assert registry.combinations["pass"].__name__ == "Pass"
    assert "kind_b" not in sys.modules
    assert list(registry.scales)[-2:] == ["curve", "other"]
    assert len(registry.scales) == 10
    assert len(registry.combinations) == 10
    assert [entry for entry in registry.available() if entry.kind != "rubric"] == []


def test_an_unknown_kind_is_no_key() -> None:
    kinds = Registry().scales
    assert "curve" not in kinds
    assert kinds.get("curve") is None
    with pytest.raises(KeyError, match="curve"):
        kinds["curve"]


def test_a_broken_kind_says_why_when_it_is_asked_for_and_hurts_no_other(ship: Ship) -> None:
    ship("kind-c", scales(curve="kind_c:Pass"), "1 / 0")
    ship("kind-d", scales(good="kind_d:Pass", thing="kind_d:made"), SCALE)
    registry = Registry()
    with pytest.raises(RegistryError, match=r"'curve' \(kind_c:Pass\) of kind-c 1\.0 could not"):
        registry.scales["curve"]
    with pytest.raises(RegistryError, match="no class of scales"):
        registry.scales["thing"]
    assert list(registry.scales)[-1] == "good"
    broken = [entry for entry in registry.available() if entry.kind == "scale"]
    assert sorted((entry.id, entry.distribution) for entry in broken) == [
        ("curve", "kind-c 1.0"),
        ("thing", "kind-d 1.0"),
    ]
    assert all(entry.problem and entry.problem.code == "broken-plugin" for entry in broken)


def test_a_kind_of_two_distributions_is_an_error_that_names_both(ship: Ship) -> None:
    ship("kind-e", scales(curve="kind_e:Pass"), SCALE)
    ship("kind-f", scales(curve="kind_f:Pass"), SCALE)
    registry = Registry()
    with pytest.raises(RegistryError) as caught:
        registry.scales["curve"]
    assert "kind-e 1.0" in str(caught.value)
    assert "kind-f 1.0" in str(caught.value)
    assert "curve" not in list(registry.scales)
    twice = [entry for entry in registry.available() if entry.kind == "scale"]
    assert {entry.distribution for entry in twice} == {"kind-e 1.0", "kind-f 1.0"}


def test_a_plugin_cannot_take_a_built_in_kind(ship: Ship) -> None:
    ship("kind-g", scales(bands="kind_g:Pass"), SCALE)
    registry = Registry()
    assert registry.scales["bands"] is Bands
    (entry,) = [entry for entry in registry.available() if entry.kind == "scale"]
    assert entry.problem is not None
    assert "the kind of scale 'bands' is taken by Bands" in entry.problem.message


def test_a_kind_is_registered_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    class Half:
        def rule(self, value: Input) -> Expression:
            return value / 2

    class Product:
        def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
            return points * parts[0].share * parts[1].share

    monkeypatch.setattr(default.scales, "_known", {"choice": Choice})
    monkeypatch.setattr(default.combinations, "_known", {"sum": Sum})
    register_scale("half", Half)
    register_scale("half", Half)
    register_combination("product", Product)
    assert scale_kinds()["half"] is Half
    assert combination_kinds()["product"] is Product
    with pytest.raises(RegistryError, match="the kind of scale 'choice' is taken by Choice"):
        register_scale("choice", Half)
    with pytest.raises(RegistryError, match="5 is no class of scales"):
        register_scale("five", 5)  # type: ignore[arg-type]  # the mistake
    with pytest.raises(RegistryError, match="no class of combinations"):
        register_combination("object", Half())  # type: ignore[arg-type]  # the mistake
