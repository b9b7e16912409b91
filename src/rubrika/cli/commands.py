"""Commands that show examples in their help, and that tell every error in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from rubrika.cli.faults import told

__all__ = ["Command", "Group", "examples"]


class Command(click.Command):
    """A command whose help has examples."""

    examples: tuple[str, ...] = ()

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it does, and the examples."""
        super().format_help_text(ctx, formatter)
        with formatter.section("Examples"):
            for example in self.examples:  # never wrapped, so that it can be pasted
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


class Group(Command, click.Group):
    """A group of commands whose help has examples, and whose errors are told in plain words."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # as in the class above it
        """Run the command that was asked for."""
        with told():
            return super().invoke(ctx)


C = TypeVar("C", bound=Command)


def examples(*lines: str) -> Callable[[C], C]:
    """Give a command the examples of its help."""

    def give(command: C) -> C:
        command.examples = lines
        return command

    return give
