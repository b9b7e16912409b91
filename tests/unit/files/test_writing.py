"""Writing files: whole, or not at all."""

from __future__ import annotations

import json
import os
import stat
import tomllib
from pathlib import Path

import pytest

from rubrika import (
    Assessment,
    Example,
    FileError,
    Indicator,
    Rubric,
    Source,
    YesNo,
    dump,
    dump_assessment,
    dumps,
    load,
    load_assessment,
)
from rubrika.files.rubrics import dumps_examples

CAFE = Rubric("cafe", version="1", title="Café", criteria=[Indicator("a", "A", YesNo(5))])


@pytest.mark.parametrize("name", ["r.toml", "r.json", "R.TOML"])
def test_the_suffix_tells_in_which_format_a_rubric_is_written(tmp_path: Path, name: str) -> None:
    dump(CAFE, tmp_path / name)
    assert load(tmp_path / name) == CAFE
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a.toml", "a.json"])
def test_the_suffix_tells_in_which_format_an_assessment_is_written(
    tmp_path: Path, name: str
) -> None:
    assessment = Assessment({"a": True}, subject="Quán Sen")
    dump_assessment(assessment, str(tmp_path / name))
    assert load_assessment(tmp_path / name) == assessment


def test_json_is_written_in_lines_and_with_its_letters(tmp_path: Path) -> None:
    dump(CAFE, tmp_path / "r.json")
    text = (tmp_path / "r.json").read_text("utf-8")
    assert text.startswith('{\n  "format": "rubric/1",\n  "id": "cafe",\n')
    assert '"title": "Café"' in text
    assert json.loads(text)["criteria"][0]["scale"] == {"kind": "yes-no", "points": 5}


@pytest.mark.parametrize("name", ["r", "r.yaml", "r.csv"])
def test_a_wrong_suffix_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError, match="The suffix tells the format"):
        dump(CAFE, tmp_path / name)
    with pytest.raises(FileError, match="The suffix tells the format"):
        dump_assessment(Assessment({}), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_nothing_is_written_when_a_part_cannot_be(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(FileError):
        dump_assessment(Assessment({"a": object()}), path)
    assert path.read_text("utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_stays_as_it_was_when_the_disk_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.toml"
    path.write_text("before", encoding="utf-8")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FileError, match="cannot be written: No space left on device"):
        dump(CAFE, path)
    assert path.read_text("utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        dump(CAFE, tmp_path / "missing" / "r.toml")
    assert caught.value.problems[0].code == "not-written"


def test_a_character_that_no_file_can_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        dump_assessment(Assessment({"a": "\ud800"}), tmp_path / "a.toml")
    assert caught.value.problems[0].code == "encoding"
    assert not list(tmp_path.iterdir())


def test_a_file_keeps_its_mode_and_a_link_stays_one(tmp_path: Path) -> None:
    path, link = tmp_path / "r.toml", tmp_path / "link.toml"
    path.write_text("before", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    dump(CAFE, link)
    assert link.is_symlink()
    assert load(path) == CAFE
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    dump(CAFE, path)
    assert os.read(reader, 100_000).decode() == dumps(CAFE, "toml")
    os.close(reader)
    assert path.is_fifo()


def test_links_that_lead_in_a_circle_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.symlink_to(path)
    with pytest.raises(FileError) as caught:
        dump(CAFE, path)
    assert caught.value.problems[0].code == "not-written"
    assert path.is_symlink()
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_may_be_read_by_whom_others_may(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    dump(CAFE, tmp_path / "r.toml")
    assert (tmp_path / "r.toml").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_rubric_of_2000_indicators_is_written_and_read() -> None:
    big = CAFE.evolve(criteria=[Indicator(f"i{n}", f"I{n}", YesNo(1)) for n in range(2000)])
    assert dumps(big).count("[[criteria]]") == 2000


def test_examples_are_written_as_they_stand_in_a_rubric_file() -> None:
    seen = [
        Example({"pests": True}, points=20, level="good", source=Source("s", "A source")),
        Example({"pests": False}, least=0, most=5),
    ]
    read = tomllib.loads(dumps_examples(seen))["examples"]
    assert read[0]["values"] == {"pests": True}
    assert (read[0]["points"], read[0]["level"]) == (20, "good")
    assert read[1] == {"values": {"pests": False}, "least": 0, "most": 5}
