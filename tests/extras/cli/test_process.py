"""The command as a process: exit codes, streams, pipes, colour, encoding, language, width."""

import os
import pty
import runpy
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.extras.cli.kit import Run, Spawn

import rubrika

COMMAND = str(Path(sys.executable).parent / "rubrika")
SHIPPED = ("learning-citizen-pilot", "learning-unit-2020", "thanh-hoa-2021-2026")


def test_the_exit_codes_are_those_that_help_names(spawn: Spawn) -> None:
    assert spawn("score", "cafe.toml", "sen.toml").returncode == 0
    assert spawn("check", "sen.toml").returncode == 1
    assert spawn("score", "cafe.toml", "none.toml").returncode == 2
    assert spawn("scroe").returncode == 2


def test_errors_go_to_standard_error_without_a_traceback(spawn: Spawn) -> None:
    done = spawn("score", "cafe.toml", "--set", "pest=yes")
    assert done.stdout == b""
    assert b"Did you mean 'pests'?" in done.stderr
    assert b"Traceback" not in done.stderr


def test_the_version_is_told(spawn: Spawn) -> None:
    from importlib.metadata import version

    assert spawn("--version").stdout.decode() == f"rubrika, version {version('rubrika')}\n"


def test_the_module_runs_as_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["rubrika", "--version"])
    with pytest.raises(SystemExit) as ended:
        # By path: modules that pytest rewrites, as those beside a plugin of its, have no other way.
        runpy.run_path(rubrika.__path__[0] + "/__main__.py", run_name="__main__")
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("rubrika, version ")


def test_a_reader_that_has_gone_is_no_error(folder: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [COMMAND, "score", "cafe.toml", "sen.toml"],
        cwd=folder,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == 141  # as a process that SIGPIPE ends: 128 + 13


def test_the_first_line_can_be_taken_from_a_pipe(folder: Path) -> None:
    line = f"set -o pipefail; {COMMAND} show thanh-hoa-2021-2026 | head -n 1"
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, check=False)
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""
    assert done.returncode in (0, 141)


# Colour


def on_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """What the command writes to a terminal."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [COMMAND, *arguments],
        cwd=folder,
        env=os.environ | {"TERM": "xterm-256color"} | environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # on Linux: the other end is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    assert running.wait() == 0
    return b"".join(parts).decode()


def test_colour_is_for_terminals_alone(folder: Path, spawn: Spawn) -> None:
    arguments = ("score", "cafe.toml", "sen.toml")
    seen = on_terminal(folder, *arguments)
    assert "\x1b[32m✓" in seen  # green
    assert "\x1b[31m✗" in seen  # red
    assert "\x1b" not in on_terminal(folder, *arguments, NO_COLOR="1")
    assert "\x1b" not in on_terminal(folder, *arguments, TERM="dumb")
    assert b"\x1b" not in spawn(*arguments).stdout
    assert "\x1b" not in on_terminal(folder, *arguments, "--format", "json")
    assert "\x1b" not in on_terminal(folder, *arguments, "--format", "markdown")


def test_the_words_are_the_same_without_colour(folder: Path, spawn: Spawn) -> None:
    arguments = ("score", "cafe.toml", "sen.toml")
    plain = on_terminal(folder, *arguments, NO_COLOR="1").replace("\r\n", "\n")
    assert plain == spawn(*arguments).stdout.decode()


# Encoding and language

ASCII = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


def test_output_is_utf8_whatever_the_locale_says(spawn: Spawn) -> None:
    done = spawn("score", "cafe.toml", "sen.toml", "--lang", "vi", **ASCII)
    assert done.returncode == 0
    assert "Kết quả: Bạc – 84 trên 100 điểm".encode() in done.stdout
    done = spawn("score", "cafe.toml", "Quán.toml", **ASCII)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_standard_input_is_utf8_whatever_the_locale_says(spawn: Spawn, folder: Path) -> None:
    done = spawn("score", "cafe.toml", "-", text=(folder / "sen.toml").read_bytes(), **ASCII)
    assert "Subject: Café Sen".encode() in done.stdout
    assert spawn("score", "-", text=b"\xff").returncode == 2


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "vi_VN"}, "vi"),
        ({"LANG": "en_US.UTF-8", "RUBRIKA_LANG": "vi"}, "vi"),
        ({"RUBRIKA_LANG": "vi-VN"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "RUBRIKA_LANG": ""}, "vi"),
    ],
)
def test_the_environment_decides_the_language(
    run: Run, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], lang: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    first = {"en": "Result: Silver", "vi": "Kết quả: Bạc"}
    assert run("score", "cafe.toml", "sen.toml").output.startswith(first[lang])
    assert run("score", "cafe.toml", "sen.toml", "--lang", "en").output.startswith(first["en"])


def test_a_language_that_is_not_spoken_is_refused_when_it_is_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUBRIKA_LANG", "fr")
    done = run("list")
    assert done.exit_code == 2
    assert "'fr' is none of en, vi" in done.stderr


# Width


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_every_line_fits_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, lang: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    commands = [["list"], ["score", "cafe.toml", "sen.toml"], ["score", "cafe.toml", "lotus.toml"]]
    commands += [["show", id_] for id_ in (*SHIPPED, "cafe.toml", "town.toml")]
    commands += [["check", "cafe.toml", "sen.toml"], ["score", "cafe.toml", "--set", "pest=no"]]
    commands += [["score", "cafe.toml", "sen.toml", "lotus.toml", "--details"]]
    for command in commands:
        done = run(*command, "--lang", lang)
        assert done.output
        too_long = [line for line in done.output.split("\n") if cell_len(line) > columns]
        assert not too_long, command


# Faults


def test_a_missing_extra_is_told_with_the_way_to_install_it(folder: Path) -> None:
    for package in ("click", "rich"):
        code = f"import sys; sys.modules[{package!r}] = None; import rubrika.cli as c; c.main()"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
        assert done.returncode == 2
        assert done.stdout == b""
        assert b'pip install "rubrika[cli]"' in done.stderr
        assert b"Traceback" not in done.stderr


def test_another_missing_module_is_not_taken_for_an_extra() -> None:
    code = "import sys; sys.modules['json'] = None; import rubrika.cli as c; c.main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert b"rubrika[cli]" not in done.stderr
    assert done.returncode == 1


def test_an_unexpected_fault_is_told_plainly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("rubrika.registry.available", fail)
    done = run("list")
    assert done.exit_code == 3
    assert done.stdout == ""
    assert "ZeroDivisionError: by nothing" in done.stderr
    assert "RUBRIKA_DEBUG=1" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interruption_is_told_by_the_exit_code_alone(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rubrika.registry.available", stop)
    done = run("list")
    assert done.exit_code == 130
    assert done.output == ""


def test_ctrl_c_ends_the_command_without_a_word(folder: Path) -> None:
    # It waits for standard input, whose end nobody closes.
    running = subprocess.Popen(
        [COMMAND, "score", "cafe.toml", "-"],
        cwd=folder,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell starts what runs in its background with the signal ignored, which is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads
    )
    assert running.stdin is not None
    # A pipe holds 64 KiB: once all of this is written, the command has begun to read.
    running.stdin.write(b" " * 200_000)
    running.stdin.flush()
    running.send_signal(signal.SIGINT)
    out, problems = running.communicate()
    assert (running.returncode, out, problems) == (130, b"", b"")


def test_an_interruption_while_it_starts_is_told_by_the_exit_code_alone() -> None:
    code = (
        "import builtins, rubrika.cli as c\n"
        "known = builtins.__import__\n"
        "def stop(name, *rest):\n"
        "    if name == 'rubrika.cli.app': raise KeyboardInterrupt\n"
        "    return known(name, *rest)\n"
        "builtins.__import__ = stop\n"
        "c.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_a_full_disk_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)  # output waits, and fails again at exit
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([COMMAND, "list"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr == b"Error: no space left on device\n"


def test_the_traceback_is_shown_to_those_who_ask_for_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUBRIKA_DEBUG", "1")
    done = run("show", "none.toml")
    assert done.exit_code == 2
    assert "Traceback" in done.stderr
    assert "there is no file 'none.toml'" in done.stderr


def test_a_fault_of_the_system_is_bad_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise PermissionError(13, "Permission denied", "secret.toml")

    monkeypatch.setattr("rubrika.registry.available", fail)
    done = run("list")
    assert done.exit_code == 2
    assert done.stderr == "Error: secret.toml: permission denied\n"


def test_ids_files_and_languages_are_completed(spawn: Spawn) -> None:
    def complete(*words: str) -> list[str]:
        done = spawn(
            _RUBRIKA_COMPLETE="bash_complete",
            COMP_WORDS=" ".join(["rubrika", *words]),
            COMP_CWORD=str(len(words)),
        )
        return done.stdout.decode().split()

    assert "plain,score" in complete("sc")
    assert complete("show", "learning-u") == ["plain,learning-unit-2020", "file,learning-u"]
    assert complete("list", "--lang", "v") == ["plain,vi"]
