"""Builds the documentation, or a part of it, as its readers and translators have it."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def build(builder: str, into: Path, *pages: Path, language: str = "en") -> None:
    """Build the documentation with a builder of Sphinx; of *pages*, if given, and else of all."""
    into.mkdir(parents=True, exist_ok=True)
    docs = DOCS if language == "en" else _copy(into.parent / "copy")
    doctrees = into.parent / f"doctrees-{language}"
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-b",
        builder,
        "-d",
        doctrees,
    ]
    command += ["-D", f"language={language}", docs, into, *pages]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def _copy(folder: Path) -> Path:
    """A copy: Sphinx compiles catalogues where they lie, and two builds would do so at once."""
    shutil.copytree(DOCS, folder / "docs", ignore=shutil.ignore_patterns("*.mo"))
    for name in ("CHANGELOG.md", "examples"):
        (folder / name).symlink_to(ROOT / name)
    return folder / "docs"
