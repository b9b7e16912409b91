"""`rubrika batch`: files of many subjects into one, whole or not at all."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from tests.extras.cli.kit import Run, Spawn

COMMAND = str(Path(sys.executable).parent / "rubrika")

# 40 + 20 + 10 + 14 = 84: silver. 40 + 20 + 20 + 20: gold. 30 + 0 + 20 + 16 = 66. 38 to 78: open.
CAFES = """\
subject,town,inspection,pests,welcome,wait
Sen,X,91,yes,often,12.5
Mây,Y,95,yes,always,5
Đá,X,80,no,always,10
Gió,,,yes,often,20
"""


@pytest.fixture
def cafes(folder: Path) -> Path:
    path = folder / "cafes.csv"
    path.write_text(CAFES, "utf-8")
    return path


@pytest.fixture
def many(folder: Path) -> Path:
    """So many subjects that scoring them a hundred at a time takes far longer than the test."""
    path = folder / "many.csv"
    head, *rows = CAFES.splitlines(keepends=True)
    path.write_text(head + "".join(rows) * 100_000, "utf-8")
    return path


def said(text: str) -> str:
    return " ".join(text.split())


def left(folder: Path) -> list[str]:
    """The files of the folder that are not inputs."""
    inputs = {"cafes.csv", "many.csv", *(path.name for path in folder.glob("*.toml"))}
    return sorted({path.name for path in folder.iterdir()} - inputs)


# Results


def test_the_result_is_written_and_counted(run: Run, cafes: Path) -> None:
    done = run("batch", "cafe.toml", "cafes.csv", "-o", "out.csv", "--key", "subject")
    assert (done.exit_code, done.stderr) == (0, "")
    assert cafes.with_name("out.csv").read_text("utf-8").splitlines() == [
        "subject,points,level",
        "Sen,84.0,silver",
        "Mây,100.0,gold",
        "Đá,66.0,none",
        "Gió,,",
    ]
    lines = done.output.splitlines()
    assert lines[0] == "4 subjects scored by cafe@2026.1, written to out.csv"
    table = {words[0]: words[-3:] for line in lines[4:] if (words := line.split())}
    assert table["Gold"] == ["1", "25", "%"]
    assert table["Silver"] == ["1", "25", "%"]
    assert table["Open"] == ["1", "25", "%"]
    assert "Bad rows" not in done.output


def test_columns_of_the_summary_are_aligned_in_a_pipe(spawn: Spawn, cafes: Path) -> None:
    done = spawn("batch", "cafe.toml", "cafes.csv", "-o", "out.csv", "--by", "town")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout
    lines = done.stdout.decode().splitlines()
    totals = lines[2 : lines.index("")] if not lines[2] else lines[2:]
    ends = {len(line) for line in totals[:1] + totals[2:6] if line}
    assert len(ends) == 1
    start = lines.index("By town")
    groups = [line.split() for line in lines[start + 3 :]]
    assert [words[:2] for words in groups] == [["X", "2"], ["Y", "1"], ["–", "1"]]
    assert groups[0][2:] == ["–", "1", "(50", "%)", "1", "(50", "%)", "–"]


def test_the_engines_agree(run: Run, cafes: Path) -> None:
    pytest.importorskip("duckdb")
    outputs = ("--give", "points,level,least,most,possible,why", "--nodes")
    for engine in ("polars", "duckdb"):
        done = run(
            "batch", "cafe.toml", "cafes.csv", "-o", f"{engine}.csv", "--engine", engine, *outputs
        )
        assert done.exit_code == 0, done.stderr
    assert Path("polars.csv").read_bytes() == Path("duckdb.csv").read_bytes()


def test_reasons_are_told_in_the_language(run: Run, cafes: Path) -> None:
    arguments = (
        "cafe.toml",
        "cafes.csv",
        "-o",
        "out.csv",
        "--give",
        "level,why",
        "--key",
        "subject",
    )
    run("batch", *arguments)
    assert "Sen,silver,the total is at least 90\n" in Path("out.csv").read_text("utf-8")
    done = run("batch", *arguments, "--force", "--lang", "vi")
    assert "Sen,silver,tổng điểm" in Path("out.csv").read_text("utf-8")
    assert done.output.startswith("đã chấm 4 đơn vị theo cafe@2026.1, ghi vào out.csv\n")
    assert "Chưa xác định" in done.output


def test_parquet_and_arrow_come_in_and_out(run: Run, cafes: Path) -> None:
    frame = pl.read_csv(cafes).with_columns(pl.col("pests") == "yes")
    frame.write_parquet("in.parquet")
    frame.write_ipc("in.arrow")
    for source, target in (("in.parquet", "out.arrow"), ("in.arrow", "out.parquet")):
        done = run("batch", "cafe.toml", source, "-o", target)
        assert done.exit_code == 0, done.stderr
    assert pl.read_ipc("out.arrow").equals(pl.read_parquet("out.parquet"))
    assert pl.read_ipc("out.arrow")["level"].to_list() == ["silver", "gold", "none", None]


def test_columns_values_and_absence_are_stated(run: Run, cafes: Path) -> None:
    frame = pl.read_csv(cafes).with_columns(pl.col("pests") == "yes").rename({"wait": "Chờ"})
    reason = pl.Series("reason", [None, None, "no kitchen", None])
    pests = pl.when(reason.is_null()).then(pl.col("pests"))
    frame.with_columns(pests.alias("pests"), reason).write_parquet("in.parquet")
    done = run(
        "batch",
        "cafe.toml",
        "in.parquet",
        "-o",
        "out.csv",
        "--columns",
        "wait=Chờ",
        "--na",
        "pests=reason",
        "--set",
        "inspection=91",
        "--key",
        "subject",
        "--give",
        "points",
    )
    assert done.exit_code == 0, done.stderr
    # Without pests, safety has 40 of 40, which count 60 of 60: 60 + 20 + 16 = 96.
    assert Path("out.csv").read_text("utf-8") == (
        "subject,points\nSen,84.0\nMây,100.0\nĐá,96.0\nGió,78.0\n"
    )


def test_a_column_that_is_missing_everywhere_is_said_so(run: Run, cafes: Path) -> None:
    cafes.write_text(CAFES.replace("wait", "waiting"), "utf-8")
    done = run("batch", "cafe.toml", "cafes.csv", "-o", "out.csv")
    assert done.exit_code == 2
    assert "Did you mean 'waiting'?" in said(done.stderr)
    assert "say so: --columns wait=" in said(done.stderr)
    assert (
        run("batch", "cafe.toml", "cafes.csv", "-o", "out.csv", "--columns", "wait=").exit_code == 0
    )


def test_context_is_stated_for_all(run: Run, folder: Path) -> None:
    (folder / "cafes.csv").write_text("schools,families\n1,4\n2,8\n", "utf-8")
    done = run("batch", "town.toml", "cafes.csv", "-o", "out.csv", "--context", "area=mountain")
    assert done.exit_code == 0, done.stderr
    # At least 5 in the mountains, else 9.
    assert pl.read_csv("out.csv")["level"].to_list() == ["good", "good"]
    assert "* Provisional numbers: 2 of" in said(done.output)
    run("batch", "town.toml", "cafes.csv", "-o", "out.csv", "--force", "--context", "area=lowland")
    assert pl.read_csv("out.csv")["level"].to_list() == ["none", "good"]


def test_json_has_the_counts(run: Run, cafes: Path) -> None:
    done = run(
        "batch", "cafe.toml", "cafes.csv", "-o", "out.csv", "--by", "town", "--format", "json"
    )
    data = json.loads(done.output)
    assert (data["format"], data["rubric"], data["output"]) == ("batch/1", "cafe", "out.csv")
    assert (data["subjects"], data["none"], data["open"], data["bad"]) == (4, 1, 1, 0)
    assert data["levels"] == {"gold": 1, "silver": 1}
    assert data["by"] == ["town"]
    assert [group["values"] for group in data["groups"]] == [["X"], ["Y"], [None]]
    assert data["groups"][0]["levels"] == {"gold": 0, "silver": 1}


def test_quiet_says_nothing(run: Run, cafes: Path) -> None:
    done = run("batch", "cafe.toml", "cafes.csv", "-o", "out.csv", "--quiet")
    assert (done.exit_code, done.output) == (0, "")
    assert Path("out.csv").is_file()


def test_shares_are_shown_as_none_or_all_only_where_they_are() -> None:
    from rubrika.cli.tallies import _share

    assert _share(1, 27_000_000, "en") == "0.000004 %"
    assert _share(26_999_999, 27_000_000, "vi") == "99,999996 %"
    assert _share(1, 3, "en") == "33.3 %"
    assert (_share(0, 3, "en"), _share(3, 3, "en")) == ("0 %", "100 %")


# Bad input


def test_bad_rows_are_counted_to_the_end_and_nothing_is_written(run: Run, cafes: Path) -> None:
    bad = "A,X,191,yes,often,12.5\nB,X,92,yes,oftn,12.5\nC,X,-1,yes,often,5\n"
    cafes.write_text(CAFES + bad + CAFES.partition("\n")[2] * 10 + "D,X,x,yes,often,5\n", "utf-8")
    done = run("batch", "cafe.toml", "cafes.csv", "-o", "out.csv", "--chunk", "5")
    assert done.exit_code == 2
    assert done.stdout == ""
    text = said(done.stderr)
    assert all(value in text for value in ("191", "-1", "'x'", "'oftn'"))
    assert "--bad tell" in text
    assert "bad=" not in text
    assert left(cafes.parent) == []
    done = run("batch", "cafe.toml", "cafes.csv", "-o", "out.csv", "--chunk", "5", "--bad", "tell")
    assert done.exit_code == 0
    frame = pl.read_csv("out.csv", infer_schema_length=None)
    assert frame.filter(pl.col("problem").is_not_null())["subject"].to_list() == [
        "A",
        "B",
        "C",
        "D",
    ]
    assert re.search(r"^Bad rows +4 ", done.output, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("cafe.toml", "none.csv", "-o", "out.csv"), "there is no file 'none.csv'"),
        (("cafe.toml", "cafes.csv", "-o", "out.txt"), "'out.txt' ends in none of .csv"),
        (("cafe.toml", "cafes.csv", "-o", "none/out.csv"), "No such file or directory"),
        (("cafe.toml", "cafes.csv", "-o", "."), "'.' is a folder"),
        (("cafe.toml", ".", "-o", "out.csv"), "'.' is a folder"),
        (("cafe.toml", "cafes.csv", "-o", "cafes.csv", "--force"), "is one of the inputs"),
        (("cafe.toml", "cafes.csv", "-o", "cafe.toml"), "is there already"),
        (("cafe.toml", "cafes.csv", "-o", "out.csv", "--by", "twon"), "Did you mean 'town'?"),
        (("cafe.toml", "cafes.csv", "-o", "out.csv", "--key", "sbject"), "Did you mean 'subject'?"),
        (("cafe.toml", "cafes.csv", "-o", "out.csv", "--give", "pints"), "'pints' is none of"),
        (("cafe.toml", "cafes.csv", "-o", "out.csv", "--set", "pests=maybe"), "neither yes nor no"),
        (("cafe.toml", "cafes.csv", "-o", "out.csv", "--set", "pest=no"), "Did you mean 'pests'?"),
        (
            ("cafe.toml", "cafes.csv", "-o", "out.csv", "--columns", "pest=a"),
            "Did you mean 'pests'?",
        ),
        (("cafe.toml", "cafes.csv", "-o", "out.csv", "--chunk", "0"), "x>=1"),
        (("cafes.csv", "cafes.csv", "-o", "out.csv"), "this is a table of assessments"),
        (("cafe.toml", "cafes.csv"), "Missing option '-o'"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(
    run: Run, cafes: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = run("batch", *arguments)
    assert done.exit_code == 2
    assert message in said(done.stderr)
    assert done.stdout == ""
    assert left(cafes.parent) == []


def test_a_link_to_an_input_is_that_input(run: Run, cafes: Path) -> None:
    Path("link.csv").symlink_to("cafes.csv")
    os.link("cafes.csv", "hard.csv")
    for name in ("link.csv", "hard.csv"):
        done = run("batch", "cafe.toml", "cafes.csv", "-o", name, "--force")
        assert done.exit_code == 2
        assert "is one of the inputs" in said(done.stderr)
    assert cafes.read_text("utf-8") == CAFES


def test_a_column_of_the_same_name_as_an_output_is_told(run: Run, cafes: Path) -> None:
    cafes.write_text(CAFES.replace("town", "level"), "utf-8")
    done = run("batch", "cafe.toml", "cafes.csv", "-o", "out.csv")
    assert done.exit_code == 2
    assert "--key COLUMN" in said(done.stderr)
    assert "names=" not in done.stderr
    assert (
        run("batch", "cafe.toml", "cafes.csv", "-o", "out.csv", "--key", "subject").exit_code == 0
    )


def test_a_missing_extra_is_told_with_the_way_to_install_it(folder: Path, cafes: Path) -> None:
    for package, way in (
        ("narwhals", b'"rubrika[cli,frames]"'),
        ("polars", b'"rubrika[cli,frames]"'),
        ("pyarrow", b'"rubrika[cli,frames]"'),
        ("duckdb", b"pip install duckdb"),
    ):
        arguments = ["batch", "cafe.toml", "cafes.csv", "-o", "out.csv", "--engine", "duckdb"]
        code = (
            f"import sys; sys.modules[{package!r}] = None; sys.argv[1:] = {arguments!r}; "
            "import rubrika.cli as c; c.main()"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=folder, capture_output=True, check=False
        )
        assert done.returncode == 2
        assert way in done.stderr, done.stderr
        assert b"Traceback" not in done.stderr
        assert left(folder) == []


def test_a_full_disk_is_told(folder: Path, many: Path) -> None:
    line = f"ulimit -f 64; {COMMAND} batch cafe.toml many.csv -o out.csv --chunk 1000"
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"'out.csv' cannot be written: File too large" in done.stderr
    assert left(folder) == []


# Ended from outside


def heeding() -> None:
    """Heed the signals by which a user ends a command."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def begun(folder: Path) -> Generator[subprocess.Popen[bytes], None, None]:
    """A run that has begun to write."""
    running = subprocess.Popen(
        [COMMAND, "batch", "cafe.toml", "many.csv", "-o", "out.csv", "--chunk", "100"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell starts what runs in its background with signals ignored, which is inherited.
        preexec_fn=heeding,  # noqa: PLW1509 - no threads
    )
    try:
        while not any(part.stat().st_size > 5000 for part in folder.glob(".out.csv.*.part")):
            assert running.poll() is None, running.communicate()
            time.sleep(0.05)
        yield running
    finally:
        running.kill()
        running.communicate()


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM), (signal.SIGHUP, -signal.SIGHUP)],
)
def test_what_was_begun_is_removed_when_it_is_ended(
    folder: Path, many: Path, number: signal.Signals, code: int
) -> None:
    with begun(folder) as running:
        running.send_signal(number)
        out, problems = running.communicate(timeout=60)
        assert (running.returncode, out, problems) == (code, b"", b"")
        assert left(folder) == []


def test_a_killed_run_leaves_no_result_and_running_it_again_works(
    folder: Path, many: Path, spawn: Spawn
) -> None:
    with begun(folder) as running:
        running.kill()
        running.communicate(timeout=60)
        assert running.returncode == -signal.SIGKILL
    remains = left(folder)
    assert "out.csv" not in remains
    assert all(name.startswith(".") and name.endswith(".part") for name in remains)
    done = spawn("batch", "cafe.toml", "many.csv", "-o", "out.csv", "--key", "subject")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"400,000 subjects scored")
    frame = pl.read_csv(folder / "out.csv")
    assert frame.height == 400_000
    assert frame["level"].value_counts().sort("level")["count"].to_list() == [100_000] * 4


def test_a_killed_run_leaves_what_stood_there(folder: Path, many: Path) -> None:
    (folder / "out.csv").write_text("before", "utf-8")
    running = subprocess.Popen(
        [COMMAND, "batch", "cafe.toml", "many.csv", "-o", "out.csv", "--chunk", "100", "--force"],
        cwd=folder,
    )
    while not list(folder.glob(".out.csv.*.part")):
        assert running.poll() is None
        time.sleep(0.05)
    running.kill()
    running.wait()
    assert (folder / "out.csv").read_text("utf-8") == "before"


# On a terminal


def test_progress_is_shown_on_a_terminal_alone(folder: Path, many: Path, spawn: Spawn) -> None:
    arguments = ("batch", "cafe.toml", "many.csv", "-o", "out.csv", "--force", "--key", "subject")
    assert spawn(*arguments).stderr == b""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [COMMAND, *arguments, "--chunk", "20000"],
        cwd=folder,
        env=os.environ | {"TERM": "xterm-256color"},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # on Linux: the other end is closed
            break
        if not part:
            break
        seen += part
    os.close(ours)
    assert running.wait() == 0
    assert "scoring…".encode() in seen
    assert re.search(rb"\d+,000 rows", seen)
