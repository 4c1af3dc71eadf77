"""Groups and commands that speak the language chosen: their help, and mistakes in how they are called."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from cdmz_rules.cli import failures, language
from cdmz_rules.cli.language import N_, _
from cdmz_rules.errors import CdmzError, nearest

# What typer itself says.
TYPERS_OWN = (
    N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
    N_("Missing command."),
)


class Command(TyperCommand):
    """A command whose help speaks the language chosen."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how it is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_("Usage: "))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        with _translated([self, *self.get_params(ctx)]):
            super().format_help(ctx, formatter)


class Group(TyperGroup):
    """A group whose help speaks the language chosen, and which knows a mistyped command."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how it is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_("Usage: "))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        with _translated([self, *self.get_params(ctx), *self.commands.values()]):
            super().format_help(ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called; a mistyped name is answered with the nearest."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            ctx.fail(
                failures.with_suggestion(_('there is no command "{name}"', name=name), nearest(name, self.commands))
            )
        return super().resolve_command(ctx, args)


class Root(Group):
    """The whole command: chooses the language, and turns every mistake into one line and exit code 2."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line."""
        arguments = list(sys.argv[1:] if args is None else args)
        language.choose(language.of(arguments))
        try:
            result = super().main(arguments, prog_name or "cdmz", complete_var, False, windows_expand_args, **extra)
        except (CdmzError, OSError) as error:
            result = failures.report(error)
        except failures.UsageError as error:
            result = failures.report_usage(error)
        if not standalone_mode:
            return result
        sys.exit(result if isinstance(result, int) else 0)


@contextmanager
def _translated(parts: Sequence[Any]) -> Iterator[None]:
    """Let help texts, and typer's own headings, stand in the language chosen for a while."""
    written = [(part, part.help) for part in parts if getattr(part, "help", None)]
    _translate_headings()
    for part, english in written:
        part.help = _(english)
    try:
        yield
    finally:
        for part, english in written:
            part.help = english


def _translate_headings() -> None:
    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.DEFAULT_STRING = _("[default: {}]")
    rich_utils.ENVVAR_STRING = _("[env var: {}]")
    rich_utils.REQUIRED_LONG_STRING = _("[required]")
