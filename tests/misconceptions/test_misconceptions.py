"""The hints: both languages, no answer in them, one name each; and how they are declared."""

from __future__ import annotations

import re

import pytest

from autograder.authoring.markers import find_regions
from autograder.course import Assignment, load_course
from autograder.misconceptions import Misconception, _kebab, misconception, misconceptions_of, variant

EVERY = [(assignment, wrong) for assignment in load_course() for wrong in misconceptions_of(assignment)]
EACH = pytest.mark.parametrize(("assignment", "wrong"), EVERY, ids=lambda value: getattr(value, "id", None))
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def solution_lines(assignment: Assignment) -> list[str]:
    text = assignment.source.read_text(encoding="utf-8")
    lines = text.splitlines()
    regions = find_regions(text, assignment.source)
    inside = [line.strip() for region in regions for line in lines[region.begin : region.end - 1]]
    code = [line.partition("#")[0].strip().removeprefix("return ") for line in inside]
    return [line for line in code if len(line) > 12]


@EACH
def test_hint_and_title_are_in_both_languages(assignment: Assignment, wrong: Misconception) -> None:
    for text in (wrong.hint, wrong.title):
        assert JAPANESE.search(text.ja)
        assert not JAPANESE.search(text.en)
        assert text.en
    assert wrong.hint.ja.endswith(("。", "か。", "う。"))
    assert wrong.handout.startswith(f"{assignment.id[:3]}/#")


@EACH
def test_hint_does_not_give_the_answer(assignment: Assignment, wrong: Misconception) -> None:
    words = "".join((wrong.hint.ja + wrong.hint.en).split())
    lines = solution_lines(assignment)
    assert lines
    for line in lines:
        assert "".join(line.split()) not in words


@EACH
def test_it_replaces_something_of_the_reference_by_something_else(assignment: Assignment, wrong: Misconception) -> None:
    assert hasattr(variant(assignment), wrong.replaces)
    assert getattr(variant(assignment, wrong), wrong.replaces) is not getattr(variant(assignment), wrong.replaces)


def test_ids_are_unique() -> None:
    ids = [wrong.id for _, wrong in EVERY]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("name", "kebab"),
    [("MissingBatchSum", "missing-batch-sum"), ("CutToFloat32", "cut-to-float32"), ("sums_twice", "sums-twice")],
)
def test_id_is_the_name_in_kebab_case(name: str, kebab: str) -> None:
    assert _kebab(name) == kebab


@pytest.mark.parametrize("doc", [None, "ja: だけ", "en: only", "neither"])
def test_a_hint_in_one_language_is_refused(doc: str | None) -> None:
    def wrong() -> None: ...

    wrong.__doc__ = doc
    with pytest.raises(ValueError, match="part `en:`"):
        misconception("Linear", ja="誤り", en="wrong", handout="a03/#x")(wrong)
