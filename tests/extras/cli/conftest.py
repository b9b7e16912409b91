"""A folder with the café of the design, and two ways to run the command in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.extras.cli.kit import CAFE, LOTUS, SEN, SOUND, TOWN, WALL, Run, Spawn

from rubrika.cli.app import app


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine that runs the tests decides about language, width or colour."""
    for name in (
        "RUBRIKA_LANG",
        "LC_ALL",
        "LC_MESSAGES",
        "NO_COLOR",
        "FORCE_COLOR",
        "CLICOLOR_FORCE",
        "TTY_COMPATIBLE",
        "RUBRIKA_DEBUG",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("RUBRIKA_NO_PLUGINS", "1")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the café and its assessments."""
    texts = {"cafe.toml": CAFE, "sen.toml": SEN, "lotus.toml": LOTUS, "town.toml": TOWN}
    texts |= {"wall.toml": WALL, "sound.toml": SOUND}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Run the command in this process, in the working folder."""

    def run(*arguments: str, text: str | None = None) -> Result:
        return CliRunner().invoke(app, arguments, input=text, prog_name="rubrika")

    return run


@pytest.fixture
def spawn(folder: Path) -> Spawn:
    """Run the command as a user does: a process of its own."""

    def spawn(
        *arguments: str, text: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [str(Path(sys.executable).parent / "rubrika"), *arguments],
            cwd=folder,
            env=os.environ | environment,
            input=text,
            capture_output=True,
            check=False,
        )

    return spawn
