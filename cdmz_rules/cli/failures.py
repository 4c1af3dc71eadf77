"""Mistakes, one line each: where, what, and how to mend it, in the language chosen; exit code 2."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from cdmz_rules.cli.language import N_, _, aside, chosen, labelled, listed
from cdmz_rules.cli.law_words import in_words
from cdmz_rules.errors import InputError, LawFileError, LawProblem, Problem, nearest

MISTAKE = 2

# The base of every mistake in how a command is called: typer exports only this one of its kinds.
UsageError: type[Any] = typer.BadParameter.__mro__[1]

SYSTEM = (
    N_("No such file or directory"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("Permission denied"),
    N_("File exists"),
    N_("No space left on device"),
    N_("Read-only file system"),
    N_("File name too long"),
)


def report(error: Exception) -> int:
    """Say what is wrong, one line each, and return the exit code of a mistake."""
    for place, message in _lines(error):
        _print(place, message)
    return MISTAKE


def _lines(error: Exception) -> list[tuple[str, str]]:
    if isinstance(error, InputError):
        return [(problem.pointer, of_input(problem)) for problem in error.problems]
    if isinstance(error, LawFileError):
        return [(where(problem), of_law(problem)) for problem in error.problems]
    if isinstance(error, OSError):
        return [(str(error.filename or ""), _(str(error.strerror or error)))]
    return [("", str(error))]


def _print(place: str, message: str) -> None:
    line = Text(labelled(_("error"), ""), style="bold red")
    if place:
        line.append(labelled(printable(place), ""), style="bold")
    line.append(printable(message), style="not bold")
    Console(stderr=True, highlight=False, markup=False, emoji=False).print(line, soft_wrap=True)


def of_input(problem: Problem) -> str:
    """What is wrong with an input, what would be accepted, the other places of a contradiction, and the nearest valid name."""
    message = problem.message_zh if chosen() == "zh" else problem.message_en
    if problem.message_zh == problem.message_en:
        message = in_words(message)
    if problem.expected:
        message += _(" (expected: {expected})", expected=problem.expected)
    if problem.others:
        message += aside(labelled(_("see also"), listed(problem.others)))
    return with_suggestion(message, problem.did_you_mean)


def with_suggestion(message: str, near: str | None) -> str:
    """A message with the name that was probably meant."""
    return message + _('; did you mean "{name}"?', name=near) if near else message


def where(problem: LawProblem) -> str:
    """The file and line of a mistake; of a whole file or folder no line."""
    place = near_path(problem.file)
    return f"{place}:{problem.line}" if problem.line else place


def near_path(file: Path | str) -> str:
    """A file as one would name it from here."""
    path = Path(file)
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix() or "."
    except ValueError:
        return str(path)


def of_law(problem: LawProblem) -> str:
    """What is wrong with a file of the law, and how to mend it."""
    message = in_words(problem.message)
    if not problem.mend:
        return message
    return message + ("——" if chosen() == "zh" else " — ") + in_words(problem.mend)


def report_usage(error: Any) -> int:
    """Say how a command was called wrongly, and where its help is."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return MISTAKE
    context = error.ctx
    hint = _("see {command}", command=f"{context.command_path} --help") if context is not None else ""
    _print("", _of_usage(error) + (aside(hint) if hint else ""))
    return MISTAKE


def _of_usage(error: Any) -> str:
    kind, parameter = type(error).__name__, getattr(error, "param", None)
    if kind == "NoSuchOption":
        options = [option for known in error.ctx.command.get_params(error.ctx) for option in known.opts]
        return with_suggestion(
            _("there is no option {name}", name=error.option_name), nearest(error.option_name, options)
        )
    if kind == "MissingParameter" and parameter is not None:
        return _("{name} is missing", name=_name(parameter))
    if kind == "BadOptionUsage":
        takes_none = "does not take" in error.message
        text = _("{name} takes no value") if takes_none else _("{name} needs a value")
        return text.format(name=error.option_name)
    if parameter is not None:
        return _("{name} cannot be this; it takes {kind}", name=_name(parameter), kind=_kind(parameter))
    extra = re.search(r"extra argument.*\((.*)\)$", error.message)
    return _("{argument} is one argument too many", argument=extra.group(1)) if extra else _(error.message)


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "option":
        option = str(max(parameter.opts, key=len))
        return f"{option} ({parameter.envvar})" if parameter.envvar else option
    return str(parameter.metavar or parameter.name.upper())


def _kind(parameter: Any) -> str:
    """What a parameter takes: one of its choices, or what its name in help says."""
    kind = getattr(parameter, "type_descriptor", None) or getattr(parameter, "type", None)
    choices = [str(getattr(choice, "value", choice)) for choice in getattr(kind, "choices", None) or ()]
    return ", ".join(choices) or str(parameter.metavar or parameter.name)


def printable(text: str) -> str:
    """Text without control characters: what somebody sent may not steer the terminal."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)
