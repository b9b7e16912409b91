"""`rubrika completion`: the script that teaches a shell to complete this command."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from rubrika.cli.commands import Command, examples

__all__ = ["completion"]

# That of click forgets ids of rubrics as soon as files are possible too.
_BASH: Final = """\
%(complete_func)s() {
    local IFS=$'\\n' type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            plain) COMPREPLY+=("$value") ;;
            dir) compopt -o filenames; COMPREPLY+=($(compgen -d -- "$value")) ;;
            file) compopt -o filenames; COMPREPLY+=($(compgen -f -- "$value")) ;;
        esac
    done < <(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
        %(complete_var)s=bash_complete "$1")
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class _Bash(BashComplete):
    """Completion in bash, where ids and files may both be meant."""

    source_template = _BASH


_SHELLS: dict[str, type[ShellComplete]] = {
    "bash": _Bash,
    "zsh": ZshComplete,
    "fish": FishComplete,
}


@examples(
    "rubrika completion bash >> ~/.bashrc",
    "rubrika completion zsh >> ~/.zshrc",
    "rubrika completion fish > ~/.config/fish/completions/rubrika.fish",
)
@click.command(cls=Command)
@click.argument("shell", type=click.Choice(tuple(_SHELLS)))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print a script that completes rubrika's arguments in a shell."""
    made = _SHELLS[shell](ctx.find_root().command, {}, "rubrika", "_RUBRIKA_COMPLETE")
    # Not `source()`, which runs a shell of this machine to learn its version.
    click.echo(made.source_template % made.source_vars(), nl=False)
