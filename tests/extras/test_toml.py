"""The extra `toml`: what is written with it, and what is said without it."""

from __future__ import annotations

import re
import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from rubrika import (
    Assessment,
    Indicator,
    MissingExtraError,
    Rubric,
    YesNo,
    dump,
    dumps,
    dumps_assessment,
    loads,
    loads_assessment,
)
from rubrika.files import layout

ROOT = Path(__file__).parents[2]
CAFE = Rubric("cafe", version="1", title="Café", criteria=[Indicator("a", "A", YesNo(5))])
BLOCK = re.compile(r"^```toml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
DOCUMENTS = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"])
BLOCKS = [
    pytest.param(block, id=f"{path.relative_to(ROOT)}-{place}")
    for path in DOCUMENTS
    for place, block in enumerate(BLOCK.findall(path.read_text("utf-8")))
]


@pytest.fixture
def _without_tomli_w(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tomli_w", None)
    layout._key.cache_clear()


@pytest.mark.usefixtures("_without_tomli_w")
def test_without_the_extra_the_error_says_how_to_install_it(tmp_path: Path) -> None:
    for write in (
        lambda: dumps(CAFE),
        lambda: dumps_assessment(Assessment({})),
        lambda: dump(CAFE, tmp_path / "cafe.toml"),
    ):
        with pytest.raises(MissingExtraError) as caught:
            write()
        assert caught.value.problems[0].hint == 'Run: pip install "rubrika[toml]"'
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("_without_tomli_w")
def test_without_the_extra_toml_is_read_and_json_is_written() -> None:
    text = """
        format = "rubric/1"
        id = "cafe"
        version = "1"
        title = "Café"
        criteria = [{ id = "a", title = "A", scale = { kind = "yes-no", points = 5 } }]
    """
    assert loads(text) == CAFE
    assert loads(dumps(CAFE, "json"), "json") == CAFE


def test_there_are_blocks_of_toml_in_the_documents() -> None:
    assert len(BLOCKS) > 5


@pytest.mark.parametrize("block", BLOCKS)
def test_each_block_of_toml_in_the_documents_is_toml(block: str) -> None:
    assert tomllib.loads(block)


@pytest.mark.parametrize("block", BLOCKS)
def test_each_whole_file_in_the_documents_is_read(block: str) -> None:
    data = tomllib.loads(block, parse_float=Decimal)
    declared = data.get("format", "")
    if declared == "rubric/1":
        if str(data.get("extends", "")).endswith(".toml"):
            return  # its base is in a file beside it: the document itself runs it
        rubric = loads(block)
        assert loads(dumps(rubric)) == rubric
    elif declared == "assessment/1":
        assessment = loads_assessment(block)
        assert loads_assessment(dumps_assessment(assessment)) == assessment
    else:
        assert "format" not in data
