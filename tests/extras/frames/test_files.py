"""Files scored as a stream: what is read, what is refused, and what is written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.ipc as pa_ipc
import pyarrow.parquet as pa_parquet
import pytest

from rubrika import (
    Assessment,
    Attribute,
    Bands,
    Choice,
    FileError,
    Indicator,
    Level,
    NaPolicy,
    Rubric,
    RubrikaError,
    YesNo,
    context,
    load_assessments,
    total,
)
from rubrika.frames.file_blocks import Block, even
from rubrika.frames.file_inputs import Inputs
from rubrika.frames.file_tally import BAD, NONE, OPEN, Tally
from rubrika.frames.file_threads import ahead, behind
from rubrika.frames.files import score_files

TOWN = Rubric(
    "town",
    version="1",
    title="Town",
    criteria=[
        Indicator("water", "Water", Bands({90: 10, 50: 4}, unit="%")),
        Indicator("school", "School", YesNo(6), na=NaPolicy("full")),
        Indicator("waste", "Waste", Choice({"none": 0, "some": 2, "all": 4})),
    ],
    levels=[
        Level("good", "Good", total >= 18),
        Level("fair", "Fair", total >= 10),
    ],
)
MOUNTAINS = TOWN.evolve(
    context=[Attribute("area", "Area", ["lowland", "mountain"])],
    levels=[
        Level("fair", "Fair", (total >= 10) | ((total >= 6) & context("area").one_of("mountain"))),
    ],
)

# 10 + 6 + 4 = 20: good. 4 + 6 + 2 = 12: fair. 0 + 0 + 4 = 4: none. 10 + 0 + ?: 10 to 14, fair.
ROWS = """\
subject,water,school,waste
A,90,yes,all
B,89.9,yes,some
C,49.9,no,all
D,95,no,
"""
LEVELS = ["good", "fair", "none", "fair"]
POINTS = [20.0, 12.0, 4.0, None]
ENGINES = ("polars", "duckdb")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Any:
    if request.param == "duckdb":
        pytest.importorskip("duckdb")
    return request.param


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "towns.csv"
    path.write_text(ROWS, "utf-8")
    return path


def written(tmp_path: Path, text: str, name: str = "in.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def scored(files: Any, rubric: Rubric = TOWN, **options: Any) -> pl.DataFrame:
    """The result of files, read back."""
    files = [files] if isinstance(files, Path) else files
    out = files[0].with_name("out.parquet")
    score_files(rubric, files, out, **options)
    return pl.read_parquet(out)


def refused(files: Any, **options: Any) -> list[tuple[str, str, str]]:
    """The code, path and message of each problem, with which files are refused."""
    files = [files] if isinstance(files, Path) else files
    out = files[0].with_name("out.parquet")
    before = sorted(path.name for path in out.parent.iterdir())
    with pytest.raises(RubrikaError) as caught:
        score_files(TOWN, files, out, **options)
    assert sorted(path.name for path in out.parent.iterdir()) == before
    return [
        (one.code, one.path.replace(f"{out.parent}/", ""), one.message)
        for one in caught.value.problems
    ]


# What comes out


def test_a_row_is_scored_as_the_rubric_scores_it(csv: Path, engine: Any) -> None:
    frame = scored(csv, engine=engine)
    assert frame.columns == ["subject", "water", "school", "waste", "points", "level"]
    assert frame["points"].to_list() == POINTS
    assert frame["level"].to_list() == LEVELS
    assert frame["water"].to_list() == ["90", "89.9", "49.9", "95"]  # as it was written
    cards = [TOWN.score(assessment) for assessment in load_assessments(csv, TOWN)]
    assert [card.points for card in cards] == POINTS
    assert [card.level.id if card.level else "none" for card in cards] == LEVELS


@pytest.mark.parametrize("suffix", ["csv", "tsv", "parquet", "arrow", "feather", "ipc"])
def test_every_format_is_written_and_read_again(csv: Path, suffix: str, engine: Any) -> None:
    out = csv.with_name(f"out.{suffix}")
    score_files(TOWN, [csv], out, key=["subject", "waste"], give=["level"], engine=engine)
    if suffix in ("csv", "tsv"):
        comma = {"csv": ",", "tsv": "\t"}[suffix]
        lines = ["subject,waste,level", "A,all,good", "B,some,fair", "C,all,none", "D,,fair", ""]
        assert out.read_text("utf-8") == "\n".join(lines).replace(",", comma)
        return
    read = pl.read_parquet(out) if suffix == "parquet" else pl.read_ipc(out)
    assert read.columns == ["subject", "waste", "level"]
    assert read["level"].to_list() == LEVELS
    assert read["waste"].to_list() == ["all", "some", "all", None]


def typed(tmp_path: Path, suffix: str, frame: pl.DataFrame) -> Path:
    path = tmp_path / f"in.{suffix}"
    if suffix == "parquet":
        frame.write_parquet(path)
    elif suffix == "stream.arrow":
        frame.write_ipc_stream(path)
    else:
        frame.write_ipc(path)
    return path


TYPED = pl.DataFrame(
    {
        "subject": ["A", "B", "C", "D"],
        "water": [90.0, 89.9, 49.9, 95.0],
        "school": [True, True, False, False],
        "waste": pl.Series(["all", "some", "all", None], dtype=pl.Categorical),
        "tags": [["x"], [], None, ["y", "z"]],
    }
)


@pytest.mark.parametrize("suffix", ["parquet", "arrow", "stream.arrow"])
def test_files_with_types_are_scored_and_keep_them(
    tmp_path: Path, suffix: str, engine: Any
) -> None:
    path = typed(tmp_path, suffix, TYPED)
    if (suffix, engine) == ("stream.arrow", "duckdb"):
        assert "which DuckDB cannot read twice" in refused(path, engine=engine)[0][2]
        return
    frame = scored(path, engine=engine)
    assert frame["points"].to_list() == POINTS
    assert frame["level"].to_list() == LEVELS
    assert frame["water"].to_list() == [90.0, 89.9, 49.9, 95.0]
    assert frame["tags"].to_list() == [["x"], [], None, ["y", "z"]]


def test_the_size_of_blocks_changes_nothing(csv: Path) -> None:
    whole = scored(csv, give=["points", "least", "most", "level", "possible", "why"], nodes=True)
    for rows in (1, 2, 3, 100):
        options: dict[str, Any] = {
            "give": ["points", "least", "most", "level", "possible", "why"],
            "nodes": True,
        }
        assert scored(csv, rows=rows, **options).equals(whole)


def test_columns_are_kept_only_where_they_are_asked_for(csv: Path, engine: Any) -> None:
    frame = scored(csv, key=["subject"], give=["points"], by=["waste"], engine=engine)
    assert frame.columns == ["subject", "points"]
    frame = scored(csv, key=[], give=["level"], nodes=["water"], engine=engine)
    assert frame.columns == ["level", "water_points"]


def test_several_files_are_one_table_in_their_order(tmp_path: Path, engine: Any) -> None:
    one = written(tmp_path, "subject,water,school,waste\nA,90,yes,all\nB,89.9,yes,some\n", "1.csv")
    two = written(tmp_path, "waste;subject;water;school\nall;C;49.9;no\n;D;95;no\n", "2.csv")
    frame = scored([one, two], engine=engine, key=["subject", "waste"])
    assert frame["subject"].to_list() == ["A", "B", "C", "D"]
    assert frame["waste"].to_list() == ["all", "some", "all", None]
    assert frame["level"].to_list() == LEVELS


def test_a_column_that_is_empty_in_one_file_has_the_type_of_the_other(
    tmp_path: Path, engine: Any
) -> None:
    frame = pl.DataFrame({"water": [None], "school": [True], "waste": ["all"]})
    typed(tmp_path, "parquet", frame).rename(tmp_path / "1.parquet")
    frame = pl.DataFrame({"water": [90], "school": [True], "waste": ["all"]})
    typed(tmp_path, "parquet", frame)
    found = scored([tmp_path / "1.parquet", tmp_path / "in.parquet"], engine=engine)
    assert found["points"].to_list() == [None, 20.0]
    assert found["water"].to_list() == [None, 90]


def test_columns_values_and_context_are_stated(csv: Path, tmp_path: Path, engine: Any) -> None:
    path = written(tmp_path, ROWS.replace("water", "Nước sạch"))
    found = scored(path, columns={"water": "Nước sạch"}, engine=engine)
    assert found["level"].to_list() == LEVELS
    found = scored(csv, columns={"water": None}, engine=engine)
    assert found["points"].to_list() == [None] * 4
    # All have 10 for water: 20, 18, 14 and 10 to 14.
    found = scored(csv, values={"water": "92"}, engine=engine)
    assert found["points"].to_list() == [20.0, 18.0, 14.0, None]
    assert found.columns == ["subject", "water", "school", "waste", "points", "level"]
    assert found["water"].to_list() == ["90", "89.9", "49.9", "95"]
    # C has 4 points; with 2 for waste B would have 12; without waste D has 10.
    path = written(tmp_path, "water,school,waste\n60,no,some\n")
    for area, level in (("lowland", "none"), ("mountain", "fair")):
        found = scored(path, MOUNTAINS, context={"area": area}, engine=engine)
        assert found["level"].to_list() == [level]
    with pytest.raises(RubrikaError, match="the frame has no column 'area'"):
        scored(path, MOUNTAINS)
    with pytest.raises(RubrikaError, match=r"context\.area: 'hill' is no option"):
        scored(path, MOUNTAINS, context={"area": "hill"})


def test_values_of_all_rows_have_the_types_of_files_with_types(tmp_path: Path, engine: Any) -> None:
    path = typed(tmp_path, "parquet", TYPED.drop("water", "school"))
    found = scored(path, values={"water": "89.9", "school": "yes"}, engine=engine)
    assert found["points"].to_list() == [14.0, 12.0, 14.0, None]
    assert refused(path, values={"school": "n/a", "water": "0.1234567890123456789"}) == [
        (
            "value",
            "values.school",
            "“not applicable” is said of all rows, which files with typed columns cannot hold",
        ),
        (
            "value",
            "values.water",
            "1234567890123456789/10000000000000000000 is no decimal number that a float holds",
        ),
    ]


def test_context_is_read_from_its_column(tmp_path: Path, engine: Any) -> None:
    text = "context.area,water,school,waste\nmountain,60,no,some\n lowland ,60,no,some\n"
    found = scored(written(tmp_path, text), MOUNTAINS, engine=engine)
    assert found["level"].to_list() == ["fair", "none"]


# Tables of text


@pytest.mark.parametrize(
    "text",
    [
        ROWS.replace(",", ";"),
        ROWS.replace(",", "\t"),
        "sep=;\n" + ROWS.replace(",", ";"),
        "sep=|\n" + ROWS.replace(",", "|"),
        "\ufeff" + ROWS,
        "\ufeffsep=;\r\n" + ROWS.replace(",", ";").replace("\n", "\r\n"),
        ROWS.replace("\n", "\r\n"),
        "\n\n" + ROWS,
        ROWS.replace("\nB", "\n\nB").replace("\nC", "\n,,,\nC"),
        ROWS.replace("A,90,yes,all", '"A","90","yes","all"'),
        ROWS.replace("A,90,yes,all", " A , 90 , YES , all "),
        ROWS.replace("yes", "có").replace("no", "không"),
        "\n".join(line + "," for line in ROWS.splitlines()),
        ROWS.rstrip("\n"),
    ],
)
def test_a_table_is_read_by_the_rules_of_tables(tmp_path: Path, text: str, engine: Any) -> None:
    path = written(tmp_path, text)
    found = scored(path, engine=engine, key=["subject"])
    assert found["subject"].to_list() == ["A", "B", "C", "D"]
    assert found["level"].to_list() == LEVELS
    assert [
        card.level.id if card.level else "none"
        for card in (TOWN.score(one) for one in load_assessments(path, TOWN))
    ] == LEVELS


def test_what_does_not_apply_is_said_in_a_cell(tmp_path: Path, engine: Any) -> None:
    text = "water,school,waste\n90,n/a,all\n90,Không áp dụng: chưa có,all\n90,no,all\n"
    found = scored(written(tmp_path, text), engine=engine)
    assert found["points"].to_list() == [20.0, 20.0, 14.0]


def test_a_cell_may_have_several_lines(tmp_path: Path, engine: Any) -> None:
    text = 'subject,water,school,waste\n"A ""one""\nof two",90,yes,all\n'
    found = scored(written(tmp_path, text), engine=engine)
    assert found["subject"].to_list() == ['A "one"\nof two']
    assert found["level"].to_list() == ["good"]


def test_accents_of_names_and_options_may_be_decomposed(tmp_path: Path, engine: Any) -> None:
    import unicodedata

    text = ROWS.replace("A", "Tiêu").replace("subject", "tên").replace("yes", "có")
    path = written(tmp_path, unicodedata.normalize("NFD", text))
    found = scored(path, engine=engine, key=["tên"])
    assert found["tên"][0] == "Tiêu"
    assert found["level"].to_list() == LEVELS


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ("empty", "in.csv", "the file is empty")),
        ("\n\n", ("empty", "in.csv", "the table is empty")),
        ("subject,water,school,waste\n", ("empty", "", "the table has no row")),
        ("subject,water,school,waste\n,,,\n", ("empty", "", "the table has no row")),
        (
            ROWS + "E,81,5,yes,all\n",
            ("row-length", "in.csv, row 6", "the row has 5 cells, but the header names 4 columns"),
        ),
        (
            ROWS + "\nE,81\n",
            ("row-length", "in.csv, row 7", "the row has 2 cells, but the header names 4 columns"),
        ),
        (
            ROWS + 'E,"81,yes,all\nF,90,yes,all\nG,90,yes,all\n',
            ("syntax", "in.csv, line 8", "this is no table: unexpected end of data"),
        ),
        (
            ROWS + 'E,"81,yes,all\nF,9"0,yes,all\n',
            ("syntax", "in.csv, line 7", "this is no table: ',' expected after '\"'"),
        ),
        (
            "water,water,school,waste\n1,1,no,all\n",
            ("duplicate-column", "in.csv", "the column 'water' stands twice"),
        ),
        (
            "water,,school,waste\n90,,no,all\n80,x,no,all\n",
            ("unknown-column", "in.csv, row 3", "'x' stands in a column without a name"),
        ),
        (
            "indicator,value\nwater,90\n",
            (
                "long-table",
                "in.csv",
                "the table has a row for each indicator, not one for each subject",
            ),
        ),
        (
            '"subject,water\n',
            ("syntax", "in.csv, line 1", "this is no table: unexpected end of data"),
        ),
    ],
)
def test_what_is_no_table_is_refused(
    tmp_path: Path, text: str, problem: tuple[str, ...], engine: Any
) -> None:
    path = written(tmp_path, text)
    assert refused(path, engine=engine) == [problem]


def test_a_table_in_another_encoding_is_refused(tmp_path: Path, engine: Any) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(ROWS.encode() + "Thanh Hóa,90,yes,all\n".encode("cp1258"))
    (problem,) = refused(path, engine=engine)
    assert problem[:2] == ("encoding", "in.csv")
    path.write_bytes(ROWS.encode("utf-16"))
    assert refused(path, engine=engine)[0][0] == "encoding"


# Other files


def test_what_cannot_be_read_is_refused_by_its_name(tmp_path: Path, csv: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "in.xlsx").write_bytes(b"x")
    (tmp_path / "in.parquet").write_bytes(b"no parquet")
    (tmp_path / "in.arrow").write_bytes(b"no arrow")
    names = ["none.csv", "folder.csv", "in.xlsx", "in.parquet", "in.arrow"]
    problems = refused([csv, *(tmp_path / name for name in names)])
    assert [(code, path) for code, path, _ in problems] == [
        ("no-file", "none.csv"),
        ("folder", "folder.csv"),
        ("suffix", "in.xlsx"),
        ("syntax", "in.parquet"),
        ("syntax", "in.arrow"),
    ]
    assert problems[2][2] == (
        "'in.xlsx' ends in none of .csv, .tsv, .parquet, .arrow, .feather, .ipc"
    )


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "in.csv")
    assert refused(tmp_path / "in.csv")[0][0] == "no-file"


@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_a_file_that_was_cut_is_refused(tmp_path: Path, suffix: str, engine: Any) -> None:
    path = typed(tmp_path, suffix, TYPED)
    path.write_bytes(path.read_bytes()[:-40])
    assert refused(path, engine=engine)[0][:2] == ("syntax", f"in.{suffix}")


def test_a_file_that_is_damaged_inside_is_refused(tmp_path: Path) -> None:
    many = pl.DataFrame({"water": range(10_000), "school": True, "waste": "all"})
    path = tmp_path / "in.parquet"
    many.write_parquet(path, compression="zstd")
    content = bytearray(path.read_bytes())
    content[100:300] = bytes(200)
    path.write_bytes(content)
    assert refused(path)[0][:2] == ("syntax", "in.parquet")


def test_files_of_other_columns_are_refused(tmp_path: Path, csv: Path) -> None:
    other = written(tmp_path, "subject,watre,school\nA,90,yes\n", "other.csv")
    assert refused([csv, other]) == [
        ("files-differ", "other.csv", f"the column 'water' of {csv} is missing"),
        ("files-differ", "other.csv", f"the column 'waste' of {csv} is missing"),
        ("files-differ", "other.csv", f"{csv} has no column 'watre'"),
    ]
    path = typed(tmp_path, "parquet", TYPED)
    assert refused([csv, path])[0][0] == "files-differ"
    two = tmp_path / "two.parquet"
    TYPED.with_columns(water=pl.lit(1)).write_parquet(two)
    assert refused([path, two]) == [
        (
            "files-differ",
            "two.parquet",
            f"the column 'water' is of type Int32, in {path} of Float64",
        )
    ]


def test_a_column_that_is_not_there_is_refused_with_a_near_miss(csv: Path) -> None:
    path = csv.with_name("in.csv")
    path.write_text(ROWS.replace("water", "watre"), "utf-8")
    with pytest.raises(RubrikaError) as caught:
        score_files(TOWN, [path], csv.with_name("out.csv"))
    (problem,) = caught.value.problems
    assert problem.code == "missing-column"
    assert problem.hint.startswith("Did you mean 'watre' or")
    with pytest.raises(RubrikaError, match="Did you mean 'subject'"):
        score_files(TOWN, [csv], csv.with_name("out.csv"), key=["subjcet"])
    with pytest.raises(RubrikaError, match="Did you mean 'waste'"):
        score_files(TOWN, [csv], csv.with_name("out.csv"), by=["waste "])
    with pytest.raises(RubrikaError, match="Did you mean 'water'"):
        score_files(TOWN, [csv], csv.with_name("out.csv"), values={"watr": "1"})
    with pytest.raises(RubrikaError, match="out-of-domain"):
        score_files(TOWN, [csv], csv.with_name("out.csv"), values={"water": "101"})


# Bad rows


def bad_rows(tmp_path: Path) -> Path:
    rows = [f"{n},90,yes,all" for n in range(20)]
    rows[3], rows[7], rows[12], rows[19] = (
        "3,190,yes,all",
        "7,90,yes,al",
        "12,-1,yes,all",
        "19,x,yes,",
    )
    return written(tmp_path, "\n".join(["subject,water,school,waste", *rows, ""]))


@pytest.mark.parametrize("rows", [1, 4, 100])
def test_all_bad_rows_are_counted_though_they_are_read_in_blocks(tmp_path: Path, rows: int) -> None:
    domain = "outside the domain: 0 to 100 %"
    assert sorted(refused(bad_rows(tmp_path), rows=rows)) == [
        ("number", "water", "1 row is no number: 'x'"),
        ("out-of-domain", "water", f"2 rows are {domain}: '190', '-1'"),
        ("unknown-option", "waste", "1 row is none of none, some, all: 'al'"),
    ]


def test_each_bad_cell_of_a_row_is_counted(tmp_path: Path) -> None:
    text = "water,school,waste\n190,maybe,al\n90,maybe,n/a\n90,yes,all\n"
    assert sorted(refused(written(tmp_path, text))) == [
        (
            "na-not-allowed",
            "waste",
            "1 row is not applicable, where the indicator must apply: 'n/a'",
        ),
        ("out-of-domain", "water", "1 row is outside the domain: 0 to 100 %: '190'"),
        ("unknown-option", "waste", "1 row is none of none, some, all: 'al'"),
        ("yes-no", "school", "2 rows are neither yes nor no: 'maybe', …"),
    ]


def test_a_justification_that_is_missing_is_counted(tmp_path: Path) -> None:
    rubric = TOWN.evolve(
        criteria=[
            Indicator("school", "School", YesNo(6), na=NaPolicy("full", justified=True)),
            Indicator("water", "Water", YesNo(14)),
        ]
    )
    path = written(tmp_path, "school,water\nn/a,maybe\nn/a: far,yes\nn/a,yes\n")
    with pytest.raises(RubrikaError) as caught:
        score_files(rubric, [path], tmp_path / "out.csv")
    assert sorted((one.code, one.path, one.message) for one in caught.value.problems) == [
        ("na-justification", "school", "2 rows are without a justification: 'n/a', …"),
        ("yes-no", "water", "1 row is neither yes nor no: 'maybe'"),
    ]


def test_bad_rows_are_told_one_by_one(tmp_path: Path, engine: Any) -> None:
    path = bad_rows(tmp_path)
    out = tmp_path / "out.csv"
    tally = score_files(TOWN, [path], out, bad="tell", rows=6, engine=engine)
    frame = pl.read_csv(out)
    assert frame.height == 20
    assert frame.filter(pl.col("problem").is_not_null())["subject"].to_list() == [3, 7, 12, 19]
    assert frame.filter(pl.col("problem").is_not_null())["points"].to_list() == [None] * 4
    assert tally.counts == {"good": 16, BAD: 4}


def test_nan_is_bad_or_missing(tmp_path: Path, engine: Any) -> None:
    frame = pl.DataFrame({"water": [90.0, float("nan")], "school": True, "waste": "all"})
    path = typed(tmp_path, "parquet", frame)
    assert refused(path, engine=engine)[0][1] == "water"
    found = scored(path, nan="missing", engine=engine)
    assert found["points"].to_list() == [20.0, None]


# The tally


def test_subjects_are_counted_by_level_and_by_group(csv: Path, tmp_path: Path, engine: Any) -> None:
    text = "commune,water,school,waste\nX,90,yes,all\nY,90,yes,all\n X ,0,no,none\n,,yes,all\n"
    path = written(tmp_path, text)
    tally = score_files(
        TOWN, [path], tmp_path / "out.csv", by=["commune"], rows=2, engine=engine, key=["water"]
    )
    assert tally.subjects == 4
    # Of the last, 10 to 20: fair or good.
    assert tally.counts == {"good": 2, NONE: 1, OPEN: 1}
    assert tally.sorted_groups() == {
        ("X",): {"good": 1, NONE: 1},
        ("Y",): {"good": 1},
        (None,): {OPEN: 1},
    }
    assert pl.read_csv(tmp_path / "out.csv").columns == ["water", "points", "level"]


def test_groups_are_sorted_and_no_longer_counted_when_they_are_too_many() -> None:
    tally = Tally(("n",))
    tally.add(pl.DataFrame({"n": [10, 9, None], "level": "a"}), level="level", problem=None)
    assert list(tally.sorted_groups()) == [(9,), (10,), (None,)]
    tally.add(pl.DataFrame({"n": range(20_000), "level": "a"}), level="level", problem=None)
    assert tally.groups is None
    tally.add(pl.DataFrame({"n": [1], "level": ["b"]}), level="level", problem=None)
    assert tally.counts == {"a": 20_003, "b": 1}


def test_a_rubric_may_have_a_level_that_is_called_none_or_open(tmp_path: Path, engine: Any) -> None:
    rubric = Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Indicator("a", "A", YesNo(4))],
        levels=[Level("none", "N", total >= 4), Level("open", "O", total >= 5)][:1],
    )
    path = written(tmp_path, "a\nyes\nno\n\n")
    out = tmp_path / "out.csv"
    tally = score_files(rubric, [path], out, engine=engine)
    assert tally.counts == {"none": 1, NONE: 1}
    assert out.read_text("utf-8") == "a,points,level\nyes,4.0,none\nno,0.0,no none\n"


# Whole or not at all


def test_what_stood_there_stays_when_anything_goes_wrong(csv: Path) -> None:
    out = csv.with_name("out.csv")
    out.write_text("before", "utf-8")
    with pytest.raises(RubrikaError):
        score_files(TOWN, [bad_rows(csv.parent)], out, rows=2)
    assert out.read_text("utf-8") == "before"
    assert not [path for path in csv.parent.iterdir() if path.name.startswith(".")]
    score_files(TOWN, [csv], out)
    assert out.read_text("utf-8").startswith("subject,")


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file may grow beyond some bytes, as on a disk that is full."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("suffix", ["csv", "parquet", "arrow"])
def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, suffix: str, request: pytest.FixtureRequest
) -> None:
    rows = "".join(f"{n * n},90,yes,all\n" for n in range(30_000))
    path = written(tmp_path, "subject,water,school,waste\n" + rows)
    request.getfixturevalue("small_disk")
    with pytest.raises(FileError, match=r"out.* cannot be written: File too large"):
        score_files(TOWN, [path], tmp_path / f"out.{suffix}", rows=500)
    assert [one.name for one in tmp_path.iterdir()] == ["in.csv"]


def test_a_folder_that_is_not_there_is_told(csv: Path) -> None:
    with pytest.raises(FileError, match="cannot be written: No such file or directory"):
        score_files(TOWN, [csv], csv.with_name("none") / "out.csv")


def test_lists_are_no_cells_of_a_table_of_text(tmp_path: Path) -> None:
    path = typed(tmp_path, "parquet", TYPED)
    with pytest.raises(FileError, match="'tags' is of type List"):
        score_files(TOWN, [path], tmp_path / "out.csv")
    score_files(TOWN, [path], tmp_path / "out.csv", key=["subject"])


def test_how_far_it_is_is_told(tmp_path: Path) -> None:
    rows = "".join(f"{n},90,yes,all\n" for n in range(1000))
    path = written(tmp_path, "subject,water,school,waste\n" + rows)
    told: list[tuple[int, float | None]] = []
    score_files(
        TOWN, [path, path], tmp_path / "out.csv", rows=300, progress=lambda *now: told.append(now)
    )
    assert [count for count, _ in told] == [300, 600, 900, 1200, 1500, 1800, 2000]
    shares = [share or 0 for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1


# Parts


def test_blocks_are_cut_to_equal_length() -> None:
    blocks = [Block(pl.DataFrame({"n": range(a, b)}), b / 10) for a, b in [(0, 3), (3, 3), (3, 10)]]
    cut = list(even(blocks, 4))
    assert [block.frame["n"].to_list() for block in cut] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert cut[-1].done == 1


def test_what_is_fetched_ahead_comes_in_order_and_errors_where_they_are() -> None:
    def source() -> Iterator[int]:
        yield from range(5)
        raise ValueError("broken")

    seen: list[int] = []
    with pytest.raises(ValueError, match="broken"), ahead(source()) as pieces:
        seen += pieces
    assert seen == [0, 1, 2, 3, 4]
    with ahead(source()) as pieces:
        assert [next(pieces) for _ in range(5)] == [0, 1, 2, 3, 4]
    with ahead(iter(range(10**9))) as pieces:
        assert next(pieces) == 0  # and the thread ends, though there is more


def test_what_is_done_behind_is_done_in_order_and_its_errors_are_raised() -> None:
    done: list[int] = []
    with behind(done.append) as give:
        for n in range(5):
            give(n)
    assert done == [0, 1, 2, 3, 4]

    def fail(n: int) -> None:
        raise ValueError(n)

    with pytest.raises(ValueError, match="0"), behind(fail) as give:
        give(0)
    with pytest.raises(ZeroDivisionError), behind(done.append) as give:
        raise ZeroDivisionError


@pytest.mark.parametrize("group", [10_000, 2_000_000])
def test_a_file_is_never_held_as_a_whole(tmp_path: Path, group: int) -> None:
    count = 2_000_000
    numbers = pl.DataFrame({"subject": pl.int_range(count, eager=True)}).with_columns(
        pl.col("subject").hash(n).alias(f"n{n}") for n in range(4)
    )
    path = tmp_path / "in.parquet"
    numbers.write_parquet(path, row_group_size=group)
    names = numbers.columns
    del numbers
    held: list[int] = []
    for block in Inputs.of([path], TOWN).blocks(names, 20_000, []):
        assert block.frame.height == 20_000
        held.append(pa.total_allocated_bytes())
    assert len(held) == 100
    assert max(held) < path.stat().st_size / 3


def test_an_assessment_of_the_same_values_has_the_same_result(csv: Path) -> None:
    frame = scored(csv)
    card = TOWN.score(Assessment({"water": "89.9", "school": True, "waste": "some"}))
    assert (card.points, card.level and card.level.id) == (frame["points"][1], frame["level"][1])


def test_the_schema_of_a_result_is_plain(csv: Path) -> None:
    scored(csv)
    schema = pa_parquet.read_schema(csv.with_name("out.parquet"))
    assert {str(field.type) for field in schema} == {"string", "double"}
    score_files(TOWN, [csv], csv.with_name("out.arrow"))
    with pa_ipc.open_file(csv.with_name("out.arrow")) as file:
        assert {str(field.type) for field in file.schema} == {"string", "double"}


# Each cell as `rubrika score` reads it

NUMBERS = [
    "90", "+90", "090", "90.", "90.0", ".9", "9e1", "9E+1", "90%", "90 %", "180/2", "89,9", " 90 ",
    "\u00a090", "90\u00a0", "n/a", "NaN", "nan", "inf", "-inf", "-0", "9_0", "９０", "89.9999999",
    "89.99999999999999999999", "90.00000000000000000001", "1e400", "0x5A", "--90", "9 0", "yes",
    "49.999999999999999", "100", "100.0000001", "-0.0000001", "true", "90.0\u200b", "'90",
]  # fmt: skip
TRUTHS = [
    "yes", "YES", "Yes ", "y", "true", "TRUE", "1", "x", "X", "có", "Có", "CÓ", "co\u0301", "đạt",
    "no", "không", "KHÔNG", "0", "false", "n", "maybe", "2", "n/a", "N/A", "n/a: too small",
    "không áp dụng", "Không áp dụng: nhỏ", "n/a :", "yes!", "1.0", "\u00a0yes", "-", "null",
]  # fmt: skip
OPTIONS = [
    "all",
    "All",
    " all",
    "all ",
    "\u00a0all",
    "none",
    "some",
    "n/a",
    "ALL",
    "a ll",
    "null",
    "-",
]


def as_told(row: str, tmp_path: Path) -> tuple[float | None, str | None, bool]:
    """What `rubrika score` makes of one row: points, level, and whether it is refused."""
    path = written(tmp_path, f"subject,water,school,waste\n{row}\n", "one.csv")
    try:
        (assessment,) = load_assessments(path, TOWN)
        card = TOWN.score(assessment)
    except RubrikaError:
        return None, None, True
    points = None if card.points is None else float(card.points)
    level = card.level.id if card.level else "none" if card.decided else None
    return points, level, False


@pytest.mark.parametrize("rows", [7, 1000])
def test_each_cell_is_read_as_a_single_table_is(tmp_path: Path, rows: int, engine: Any) -> None:
    cells = [(cell, "yes", "all") for cell in NUMBERS]
    cells += [("90", cell, "all") for cell in TRUTHS]
    cells += [("90", "yes", cell) for cell in OPTIONS]
    lines = [f"{n}," + ",".join(f'"{cell}"' for cell in row) for n, row in enumerate(cells)]
    path = written(tmp_path, "\n".join(["subject,water,school,waste", *lines, ""]))
    out = tmp_path / "out.parquet"
    score_files(TOWN, [path], out, bad="tell", rows=rows, engine=engine)
    found = pl.read_parquet(out).select("points", "level", pl.col("problem").is_not_null())
    wrong = {
        cell: (given, due)
        for cell, line, given in zip(cells, lines, found.rows(), strict=True)
        if given != (due := as_told(line, tmp_path))
    }
    assert not wrong
