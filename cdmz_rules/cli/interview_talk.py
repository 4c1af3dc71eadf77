"""An interview in a terminal: what is asked, what is answered, and one step back."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from cdmz_rules.cli import failures, files, interview_view
from cdmz_rules.cli.interview_answers import NOT_KNOWN, Unclear, answer, names_of
from cdmz_rules.cli.language import N_, _
from cdmz_rules.cli.screen import screen
from cdmz_rules.decisions.case_file import holder
from cdmz_rules.decisions.situation import check_day, parse
from cdmz_rules.errors import InputError
from cdmz_rules.files import yaml as yamls
from cdmz_rules.i18n.text import Text as Both
from cdmz_rules.i18n.words import Words
from cdmz_rules.interview.interview import asked_for, interview
from cdmz_rules.interview.parts import InputAsked, Interview
from cdmz_rules.reading import china
from cdmz_rules.rulebook import Rulebook

WORDS = {
    "back": (N_("back"), "b"),
    "why": (N_("why"), "w"),
    "save": (N_("save"), "s"),
    "stop": (N_("stop"), "q"),
}
"""What can be typed instead of an answer, as a word of the language spoken, in English, or by a letter."""
ANSWERS = Path("answers.yaml")


class Stop(Exception):
    """Nobody wants to answer any more."""


def talk(rulebook: Rulebook, which: str, begun: dict[str, Any] | None, day: str | None, output: Path | None) -> None:
    """Interview whoever sits at the terminal.

    Raises:
        InputError: if there is no such benefit, the day is none, or what is known already is wrong.
    """
    with suppress(Stop):
        Talk.begin(rulebook, which, begun, day, output).hold()


@dataclass
class Talk:
    """What was answered so far.

    Attributes:
        rulebook: The rules.
        benefits: What is asked for.
        day: The day decided for.
        case: What is known of the household.
        output: Where it is written.
        skipped: What nobody knows.
        before: How it stood before each answer.
    """

    rulebook: Rulebook
    benefits: Sequence[str]
    day: date
    case: dict[str, Any]
    output: Path | None
    skipped: list[str] = field(default_factory=list)
    before: list[tuple[dict[str, Any], list[str]]] = field(default_factory=list)

    @classmethod
    def begin(
        cls, rulebook: Rulebook, which: str, begun: dict[str, Any] | None, day: str | None, output: Path | None
    ) -> Talk:
        """Begin with what is known already, or with who the household is.

        Raises:
            InputError: if there is no such benefit, the day is none, or what is known already is wrong.
        """
        benefits = asked_for(rulebook, [which])
        named = day or (begun or {}).get("date")
        decided = check_day(named) if named else china.today()
        # What is written down is what was understood: an identity number is none of it.
        known = dict(parse(rulebook.catalogue, begun, decided).raw) if begun is not None else {}
        talk = cls(rulebook, benefits, decided, known, output)
        screen().print(interview_view.help_line())
        if len(benefits) > 1:
            talk.benefits = talk._concerned() or benefits
        if begun is None:
            talk.case = {"members": [{"role": role} for role in talk._members()]}
        return talk

    def hold(self) -> None:
        """Ask until nothing that anybody knows can change an answer, then say the answer, and write down what was told."""
        while True:
            try:
                said = self._said()
                while said.questions:
                    said = self._screen(said)
            except Stop:
                said = self._said()
            for part in interview_view.last(self.rulebook, self.case, said):
                screen().print(part)
            if not self._kept():
                break
        for line in interview_view.in_full(said, self.output):
            screen().print(line, soft_wrap=True)

    def _kept(self) -> bool:
        """Write the answers, or go back a step; whether it goes on."""
        if self.output is None:
            screen().print(interview_view.where_to(ANSWERS))
            try:
                typed = self._typed()
            except Stop:
                return False
            if typed == "back" and self._undo():
                return True
            self.output = ANSWERS if typed == "save" else None if typed in (*NOT_KNOWN, *WORDS) else Path(typed)
        self._write(self.output)
        return False

    def _undo(self) -> bool:
        """Take the last answer back, if there is one."""
        if self.before:
            self.case, self.skipped = self.before.pop()
            return True
        return False

    def _said(self) -> Interview:
        return interview(self.case, self.benefits, self.day, skipped=self.skipped, rulebook=self.rulebook)

    def _screen(self, said: Interview) -> Interview:
        """Ask what stands on one screen, as long as it can matter."""
        names = [question.name for question in said.questions]
        for part in interview_view.so_far(said):
            screen().print(part)
        for question in said.questions:
            if question.name not in said.may_matter:
                continue
            if not self._ask(question):
                return self._said()
            said = self._said()
            if question.name != names[-1] and said.questions:
                for part in interview_view.moved(said):
                    screen().print(part)
        return said

    def _ask(self, question: InputAsked) -> bool:
        """Ask one question until there is an answer to it; whether there was, and not a step back."""
        for part in interview_view.question(self.rulebook.catalogue, question):
            screen().print(part)
        while True:
            typed = self._typed()
            if typed == "back":
                if self._undo():
                    return False
            elif typed == "save":
                self._write(self.output or ANSWERS)
            elif typed == "why":
                screen().print(interview_view.why(question))
            elif self._take(question, typed):
                return True

    def _take(self, question: InputAsked, typed: str) -> bool:
        """Take an answer over; whether it was one."""
        try:
            key, value = answer(self.rulebook.catalogue, question, typed, self.day)
        except Unclear as unclear:
            screen().print(Text(failures.of_input(unclear.problem), style="yellow"))
            return False
        before = copy.deepcopy(self.case), [*self.skipped]
        if value is None:
            self.skipped.append(question.name)
        else:
            holder(self.case, question.name)[0][key] = value
            try:
                self.case = dict(parse(self.rulebook.catalogue, self.case, self.day).raw)
            except InputError as error:
                for problem in error.problems:
                    screen().print(Text(failures.of_input(problem), style="yellow"))
                self.case = before[0]
                return False
        self.before.append(before)
        return True

    def _typed(self) -> str:
        """What somebody types; a command by its English word.

        Raises:
            Stop: if it is the last.
        """
        try:
            typed = screen().input("> ").strip()
        except (EOFError, KeyboardInterrupt) as end:
            raise Stop from end
        for command, (word, letter) in WORDS.items():
            if typed.lower() in (command, letter, _(word)):
                if command == "stop":
                    raise Stop
                return command
        return typed

    def _concerned(self) -> list[str]:
        labels = {name: self.rulebook.benefits[name].label for name in self.benefits}
        return list(dict.fromkeys(self._several(interview_view.concerned(labels), labels)))

    def _members(self) -> list[str]:
        first, *others = self.rulebook.catalogue.roles
        words = {role: self.rulebook.catalogue.role_words[role] for role in others}
        return [first, *self._several(interview_view.members(words), words, self.rulebook.catalogue.single_roles)]

    def _several(
        self, parts: Iterable[RenderableType], words: Mapping[str, Both | Words], once: Sequence[str] = ()
    ) -> list[str]:
        """Some of several, by number or words, a few of them no more than once; none if nothing is typed."""
        for part in parts:
            screen().print(part)
        while True:
            try:
                return names_of(self._typed(), words, once)
            except Unclear as unclear:
                screen().print(Text(failures.of_input(unclear.problem), style="yellow"))

    def _write(self, file: Path | None) -> None:
        if file is None:
            return
        kept = {"date": self.day.isoformat(), **{key: self.case[key] for key in self.case if key != "date"}}
        files.write_text(file, yamls.dump(kept))
        files.wrote(file)
