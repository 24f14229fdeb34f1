"""Text in two languages."""

from __future__ import annotations

import pytest

from autograder.text import NOTHING, Text, default_language


def test_each_language_is_filled_in_from_its_own() -> None:
    name = Text(ja="線形層", en="the linear layer")
    text = Text(ja="{name} は {n} 点", en="{name}: {n} points").format(name=name, n=3)
    assert text == Text(ja="線形層 は 3 点", en="the linear layer: 3 points")


def test_braces_in_a_value_are_data() -> None:
    assert Text.same("{what}").format(what="{0} {x.y}")["en"] == "{0} {x.y}"


def test_join_and_truth() -> None:
    assert Text.join([Text("あ", "a"), Text("い", "b")], " / ") == Text("あ / い", "a / b")
    assert not NOTHING
    assert Text("", "x")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_default_language_is_the_locales(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert default_language() == language
