"""DIR/<student>/report.html: all that concerns one student, nothing of anybody else."""

import os
import re
import urllib.parse
from itertools import pairwise

import pytest

from autograder.exporters import ExportError
from autograder.exporters.harmless import folder_name
from autograder.exporters.html import render, render_student, write_page, write_student_page
from autograder.exporters.json_file import write_result
from autograder.report import Report
from autograder.text import Text


@pytest.fixture(params=["ja", "en"])
def language(request):
    return request.param


def test_it_lies_beside_the_result(tmp_path, the_class, language):
    for report in the_class:
        path = write_student_page(report, tmp_path, language)
        assert path == write_result(report, tmp_path, language).with_name("report.html")
        assert path.read_text(encoding="utf-8") == render_student(report, language)


def test_it_says_what_the_class_report_says_of_the_student(the_class, language):
    page = render_student(the_class[3], language)
    for words in (
        {"ja": "<code>dbias</code> の形が違います", "en": "<code>dbias</code> has the wrong shape"}[language],
        {"ja": "道が何本あるか", "en": "count the paths"}[language],
        "a03/#batch",
        "19 / 25",
        "layers.py",
    ):
        assert words in page
    assert f'<html lang="{language}">' in page
    assert {"ja": "100 MB を超える", "en": "more than 100 MB"}[language] in render_student(the_class[9], language)


def test_nobody_else_is_in_it(the_class, language):
    for report in the_class:
        page = render_student(report, language)
        others = [other.student for other in the_class if other is not report]
        assert report.student in page
        assert not [name for name in others if name in page or name.partition("_")[0] in page]
        assert str(report.seed) not in page
        assert not re.search(r"<script|<a |https?:|url\(", page)


def test_practice_is_said(practice_class, language):
    banner = {"ja": "練習用・成績には使えません", "en": "Practice, not for grades"}[language]
    assert all(banner in render_student(report, language) for report in practice_class)


def test_headings_come_in_order(the_class, language):
    for report in the_class:
        levels = [int(level) for level in re.findall(r"<h(\d)", render_student(report, language))]
        assert levels[:2] == [1, 2]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


HOSTILE = [
    "../../etc",
    "a/b",
    "javascript:alert(1)",
    '"><script>x</script>',
    "con",
    "report.html",
    "a?b#c%2e",
    "",
    "長" * 300,
]


@pytest.mark.parametrize("student", HOSTILE)
def test_the_class_report_links_to_it_whatever_the_student_is_called(tmp_path, make_report, student):
    report = make_report(student, message=Text.same(student))
    path = write_student_page(report, tmp_path, "en")
    page = write_page([report], tmp_path, "en").read_text(encoding="utf-8")
    (address,) = [link for link in re.findall(r'href="([^"]*)"', page) if not link.startswith("#")]
    assert not urllib.parse.urlsplit(address).scheme
    assert tmp_path / urllib.parse.unquote(address) == path
    assert path.resolve().parent.parent == tmp_path.resolve()
    assert "<script>x" not in path.read_text(encoding="utf-8")
    assert path.parent.name == folder_name(student)


def test_it_is_written_whole_or_not_at_all(tmp_path, monkeypatch, the_class):
    path = write_student_page(the_class[0], tmp_path, "en")
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError):
        write_student_page(Report(the_class[0].student, 1, "bwrap", ()), tmp_path, "en")
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["report.html"]


def test_the_class_report_has_a_link_for_each(the_class, language):
    page = render(the_class, language)
    assert page.count(f">{'この人だけのページ' if language == 'ja' else 'A page for this student alone'}</a>") == len(
        the_class
    )
