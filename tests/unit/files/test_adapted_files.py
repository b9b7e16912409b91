"""Adapted rubrics as files: `extends`, what is changed, and what is said of what is wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from rubrika import (
    FileError,
    Indicator,
    Level,
    Problem,
    Rubric,
    Source,
    Text,
    YesNo,
    adapt,
    cited,
    get,
    load,
    loads,
    total,
)

BASE = """
format = "rubric/1"
id = "base"
version = "1"
title = "Base"
combine = "weighted-mean"

[[criteria]]
id = "families"
title = "Families"
weight = "60%"
scale = { kind = "bands", unit = "%", bands = { "80" = 60, "50" = 30 } }

[[criteria]]
id = "điểm"
title = "Centres"
weight = "40%"
[[criteria.indicators]]
id = "open"
title = "Open"
scale = { kind = "yes-no", points = 5 }
[[criteria.indicators]]
id = "visits"
title = "Visits"
scale = { kind = "direct", points = 5 }

[[levels]]
id = "good"
title = "Good"
requires = "total >= 80"
[[levels]]
id = "fair"
title = "Fair"
requires = "total >= 60"
"""
HEAD = 'format = "rubric/1"\nid = "ours"\nversion = "2"\n'
OURS = f'{HEAD}extends = "base.toml"\n'
DECISION = Source("d12", document="Decision 12")

Adapted = Callable[[str], Rubric]


@pytest.fixture
def adapted(tmp_path: Path) -> Adapted:
    """Read a file beside `base.toml`."""
    (tmp_path / "base.toml").write_text(BASE, encoding="utf-8")

    def read(text: str) -> Rubric:
        path = tmp_path / "ours.toml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return read


@pytest.fixture
def problems_of(adapted: Adapted) -> Callable[[str], dict[str, Problem]]:
    """The problems of such a file by their paths."""

    def read(text: str) -> dict[str, Problem]:
        with pytest.raises(FileError) as caught:
            adapted(text)
        return {problem.path: problem for problem in caught.value.problems}

    return read


def test_a_file_changes_leaves_out_and_adds(adapted: Adapted) -> None:
    made = adapted(f"""{OURS}
        title = {{ vi = "Của ta", en = "Ours" }}
        remove = ["visits", "levels.fair"]
        [sources.d12]
        document = "Decision 12"
        [changes]
        "families.weight" = {{ value = "50%", source = "d12" }}
        "điểm.weight" = 0.5
        "families.scale.bands[0].at" = 85
        "levels.good.requires[0]" = "total >= cited(90, 'd12')"
        [[add."điểm"]]
        id = "books"
        title = "Books"
        scale = {{ kind = "yes-no", points = 3 }}
    """)
    assert made == adapt(
        loads(BASE),
        id="ours",
        version="2",
        changes={
            "families.weight": cited("50%", DECISION),
            "điểm.weight": "0.5",
            "families.scale.bands[0].at": 85,
            "levels.good.requirements[0]": total >= cited(90, DECISION),
        },
        title={"vi": "Của ta", "en": "Ours"},
        remove=["visits", "levels.fair"],
        add={"điểm": [Indicator("books", "Books", YesNo(3))]},
    )
    assert (made.id, made.version, made.title.get("vi")) == ("ours", "2", "Của ta")
    assert list(made.nodes) == ["families", "điểm", "open", "books"]
    assert [level.id for level in made.levels] == ["good"]
    assert made.decide({"families": 84, "open": False, "books": False}).points == 25  # ½ of 50
    assert made.adaptation is not None
    assert (made.adaptation.id, made.adaptation.version) == ("base", "1")


@pytest.mark.parametrize("requires", ['"total >= 85"', '["total >= 85"]'])
def test_all_requirements_of_a_level_are_changed_at_once(adapted: Adapted, requires: str) -> None:
    made = adapted(f'{OURS}[changes]\n"levels.good.requires" = {requires}\n')
    assert made.levels[0] == Level("good", "Good", total >= 85)


def test_a_whole_node_is_changed(adapted: Adapted) -> None:
    made = adapted(f"""{OURS}
        [changes.families]
        id = "families"
        title = "Houses"
        weight = "60%"
        scale = {{ kind = "yes-no", points = 5 }}
    """)
    assert made["families"] == Indicator("families", "Houses", YesNo(5), weight="60%")


def test_a_source_states_all_new_numbers(adapted: Adapted) -> None:
    made = adapted(f"""{OURS}
        source = "d12"
        [sources.d12]
        document = "Decision 12"
        [changes]
        "families.scale.bands[0].at" = 85
    """)
    bands = made["families"].scale.bands  # type: ignore[union-attr]  # it is an indicator with bands
    assert bands[0].at.source == DECISION
    assert not hasattr(bands[1].at, "source")


def test_a_new_number_may_rest_on_a_source_of_the_base(adapted: Adapted, tmp_path: Path) -> None:
    sourced = 'source = "law"\n[sources.law]\ndocument = "Law"\n'
    text = BASE.replace('combine = "weighted-mean"\n', f'combine = "weighted-mean"\n{sourced}')
    (tmp_path / "base.toml").write_text(text, encoding="utf-8")
    path = tmp_path / "next.toml"
    path.write_text(
        f'{OURS}[changes]\n"families.scale.bands[0].at" = {{ value = 85, source = "law" }}\n',
        encoding="utf-8",
    )
    bands = load(path)["families"].scale.bands  # type: ignore[union-attr]  # it is an indicator with bands
    assert bands[0].at.source == Source("law", document="Law")


@pytest.mark.parametrize(
    "extends",
    [
        '"learning-unit-2020"',
        '{ id = "learning-unit-2020" }',
        '{ id = "learning-unit-2020", version = "2020.1" }',
    ],
)
def test_a_registered_rubric_is_extended_by_its_id(extends: str) -> None:
    made = loads(f'{HEAD}extends = {extends}\ntitle = "Ours"\n')
    assert made.title == Text("Ours")
    assert made.criteria == get("learning-unit-2020").criteria


def test_files_extend_each_other_in_a_chain(adapted: Adapted, tmp_path: Path) -> None:
    adapted(f'{OURS}title = "Ours"\n')
    (tmp_path / "towns").mkdir()
    last = tmp_path / "theirs.toml"
    last.write_text(
        'format = "rubric/1"\nid = "theirs"\nversion = "3"\nextends = "ours.toml"\n'
        '[changes]\n"families.title" = "Houses"\n',
        encoding="utf-8",
    )
    made = load(last)
    assert made["families"].title == Text("Houses")
    assert made.adaptation is not None
    assert made.adaptation.earlier is not None
    assert (made.adaptation.id, made.adaptation.earlier.id) == ("ours", "base")


def test_a_base_may_lie_in_a_folder_below(adapted: Adapted, tmp_path: Path) -> None:
    below = tmp_path / "national"
    below.mkdir()
    (below / "base.toml").write_text(BASE, encoding="utf-8")
    assert adapted(f'{HEAD}extends = "national/base.toml"\n').criteria == loads(BASE).criteria


def test_paths_and_ids_may_be_spelt_in_parts(adapted: Adapted) -> None:
    apart = unicodedata.normalize("NFD", "điểm")
    assert apart != "điểm"
    made = adapted(f"""{OURS}remove = ["{apart}.indicators[0]"]
        [changes]
        "{apart}.title" = "C"
        [[add."{apart}"]]
        id = "{apart}-2"
        title = "D"
        scale = {{ kind = "yes-no", points = 3 }}
    """)
    assert list(made.nodes) == ["families", "điểm", "visits", "điểm-2"]
    assert made["điểm"].title == Text("C")


# What is wrong


@pytest.mark.parametrize(
    ("text", "path", "code", "hint"),
    [
        (
            '[changes]\n"familes.weight" = 1',
            'changes."familes.weight"',
            "unknown-path",
            "Did you mean 'families'?",
        ),
        (
            '[changes]\n"levels.gut.requires" = "total >= 1"',
            'changes."levels.gut.requires"',
            "unknown-path",
            "Known: 'good', 'fair'.",
        ),
        (
            '[changes]\n"families.scale.bands[0].titel" = "x"',
            'changes."families.scale.bands[0].titel"',
            "unknown-path",
            "Did you mean 'title'?",
        ),
        (
            '[changes]\n"families..x" = 5',
            'changes."families..x"',
            "path",
            "Write c1.weight or families.scale.bands[0].points.",
        ),
        (
            "[changes]\nfamilies.weight = 0.5",
            "changes.families",
            "path",
            'Put the whole path in quotes: "families.weight" = ….',
        ),
        (
            "[changes]\nfamilies = {}",
            "changes.families",
            "path",
            'Put the whole path in quotes: "families.weight" = ….',
        ),
        (
            '[changes]\n"families.weight" = "0,6"',
            'changes."families.weight"',
            "number",
            "Write the decimal point as a point: 0.6.",
        ),
        (
            '[changes]\n"families.weight" = { value = "60%", source = "d" }',
            'changes."families.weight".source',
            "unknown-source",
            "Write a table [sources.d].",
        ),
        (
            """
            [changes]
            "families.scale" = { kind = "yes-no", points = 5 }
            "families.scale.unit" = "%"
            """,
            'changes."families.scale.unit"',
            "changed-twice",
            "Keep one of the changes.",
        ),
        ('[changes]\nversion = "3"', "changes.version", "adapted-field", "Write adapt("),
        ('remove = ["x", "y"]', "remove[0]", "unknown-path", "Known: 'families', "),
        ('remove = ["families.weight"]', "remove[0]", "not-removable", "Change it to None"),
        (
            '[[add.centre]]\nid = "b"\ntitle = "B"\nscale = { kind = "yes-no", points = 5 }',
            "add.centre",
            "unknown-path",
            "Known: ",
        ),
        ('[[add."điểm"]]\nid = "b"', "add.điểm[0].title", "missing-key", "Add it: "),
        ("changes = 5", "changes", "wrong-type", "Write { key = …, … }, or a table [name]."),
        ('remove = "x"', "remove", "wrong-type", "Write [ … ]."),
        ("add = 5", "add", "wrong-type", "Write { key = …, … }, or a table [name]."),
        ('remov = ["x"]', "remov", "unknown-key", "Did you mean 'remove'?"),
        ("digits = true", "digits", "wrong-type", "Write 1 or 2."),
        ("digits = 99", "digits", "digits", "Write 0 to 12."),
        ("sources = 5", "sources", "wrong-type", "Write tables [sources.ID]."),
        ('[changes]\n"families.weight" = "50%"', "criteria", "weights-sum", "Change them"),
        (
            '[[add."điểm"]]\nid = "open"\ntitle = "B"\nscale = { kind = "yes-no", points = 5 }',
            "criteria[1].indicators[2].id",
            "duplicate-id",
            "Ids are unique",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    problems_of: Callable[[str], dict[str, Problem]], text: str, path: str, code: str, hint: str
) -> None:
    found = problems_of(f"{OURS}{text}\n")
    assert found[path].code == code
    assert found[path].hint.startswith(hint)


def test_all_that_is_wrong_is_told_at_once(
    problems_of: Callable[[str], dict[str, Problem]],
) -> None:
    found = problems_of("""
        format = "rubric/1"
        extends = "base.toml"
        title = 5
        remove = ["x"]
        versions = "2"
        [changes]
        "families.weight" = "x"
    """)
    assert {path: problem.code for path, problem in found.items()} == {
        "id": "missing-key",
        "version": "missing-key",
        "title": "wrong-type",
        "remove[0]": "unknown-path",
        "versions": "unknown-key",
        'changes."families.weight"': "number",
    }
    assert found["id"].hint == "An adapted rubric has an id and a version of its own."


@pytest.mark.parametrize(
    ("extends", "code", "hint"),
    [
        ('"learning-unit-202"', "unknown-rubric", "Did you mean 'learning-unit-2020'"),
        ('{ id = "learning-unit-2020", version = "9" }', "unknown-version", "Known: '2020.1'."),
        ('{ id = "learning-unit-2020", versio = "9" }', "extends", 'Write extends = "id", '),
        ('{ version = "9" }', "extends", 'Write extends = "id", '),
        ("{ id = 'x', version = 9 }", "extends", 'Write extends = "id", '),
        ("5", "extends", 'Write extends = "id", '),
        ('"no.toml"', "no-file", "Check the name"),
        ('"../base.toml"', "extends", "Put the file into that folder"),
        ('"national/../../base.toml"', "extends", "Put the file into that folder"),
        ('"ours.toml"', "extends-circle", "One of them has to be a rubric of its own."),
    ],
)
def test_a_base_that_is_none_is_told(
    problems_of: Callable[[str], dict[str, Problem]], extends: str, code: str, hint: str
) -> None:
    (found,) = problems_of(f"{HEAD}extends = {extends}\n").values()
    assert (found.path, found.code) == ("extends", code)
    assert found.hint.startswith(hint)


def test_an_absolute_path_is_no_base(
    problems_of: Callable[[str], dict[str, Problem]], tmp_path: Path
) -> None:
    base = (tmp_path / "base.toml").as_posix()
    (found,) = problems_of(f'{HEAD}extends = "{base}"\n').values()
    assert (found.path, found.code) == ("extends", "extends")


def test_a_circle_names_its_files(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "b")):
        path = tmp_path / f"{name}.toml"
        path.write_text(f'{HEAD}extends = "{other}.toml"\n', encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load(tmp_path / "a.toml")
    (found,) = caught.value.problems
    assert (found.code, found.path) == ("extends-circle", "extends.extends.extends")
    assert found.message.startswith(
        "the files extend each other in a circle: b.toml → c.toml → b.toml"
    )


def test_what_is_wrong_in_the_base_names_the_base(
    adapted: Adapted, problems_of: Callable[[str], dict[str, Problem]], tmp_path: Path
) -> None:
    (tmp_path / "base.toml").write_text(BASE.replace('"yes-no"', '"yesno"'), encoding="utf-8")
    (found,) = problems_of(OURS).values()
    assert (found.code, found.path) == (
        "unknown-kind",
        "extends.criteria[1].indicators[0].scale.kind",
    )
    assert found.message == "there is no scale 'yesno' (in base.toml)"


def test_a_text_has_no_folder_in_which_a_base_could_be() -> None:
    with pytest.raises(FileError) as caught:
        loads(OURS)
    (found,) = caught.value.problems
    assert (found.code, found.path) == ("extends", "extends")
    assert found.hint == "Read it with load, or extend a registered rubric by its id."
