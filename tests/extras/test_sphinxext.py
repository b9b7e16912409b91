"""Rubrics in documentation: the directives of the Sphinx extension, in projects that are built."""

import os
import re
import shutil
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from rubrika import (
    Choice,
    Criterion,
    Formula,
    Indicator,
    Level,
    Linear,
    Rounding,
    Rubric,
    Source,
    WeightedMean,
    YesNo,
    __version__,
    adapt,
    cited,
    dump,
    registry,
    total,
)
from rubrika.reports.document import Block, Code, Column, Heading, Item, Items, Lines, Row, Table
from rubrika.reports.portrait import Portrait
from rubrika.sphinxext import setup
from rubrika.sphinxext.nodes import Writer
from rubrika.sphinxext.saying import SAID

EXAMPLES = Path(__file__).parents[2] / "examples"
CAFE = EXAMPLES / "cafe-hygiene.toml"
SEN = EXAMPLES / "cafe-sen.toml"

# A colour of the terminal around a warning.
COLOUR = re.compile("\N{ESCAPE}\\[[0-9;]*m")


class Project:
    """A project of Sphinx in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "source"
        self.made = folder / "made"
        self.source.mkdir()
        for file in (CAFE, SEN):
            shutil.copy(file, self.source)

    def write(self, name: str, text: str) -> None:
        (self.source / name).write_text(text, encoding="utf-8")

    def build(
        self, builder: str = "html", *, language: str = "en", parallel: int = 0
    ) -> tuple[Sphinx, list[str]]:
        """Build the project; what Sphinx warned of is returned."""
        warnings = StringIO()
        with docutils_namespace():
            app = Sphinx(
                self.source,
                None,
                self.made / builder,
                self.made / "doctrees",
                builder,
                confoverrides={
                    "extensions": ["myst_parser", "rubrika.sphinxext"],
                    "language": language,
                    "html_theme": "basic",
                },
                status=None,
                warning=warnings,
                parallel=parallel,
            )
            app.build()
        told = COLOUR.sub("", warnings.getvalue()).replace(f"{self.source}{os.sep}", "")
        return app, told.splitlines()

    def read(self, builder: str, name: str) -> str:
        return (self.made / builder / name).read_text("utf-8")

    def body(self, name: str = "index.html") -> ET.Element:
        """The elements of the first thing that the extension shows in a page."""
        page = self.read("html", name)
        start = page.index('<div class="rubrika docutils container"')
        depth = 0
        for tag in re.finditer(r"<(/?)div\b", page[start:]):
            depth += -1 if tag[1] else 1
            if depth == 0:
                end = page.index(">", start + tag.start()) + 1
                return ET.fromstring(page[start:end])  # noqa: S314  # it was made here
        raise AssertionError(page)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def rest(name: str, arguments: str, *options: str, body: str = "") -> str:
    lines = [f".. {name}:: {arguments}", *(f"   {option}" for option in options), ""]
    return "\n".join([*lines, *(f"   {line}" for line in body.splitlines()), ""])


def myst(name: str, arguments: str, *options: str, body: str = "") -> str:
    return "\n".join([f"```{{{name}}} {arguments}", *options, body, "```", ""])


def said(element: ET.Element) -> str:
    text = "".join(element.itertext()).replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.split())


def cells(table: ET.Element) -> list[list[str]]:
    return [[said(cell) for cell in row] for row in table.iter("tr")]


# A table


@pytest.mark.parametrize(
    ("file", "write", "title"),
    [("index.rst", rest, "Page\n====\n\n"), ("index.md", myst, "# Page\n\n")],
)
def test_a_rubric_is_shown_as_tables(
    project: Project, file: str, write: Callable[..., str], title: str
) -> None:
    project.write(file, title + write("rubrika-table", "cafe-hygiene.toml"))
    _, warnings = project.build()
    assert warnings == []
    shown = project.body()
    criteria, levels = shown.iter("table")
    assert cells(criteria) == [
        ["Criterion or indicator", "Points", "How points are given"],
        ["Food safety safety", "60", ""],
        [
            "Inspection score inspection",
            "40",
            (
                "40 if the value is at least 90 %; 30 if it is at least 75 %; "
                "10 if it is at least 50 %; otherwise 0"
            ),
        ],
        ["No pests found pests", "20", "20 if the answer is yes; otherwise 0"],
        ["Service service", "40", ""],
        [
            "Staff are welcoming welcome",
            "20",
            "never: 0 points; often: 10 points; always: 20 points",
        ],
        ["Minutes until served wait", "20", "from 0 points at 30 evenly up to 20 points at 5"],
    ]
    assert [row[0] for row in cells(levels)] == [
        "Level",
        "Gold gold",
        "Silver silver",
        "Not recognised",
    ]
    assert cells(levels)[2] == ["Silver silver", "the total is at least 75"]
    assert [said(heading) for heading in shown.iter("h2")] == ["Criteria: 100 points", "Levels"]
    for table in (criteria, levels):
        head, *rows = table.iter("tr")
        assert {cell.tag for cell in head} == {"th"}
        assert all([cell.tag for cell in row][:2] == ["th", "td"] for row in rows)


def test_a_registered_rubric_is_shown_in_a_language(project: Project) -> None:
    project.write(
        "index.md",
        "# Page\n\n## Part\n\n" + myst("rubrika-table", "thanh-hoa-2021-2026", ":lang: vi"),
    )
    _, warnings = project.build()
    assert warnings == []
    shown = project.body()
    assert shown.get("lang") == "vi"
    assert said(next(shown.iter("strong"))).startswith("Huyện, thị xã, thành phố học tập")
    assert [said(heading) for heading in shown.iter("h3")][:3] == [
        "Bối cảnh",
        "Tiêu chí: 100 điểm",
        "Mức công nhận",
    ]
    criteria, _ = shown.iter("table")
    assert cells(criteria)[0] == ["Tiêu chí, chỉ số", "Điểm", "Cách tính điểm"]
    assert "* Số tạm thời: 91 trên 91 số chưa có nguồn công bố" in said(shown)


def test_the_language_is_that_of_the_project_if_rubrika_speaks_it(project: Project) -> None:
    page = rest("rubrika-table", "learning-citizen-pilot", ":only: levels")
    project.write("index.rst", f"Page\n====\n\n{page}")
    _, warnings = project.build(language="vi")
    assert [told for told in warnings if "docutils" not in told] == []  # which speaks no Vietnamese
    assert "Mức công nhận" in said(project.body())
    assert project.body().get("lang") == "vi"
    _, warnings = project.build(language="de")
    assert warnings == []
    assert said(project.body()).startswith("Levels")
    assert project.body().get("lang") == "en"


def test_parts_are_chosen_and_a_provisional_rubric_always_says_so(project: Project) -> None:
    page = myst("rubrika-table", "thanh-hoa-2021-2026", ":only: levels")
    project.write("index.md", f"# Page\n\n{page}")
    _, warnings = project.build()
    assert warnings == []
    shown = project.body()
    assert len(list(shown.iter("table"))) == 1
    text = said(shown)
    assert text.startswith("* Provisional numbers: 91 of 91 rest on no published source")
    assert "[levels-by-circular-22-2020]*" in text
    assert not list(shown.iter("a"))  # no list of sources to lead to
    assert "Fingerprint" not in text


def test_sources_are_listed_with_links_to_them_and_from_them(project: Project) -> None:
    circular = Source("c1", document="Circular 1", address="https://example.org/c1?a=1&b=2")
    guess = Source("guess", status="provisional", reason="half, by analogy")
    pests = Indicator("pests", "No pests", YesNo(cited(20, guess)), source=circular)
    good = Level("good", "Good", total >= cited(10, circular))
    rubric = Rubric("r", version="1", title="R", criteria=[pests], levels=[good])
    dump(rubric, project.source / "r.toml")
    again = rest("rubrika-table", "r.toml", ":only: criteria", ":no-index:")
    project.write("index.rst", f"Page\n====\n\n{rest('rubrika-table', 'r.toml')}\n\n{again}")
    _, warnings = project.build()
    assert warnings == []
    assert project.read("html", "index.html").count('href="#rubrika-r-source-c1"') == 3
    shown = project.body()
    links = {said(link): link.get("href") for link in shown.iter("a")}
    assert links == {
        "[c1]": "#rubrika-r-source-c1",
        "https://example.org/c1?a=1&b=2": "https://example.org/c1?a=1&b=2",
    }
    (listed,) = (item for item in shown.iter("li") if said(item).startswith("[c1] Circular 1"))
    assert [part.get("id") for part in listed.iter("span")] == ["rubrika-r-source-c1"]
    criteria, _ = shown.iter("table")
    assert cells(criteria)[1] == [
        "No pests* pests",
        "20",
        "20 if the answer is yes; otherwise 0 [c1]",
    ]
    assert "* Why these numbers are provisional [guess] half, by analogy (1 number)" in said(shown)


def test_weights_descriptions_and_what_was_adapted_are_shown(project: Project) -> None:
    halves = [
        Criterion("a", "A", [Indicator("x", "X", YesNo(1))], weight="70%", description="About A."),
        Criterion("b", "B", [Indicator("y", "Y", YesNo(1))], weight="30%"),
    ]
    good = Level("good", "Good", total >= 60, description="For most.")
    base = Rubric(
        "base",
        version="1",
        title="Base",
        criteria=halves,
        combine=WeightedMean(),
        points=100,
        levels=[good],
    )
    mine = adapt(
        base, id="mine", version="1", changes={"levels.good.requirements": ("total >= 50",)}
    )
    dump(mine, project.source / "mine.toml")
    project.write("index.md", "# Page\n\n" + myst("rubrika-table", "mine.toml"))
    _, warnings = project.build()
    assert warnings == []
    shown = project.body()
    assert "Adapted from base, version 1 (changes: 1)" in said(shown)
    assert "What was changed" in [said(heading) for heading in shown.iter("h2")]
    criteria, levels = shown.iter("table")
    assert cells(criteria)[1] == ["A a", "1 weight 0.7", "About A."]
    assert cells(levels)[1][1].startswith("For most. the total is at least 50")
    (together,) = (said(p) for p in shown.iter("p") if said(p).startswith("Points: "))
    assert "“A”" in together
    assert "“B”" in together


def test_a_title_is_text_and_never_markup(project: Project) -> None:
    title = '<script>alert("x")</script> *a* `b` |c| &amp; \N{RIGHT-TO-LEFT OVERRIDE}d'
    indicator = Indicator("a", title, Choice({"x": 1}), description=title)
    level = Level("l", title)
    rubric = Rubric("r", version="1", title=title, criteria=[indicator], levels=[level])
    dump(rubric, project.source / "r.toml")
    page = myst("rubrika-table", "r.toml") + "\n" + myst("rubrika-score", "r.toml", body='a = "x"')
    project.write("index.md", f"# Page\n\n{page}")
    _, warnings = project.build()
    assert warnings == []
    shown = project.body()
    assert not list(shown.iter("script"))
    assert not list(shown.iter("em"))
    expected = title.replace("\N{RIGHT-TO-LEFT OVERRIDE}", "\N{REPLACEMENT CHARACTER}")
    assert said(next(shown.iter("strong"))) == expected
    assert said(shown).count(expected) == 4
    assert "<script>alert" not in project.read("html", "index.html")
    assert project.build("latex")[1] == []
    assert (
        r"\textless{}script\textgreater{}"
        in next((project.made / "latex").glob("*.tex")).read_text()
    )


def test_a_part_is_a_target_of_references(project: Project) -> None:
    table = rest("rubrika-table", "cafe-hygiene.toml")
    second = rest("rubrika-table", "cafe-hygiene.toml", ":lang: vi")
    project.write("index.rst", f"Page\n====\n\n{table}\n{second}\n\n.. toctree::\n\n   other\n")
    third = rest("rubrika-table", "cafe-hygiene.toml", ":no-index:")
    link = ":ref:`the gold level <rubrika-cafe-hygiene-level-gold>`"
    project.write("other.rst", f"Other\n=====\n\n{third}\n\nSee {link}.\n")
    _, warnings = project.build()
    assert warnings == []
    ids = re.findall(r'id="(rubrika-[^"]*)"', project.read("html", "index.html"))
    assert len(ids) == len(set(ids))
    assert {"rubrika-cafe-hygiene", "rubrika-cafe-hygiene-pests"} <= set(ids)
    assert {"rubrika-cafe-hygiene-2", "rubrika-cafe-hygiene-pests-2"} <= set(ids)
    other = project.read("html", "other.html")
    assert 'href="index.html#rubrika-cafe-hygiene-level-gold"' in other


def test_ids_of_any_letters_make_targets(project: Project) -> None:
    ids = ["điểm", "Điểm", "Đ", "ư", "A.b", "a-b"]
    indicators = [Indicator(id_, id_ * 500, YesNo(1)) for id_ in ids]
    dump(Rubric("R", version="1", title="R", criteria=indicators), project.source / "r.toml")
    table = myst("rubrika-table", "r.toml")
    project.write("index.md", f"# Page\n\n{table}\nSee {{ref}}`it <rubrika-R-A.b>`.\n")
    _, warnings = project.build()
    assert warnings == []
    page = project.read("html", "index.html")
    made = re.findall(r'id="(rubrika-[^"]*)"', page)
    assert len(made) == len(set(made)) == len(ids) + 1  # and the title
    (wanted,) = re.findall(r'href="#(rubrika-[^"]*)"', page)
    assert re.search(rf'id="{wanted}"></span>(A\.b)+ <', page)


def test_a_rubric_may_speak_a_language_that_rubrika_does_not(project: Project) -> None:
    title = {"fr": "Propreté", "en": "Cleanliness"}
    pests = Indicator("pests", title, YesNo(20))
    rubric = Rubric("r", version="1", title=title, criteria=[pests])
    dump(rubric, project.source / "r.toml")
    project.write("index.md", "# Page\n\n" + myst("rubrika-table", "r.toml", ":lang: fr-CA"))
    _, warnings = project.build()
    assert warnings == []
    shown = project.body()
    assert said(next(shown.iter("strong"))) == "Propreté"
    assert shown.get("lang") == "fr"


@pytest.mark.parametrize("builder", ["text", "latex", "man"])
def test_every_builder_writes_it(project: Project, builder: str) -> None:
    page = "".join(
        [
            myst("rubrika-table", "learning-unit-2020"),
            myst("rubrika-score", "cafe-hygiene.toml cafe-sen.toml", ":details:"),
            myst("rubrika-rule", "cafe-hygiene.toml inspection", ":as: latex"),
        ]
    )
    project.write("index.md", f"# Page\n\n{page}")
    _, warnings = project.build(builder)
    assert warnings == []
    (file,) = [
        path for path in (project.made / builder).iterdir() if path.suffix in (".txt", ".tex", ".1")
    ]
    text = re.sub(r"\s+", " ", file.read_text("utf-8"))
    assert "How points are given" in text
    assert "Silver" in text
    assert "cases" in text


# A scored example


def test_a_scored_example_says_the_verdict_and_what_is_lacking(project: Project) -> None:
    # examples/cafe-sen.toml: 91 % inspected (40), no pests (20), often (10), 12.5 minutes: 84.
    # From 30 to 5 minutes in even steps of 0.8 points: (30 - 12.5) * 20 / 25 = 14 points.
    project.write(
        "index.rst", "Page\n====\n\n" + rest("rubrika-score", "cafe-hygiene.toml cafe-sen.toml")
    )
    _, warnings = project.build()
    assert warnings == []
    shown = project.body()
    assert said(next(shown.iter("strong"))) == "Result: Silver – 84 of 100 points"
    assert "Subject: Café Sen" in said(shown)
    (table,) = shown.iter("table")
    assert cells(table)[-1] == ["Minutes until served", "14 / 20", "70 %", "12.5"]
    (lacking,) = shown.iter("li")
    assert said(lacking) == "✗ the total is at least 90: it is 84, 6 short"


def test_values_of_an_example_stand_in_the_body(project: Project) -> None:
    # Bands of the share of families: 80 and more give 2.5 points.
    body = 'families = 82\n\n[context]\narea = "mountain"\n'
    page = myst("rubrika-score", "thanh-hoa-2021-2026", ":details:", ":class: wide", body=body)
    project.write("index.md", f"# Page\n\n{page}")
    _, warnings = project.build()
    assert warnings == []
    text = " ".join(re.sub(r"<[^>]+>", " ", project.read("html", "index.html")).split())
    assert "Context: Area = mountain district" in text
    assert "Learning families* 2.5 / 2.5 100 % 82 %" in text
    assert "--details" not in text
    assert "Fingerprint" in text
    assert 'class="rubrika wide docutils container"' in project.read("html", "index.html")


def test_the_body_of_an_example_may_be_what_a_file_says(project: Project) -> None:
    body = 'subject = "Café Mây"\n[observations]\npests = { value = true, evidence = ["photo"] }\n'
    project.write(
        "index.rst", "Page\n====\n\n" + rest("rubrika-score", "cafe-hygiene.toml", body=body)
    )
    _, warnings = project.build()
    assert warnings == []
    shown = said(project.body())
    assert "Subject: Café Mây" in shown
    assert "No pests found 20 / 20 100 % yes" in shown


def test_a_number_that_is_not_rational_is_marked_and_the_mark_explained(project: Project) -> None:
    scale = Formula("root(2) * value", points=5, least=0, most=3)
    rubric = Rubric("r", version="1", title="R", criteria=[Indicator("a", "A", scale)])
    dump(rubric, project.source / "r.toml")
    project.write("index.rst", "Page\n====\n\n" + rest("rubrika-score", "r.toml", body="a = 1"))
    _, warnings = project.build()
    assert warnings == []
    assert "A ≈ 1.41 / 5" in said(project.body()).replace("≈1", "≈ 1")
    assert "≈ marks a number that is not rational" in said(project.body())


# A rule


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("pests", "20 if the answer is yes; otherwise 0"),
        ("levels.silver", "the total is at least 75"),
        ("levels[0].requirements[1]", "every criterion reaches at least 50 %"),
        (
            "service",
            "the points of “Staff are welcoming” plus the points of “Minutes until served”",
        ),
        ("total", "the points of “Food safety” plus the points of “Service”"),
    ],
)
def test_a_rule_is_said_in_words(project: Project, path: str, expected: str) -> None:
    block = myst("rubrika-rule", f"cafe-hygiene.toml {path}")
    project.write(
        "index.md", f"# Page\n\n{block}\nSo: {{rubrika-rule}}`cafe-hygiene.toml {path}`.\n"
    )
    _, warnings = project.build("text")
    assert warnings == []
    text = project.read("text", "index.txt").replace("\N{NO-BREAK SPACE}", " ")
    assert " ".join(text.split()) == f"Page **** {expected} So: {expected}."


def test_several_requirements_are_a_list(project: Project) -> None:
    project.write(
        "index.rst", "Page\n====\n\n" + rest("rubrika-rule", "cafe-hygiene.toml levels[0]")
    )
    _, warnings = project.build()
    assert warnings == []
    assert [said(item) for item in project.body().iter("li")] == [
        "the total is at least 90",
        "every criterion reaches at least 50 %",
        "“No pests found” is met in full",
    ]


def test_a_rule_is_set_as_a_formula(project: Project) -> None:
    paths = ["levels.silver", "levels[0].requirements[0]", "total"]
    blocks = [myst("rubrika-rule", f"cafe-hygiene.toml {path}", ":as: latex") for path in paths]
    project.write("index.md", "# Page\n\n" + "\n".join(blocks))
    app, warnings = project.build()
    assert warnings == []
    found = app.env.get_doctree("index").findall(nodes.math_block)
    assert [formula.astext() for formula in found] == [
        r"\text{total} \ge 75",
        r"\text{total} \ge 90",
        r"\text{points of “Food safety”} + \text{points of “Service”}",
    ]


def test_a_rounding_is_said_with_the_scale() -> None:
    scale = Linear(worst=30, best=5, points=20)
    wait = Indicator("wait", "Wait", scale, round_value=Rounding(1), rounding=Rounding("0.5"))
    rubric = Rubric("r", version="1", title="R", criteria=[wait])
    assert list(Portrait(rubric, "en").scale(wait)) == [
        "from 0 points at 30 evenly up to 20 points at 5",
        "what counts is the value rounded to the nearest whole number (halves up)",
        "what counts is the points of “Wait” rounded to the nearest multiple of 0.5 (halves up)",
    ]


# What is wrong


BAD = [
    (
        "rubrika-table",
        "cafe-hygeine.toml",
        [],
        "",
        "cafe-hygeine.toml: there is no file",
        "no-file",
    ),
    ("rubrika-table", "thanh-hoa", [], "", "Did you mean 'thanh-hoa-2021-2026'?", "unknown-rubric"),
    ("rubrika-table", "thanh-hoa-2021-2026@7", [], "", "Known: '2021.1'", "unknown-version"),
    (
        "rubrika-table",
        "cafe-hygiene.toml",
        [":only: criterai"],
        "",
        "only: there is no part 'criterai'. Did you mean 'criteria'?",
        "unknown-part",
    ),
    (
        "rubrika-table",
        "cafe-hygiene.toml",
        [":lang: xx"],
        "",
        "lang: neither rubrika nor this rubric speaks 'xx'. Known: 'en', 'vi'.",
        "other-language",
    ),
    (
        "rubrika-table",
        "cafe-sen.toml",
        [],
        "",
        "this is an assessment, where a rubric is due",
        "other-format",
    ),
    (
        "rubrika-score",
        "cafe-hygiene.toml",
        [],
        "inspektion = 91",
        "observations.inspektion: 'inspektion' is no indicator of the rubric. Did you mean 'inspec",
        "unknown-indicator",
    ),
    (
        "rubrika-score",
        "cafe-hygiene.toml",
        [],
        "",
        "neither a file nor values are given",
        "values-of-what",
    ),
    (
        "rubrika-score",
        "cafe-hygiene.toml cafe-sen.toml",
        [],
        "inspection = 91",
        "a file and values are given",
        "values-of-what",
    ),
    ("rubrika-score", "cafe-hygiene.toml", [], "pests = yes", "line 1", "syntax"),
    (
        "rubrika-rule",
        "cafe-hygiene.toml title",
        [],
        "",
        "'title' leads to no rule. Name an indicator",
        "no-rule",
    ),
    ("rubrika-rule", "cafe-hygiene.toml pest", [], "", "Did you mean 'pests'", "unknown-path"),
    (
        "rubrika-rule",
        "cafe-hygiene.toml pests",
        [":as: html"],
        "",
        "as: there is no form 'html'. Known: 'words', 'latex'.",
        "unknown-form",
    ),
]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_what_is_wrong_is_a_warning_at_its_line(project: Project, markup: str) -> None:
    write, page = (rest, "Page\n====\n") if markup == "rst" else (myst, "# Page\n")
    lines: list[int] = []
    for directive, arguments, options, body, *_ in BAD:
        lines.append(page.count("\n") + 2)
        page += "\n" + write(directive, arguments, *options, body=body)
    project.write(f"index.{markup}", page)
    _, warnings = project.build()
    assert len(warnings) == len(BAD), warnings
    for warning, line, (*_, message, code) in zip(warnings, lines, BAD, strict=True):
        assert warning.startswith(f"index.{markup}:{line}: WARNING: "), warning
        assert message in warning
        assert f"[{code}]" in warning


def test_a_wrong_role_is_a_warning(project: Project) -> None:
    text = "# Page\n\nA {rubrika-rule}`cafe`, and a {rubrika-rule}`cafe-hygiene.toml pest`.\n"
    project.write("index.md", text)
    _, warnings = project.build("text")
    first, second = warnings
    assert first.startswith("index.md:3: WARNING: 'cafe' names no rule. Write the rubric, a space,")
    assert "'pest' leads nowhere. Did you mean 'pests'" in second


def test_the_guide_has_the_warning_of_a_misspelt_id(project: Project) -> None:
    guide = (EXAMPLES.parent / "docs" / "how-to" / "document-a-rubric.md").read_text("utf-8")
    (told,) = re.findall(r"^rubric\.md:12: (.*)$", guide, re.MULTILINE)
    project.write("index.md", "# Page\n" + "\n" * 10 + myst("rubrika-table", "thanh-hoa"))
    (warning,) = project.build()[1]
    assert warning.startswith(f"index.md:12: {told}")


def test_every_problem_of_a_file_is_told(project: Project) -> None:
    text = (
        CAFE.read_text("utf-8").replace("points = 20", "points = true").replace("title", "titel", 1)
    )
    project.write("bad.toml", text)
    project.write("index.rst", "Page\n====\n\n" + rest("rubrika-table", "bad.toml"))
    _, warnings = project.build()
    assert len(warnings) > 1
    assert all(warning.startswith("index.rst:4: WARNING: bad.toml, ") for warning in warnings)
    project.write("bad.toml", CAFE.read_text("utf-8"))  # the page is tried again when it is mended
    assert project.build()[1] == []
    assert "Food safety" in said(project.body())


# Again


def titled(title: str) -> Rubric:
    pests = Indicator("pests", title, YesNo(20))
    return Rubric("r", version="1", title="R", criteria=[Criterion("c", "C", [pests])])


def test_a_page_is_read_again_when_its_file_has_changed(project: Project) -> None:
    project.write("index.rst", "Page\n====\n\n" + rest("rubrika-table", "adapted.toml"))
    dump(titled("Old title"), project.source / "base.toml")
    adapted = 'format = "rubric/1"\nextends = "base.toml"\nid = "mine"\nversion = "1"\n'
    project.write("adapted.toml", adapted)
    assert project.build()[1] == []
    assert "Old title" in said(project.body())
    dump(titled("New title"), project.source / "base.toml")
    later = project.source.stat().st_mtime + 10
    os.utime(project.source / "base.toml", (later, later))
    assert project.build()[1] == []
    assert "New title" in said(project.body())


def test_a_page_is_read_again_when_a_registered_rubric_has_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("index.rst", "Page\n====\n\n" + rest("rubrika-table", "r@1"))
    monkeypatch.setattr(registry, "get", lambda *_: titled("Old title"))
    assert project.build()[1] == []
    assert list(project.build()[0].builder.get_outdated_docs()) == []
    monkeypatch.setattr(registry, "get", lambda *_: titled("New title"))
    assert project.build()[1] == []
    assert "New title" in said(project.body())
    monkeypatch.undo()  # now there is no such rubric
    (warning,) = project.build()[1]
    assert warning.startswith("index.rst:4: WARNING: there is no rubric 'r'.")


def test_pages_are_read_in_parallel(project: Project) -> None:
    names = [f"page{place}" for place in range(8)]  # Sphinx reads more than five in parallel
    for place, name in enumerate(names):
        rubric = ("thanh-hoa-2021-2026", "cafe-hygiene.toml")[place % 2]
        page = rest("rubrika-table", rubric, ":no-index:", ":only: levels")
        project.write(f"{name}.rst", f"Page\n====\n\n{page}")
    project.write("index.rst", "Index\n=====\n\n.. toctree::\n\n   " + "\n   ".join(names) + "\n")
    app, warnings = project.build(parallel=2)
    assert warnings == []
    kept = vars(app.env)["rubrika_shown"]
    assert set(kept) == set(names[::2])
    assert [list(kept[name]) for name in names[::2]] == [["thanh-hoa-2021-2026"]] * 4


# Its parts


def test_every_part_of_a_document_has_a_node() -> None:
    blocks: list[Block] = [
        Heading("Title"),
        Lines(("one", "two"), "quiet"),
        Items([Item("known", "✓", "good", (Item("below"),))]),
        Code("a = 1", "python"),
        Table((Column("A"), Column("B", right=True)), [Row(("x", "1"), 1, "strong")]),
    ]
    heading, lines, items, code, table = Writer(9).written(blocks)
    assert (heading.tagname, heading["heading-level"]) == ("rubric", 6)
    assert [line.astext() for line in lines.findall(nodes.line)] == ["one", "two"]
    assert [item.astext() for item in items.findall(nodes.paragraph)] == ["✓ known", "below"]
    assert items["classes"] == ["rubrika-marked"]
    assert (code.astext(), code["language"]) == ("a = 1", "python")
    (row,) = next(table.findall(nodes.tbody)).findall(nodes.row)
    assert row["classes"] == ["rubrika-depth-1"]
    assert [entry.astext() for entry in row.findall(nodes.entry)] == ["x", "1"]
    assert len(list(row.findall(nodes.strong))) == 1


def test_a_web_address_ends_before_what_follows_it() -> None:
    said = Writer(2).linked("(at https://example.org/a_(b)), https://b.org). javascript:alert(1)")
    links = [node["refuri"] for node in said if isinstance(node, nodes.reference)]
    assert links == ["https://example.org/a_(b)", "https://b.org"]


def test_each_language_has_the_same_phrases() -> None:
    assert {frozenset(table) for table in SAID.values()} == {frozenset(SAID["en"])}


def test_the_extension_says_what_it_is(project: Project) -> None:
    project.write("index.rst", "Page\n====\n")
    app, _ = project.build()
    extension = app.extensions["rubrika.sphinxext"]
    assert extension.version == __version__
    assert extension.parallel_read_safe
    assert extension.module is sys.modules[setup.__module__]
    assert (project.made / "html" / "_static" / "rubrika.css").is_file()
