"""Words as a part of an answer: `Text`, and `Part`, the base of every part."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from cdmz_rules.i18n.words import Words, both


class Part(BaseModel):
    """The base of every part of an answer: frozen, nothing unnamed."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Text(Part):
    """A phrase in both languages."""

    zh: str
    en: str

    @property
    def words(self) -> Words:
        """The same as plain words."""
        return Words(self.zh, self.en)


@lru_cache(maxsize=8192)
def text(words: Words | str) -> Text:
    """Words as a part of an answer."""
    pair = both(words)
    return Text(zh=pair.zh, en=pair.en)
