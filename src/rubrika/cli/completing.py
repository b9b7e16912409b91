"""`rubrika completion`: the script that teaches a shell to complete this command."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from rubrika.cli.commands import Command, examples

__all__ = ["completion"]

_SHELLS: dict[str, type[ShellComplete]] = {
    "bash": BashComplete,
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
    click.echo(made.source_template % made.source_vars())
