"""Text for people, in the course's two languages. Anybody may import this; it imports nothing of the project."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Text:
    """One message, written twice by someone who teaches; `text["ja"]` and `text["en"]` read it."""

    ja: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.ja if language == "ja" else self.en

    def __bool__(self) -> bool:
        return bool(self.ja or self.en)

    def format(self, **values: object) -> Text:
        """Fill in `{names}`; a value that is itself a Text is put in in the language it goes into."""
        filled = {language: self[language].format(**_in(language, values)) for language in LANGUAGES}
        return Text(**filled)

    @classmethod
    def same(cls, words: object) -> Text:
        """What needs no translation: a name, a number, an exception's own words."""
        return cls(ja=str(words), en=str(words))

    @classmethod
    def join(cls, texts: Iterable[Text], separator: str = "\n") -> Text:
        """Several texts as one."""
        parts = list(texts)
        return cls(ja=separator.join(part.ja for part in parts), en=separator.join(part.en for part in parts))


NOTHING = Text("", "")


def _in(language: Language, values: dict[str, object]) -> dict[str, object]:
    return {name: value[language] if isinstance(value, Text) else value for name, value in values.items()}


def default_language() -> Language:
    """Japanese where the locale says so, else English; `--lang` overrides it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"
