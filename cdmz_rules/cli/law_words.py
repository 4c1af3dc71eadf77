"""What the law's checks say, in the language chosen.

They speak English, some of it the schema library's; a message is found again by its fixed words, and what stands between is kept.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cdmz_rules.cli.language import N_, _, chosen

MESSAGES = (
    N_("a number is too large"),
    N_("the file is larger than {number} bytes"),
    N_("the file is not UTF-8 text"),
    N_("save it as UTF-8"),
    N_("the file cannot be read: {reason}"),
    N_("this is not YAML"),
    N_('the key "{key}" stands twice'),
    N_("aliases are not used here"),
    N_("the file holds too many items"),
    N_("lists and mappings lie too deep in one another"),
    N_("a key is one word"),
    N_("only one document may stand in a file"),
    N_("a quotation mark is opened here and never closed"),
    N_("a tab stands where only blanks may: indent by blanks"),
    N_("a text that begins with this character needs quotation marks"),
    N_("a list or mapping in brackets is not finished, or lacks a comma"),
    N_("a colon stands where none may: mend the indentation, or put a text with a colon in quotes"),
    N_("a colon is missing after a key, or the indentation is wrong"),
    N_("the indentation is wrong, or something follows after a text or bracket has ended"),
    N_("could not determine a constructor for the tag {tag}"),
    N_("there is no such folder"),
    N_("a rulebook is a folder that holds parameters/, variables/, reforms/ and registry/"),
    N_("the folder holds no parameters"),
    N_("name a folder of parameters, an overlay, or a law: parameters/, variables/, reforms/ and registry/"),
    N_("only .yaml files belong here"),
    N_("checked_by belongs into an overlay"),
    N_("take the name out"),
    N_("a parameter file is a mapping"),
    N_("start with `description:`"),
    N_("the dates do not ascend"),
    N_("put the oldest first"),
    N_("this is no register of what stood before"),
    N_("the last days do not ascend"),
    N_("put the oldest record first"),
    N_("{day} lies before the first release, {first}"),
    N_("no document {name} in the register"),
    N_("add the document to sources.yaml"),
    N_("did you mean {name}?"),
    N_("this key has no meaning here"),
    N_("`until` {day} lies before the first day"),
    N_("{value} is no number"),
    N_("{value} is no boolean"),
    N_("{value} is no choice"),
    N_("{value} is no places"),
    N_("{value} is no date"),
    N_("{value} is no place; known: {names}"),
    N_("{value} is no unit; known: {names}"),
    N_("{value} is no day of the form 2026-01-31"),
    N_("{value} lies outside the item's bounds {bounds}"),
    N_("{value} is out of range"),
    N_("{value} is not a finite number"),
    N_("{value} is neither yes nor no"),
    N_("{value} is not one of the choices"),
    N_("{value} is no list of places"),
    N_("{value} is no calendar day"),
    N_("{value} has a time of day; write the day alone"),
    N_("no value is given"),
    N_("expected: {what}"),
    N_("nothing is said about the time from {day}"),
    N_("write a value or a null with its reason"),
    N_("until and on_expiry go together: say what happens after the last day"),
    N_("a null is either `unknown: {{zh, en}}` or `not_in_force: {{zh, en}}`, with the reason"),
    N_("an unknown names whom to ask: `ask`"),
    N_("a known value needs {names}"),
    N_("a known value is neither unknown nor not in force"),
    N_("`choices` belong to kind `choice`, and to it alone"),
    N_("a change has one of `value`, `rule` and `not_in_force`"),
    N_("a change needs its first day: `from`"),
    N_("a computed value states the unit to which it is rounded: `round_to`"),
    N_("what is removed cannot be phased in"),
    N_("a change needs its first day: `from` here, or `effective` for the whole reform"),
    N_("a pack fills what is unknown by `value`, `copy_of` or `not_in_force`"),
    N_("`not_in_force` and `placeholder` belong to packs; a reform says `rule: remove`"),
    N_("`until` {day} lies before the first day {first}"),
    N_("it is phased in until {day}, which is not after {first} and within its days"),
    N_("it sets more than {number} values, counted by place and step"),
    N_("a rule is either `copy_of: place` or `scale_by: factor`"),
    N_("`switches` belong to a reform that says from when: `effective`"),
    N_("it changes nothing: write `parameters`, `switches` or `includes`"),
    N_("no value of it is better than another: best and worst say nothing"),
    N_("only a number can be computed or phased in, and it is a {kind}"),
    N_("a cycle of copies: {places}"),
    N_("it sets {place} twice from {day}"),
    N_("name each place once for any day"),
    N_("the overlay folder does not exist"),
    N_("create it or unset CDMZ_LAW_OVERLAY"),
    N_("the law has no item {path}"),
    N_("known here: {names}"),
    N_("there is no variable {name}"),
    N_("there is no benefit {name}"),
    N_("there is no document {name}"),
    N_("there is no domain {name}"),
    N_("there is no input {name}"),
    N_("no label of the law says {name}"),
    N_("there is no input, or it stands in a group already: {name}"),
    N_("it cannot have the value {name}"),
    N_("this is not Python: {reason}"),
    N_("{statement} does not belong into a file of the law"),
    N_("a file of the law imports only from cdmz_rules.model, by name"),
    N_("a sum of {one} and {other}"),
    N_("a difference of {one} and {other}"),
    N_("the lesser of {one} and {other}"),
    N_("the greater of {one} and {other}"),
    N_("a comparison of {one} and {other}"),
    N_("a choice between {one} and {other}"),
    N_("a remainder of {one} by {other}"),
    N_("a conversion of {one} to {other}"),
    N_("in place of {other} stands {one}"),
    N_("an exponent or logarithm of {one}, not of {other}"),
    N_("the unit declared is {unit}, and the formula gives {inferred}"),
    N_("convert one of them, or mend the unit that is wrong"),
    N_("what {operation} does to units is not known"),
    N_("say it in cdmz_rules/plan/units/operations.py"),
    N_("nothing needs `counts_as`"),
    N_("nothing says whose rule applies"),
    N_("write `governed_by: <variable>` here or in the folder's index.yaml"),
    N_("this is no snapshot of the law"),
    N_("write one with cdmz law snapshot FILE.zip"),
    N_("the law in it is not the one that its manifest names"),
    N_("load it with cdmz-rules {version}"),
    N_("the archive is larger than {number} bytes"),
    N_("the archive holds more than {number} files"),
    N_("a file stands twice in the archive"),
    N_("{name} does not belong in a snapshot"),
    N_("{name} is too large"),
    N_("{name} is no mapping"),
    N_("{name} does not fit the schema"),
    N_("{name} is not as the manifest says: the archive was changed"),
    N_("the snapshot has the layout {number}, not {known}"),
    N_("the snapshot was made with another {name}: {what}"),
    N_("name the overlay it was made with in CDMZ_LAW_OVERLAY, or use that cdmz-rules"),
    N_("a register is a mapping"),
    N_("the file is missing"),
    N_("a law that has formulas has registers: registry/jurisdictions.yaml, sources.yaml and population.yaml"),
    N_("units are the engine's own, the same for every law: this file is not read"),
    N_("remove it, and use the units of cdmz_rules/registry/units.yaml"),
    N_("no place has an office of the domain {name}"),
    N_("nothing names the office {name}"),
    N_("{name} was not read in its official text"),
    N_("write `reported`"),
    N_("a place is a mapping"),
    N_("there is no place {name}"),
    N_("there is no level {name}"),
    N_("{name} lies in itself"),
    N_("write {names}"),
    N_("Field required"),
    N_("Extra inputs are not permitted"),
    N_("Input should be {what}"),
    N_("String should {what}"),
    N_("List should {what}"),
    N_("Dictionary should {what}"),
)


def in_words(message: str) -> str:
    """A message of a check in the language chosen; what stands before a colon is a place in the file."""
    if chosen() == "en":
        return message
    for english, pattern in _patterns():
        match = pattern.fullmatch(message)
        if match:
            return _(english).format(**match.groupdict())
    place, colon, rest = message.partition(": ")
    return f"{place}：{in_words(rest)}" if colon else message


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((english, re.compile(_pattern(english), re.DOTALL)) for english in MESSAGES)


def _pattern(english: str) -> str:
    fixed = re.split(r"(?<!\{)\{(\w+)\}", english)
    parts = [_value(part) if position % 2 else re.escape(_unbraced(part)) for position, part in enumerate(fixed)]
    if not fixed[0]:
        parts[1] = _value(fixed[1], "(?!: ).")  # what stands before a colon is no value, but a place in the file
    return "".join(parts)


def _value(name: str, letter: str = ".") -> str:
    return f"(?P<{name}>(?:{letter})+?)"


def _unbraced(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")
