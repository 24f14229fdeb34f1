"""report.html by its structure: what is said, where, and in which elements."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from autograder.exporters.html import render, write_page
from autograder.report import AssignmentResult, CheckResult, ExerciseResult, Report
from autograder.text import Text

VOID = {"meta", "rect", "br", "input"}


class Page(HTMLParser):
    """Elements in order, as (tag, attributes, text within)."""

    def __init__(self, source):
        super().__init__()
        self.elements, self._open = [], []
        self.feed(source)
        assert not self._open, "every element is closed"

    def handle_starttag(self, tag, attrs):
        element = [tag, dict(attrs), ""]
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append([tag, dict(attrs), ""])

    def handle_endtag(self, tag):
        assert self._open.pop()[0] == tag

    def handle_data(self, data):
        for element in self._open:
            element[2] += data

    def all(self, tag, **attributes):
        return [element for element in self.elements if element[0] == tag and attributes.items() <= element[1].items()]

    def text(self, tag, **attributes):
        return [" ".join(element[2].split()) for element in self.all(tag, **attributes)]

    def student(self, number):
        return " ".join(self.all("section", id=f"student-{number}")[0][2].split())


@pytest.fixture(params=["ja", "en"])
def language(request):
    return request.param


def test_the_file_is_the_page(tmp_path, the_class, language):
    path = write_page(the_class, tmp_path, language)
    assert path == tmp_path / "report.html"
    assert path.read_text(encoding="utf-8") == render(the_class, language)


def test_language_and_title(the_class, language):
    page = Page(render(the_class, language))
    assert page.all("html")[0][1] == {"lang": language}
    title = {"ja": "層の逆伝播", "en": "Backward through the layers"}[language]
    assert page.text("h1") == [title]
    assert title in page.text("title")[0]


def test_headings_come_in_order(the_class, practice_class, language):
    for reports in (the_class, practice_class, the_class[9:10], []):
        levels = [
            int(element[0][1])
            for element in Page(render(reports, language)).elements
            if element[0][0] == "h" and element[0][1:].isdigit()
        ]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_class_comes_first(the_class):
    page = Page(render(the_class, "en"))
    assert page.text("dt") == ["Students", "Mean points", "Full marks", "Could not be graded"]
    assert page.text("dd") == ["12", "17.0 / 25", "2", "1"]
    assert page.text("h2")[:2] == ["The class", "Points by exercise"]
    assert page.text("h2")[-1] == "Student by student"


def test_bars_say_in_words_what_they_show(the_class):
    page = Page(render(the_class, "en"))
    said = page.text("span", **{"class": "unseen"})
    assert said[:9] == [
        "0 points: 2 students",
        *(f"{points} points: 0 students" for points in (1, 2, 3)),
        "4 points: 1 student",
        "5 points: 0 students",
        "6 points: 3 students",
        "7 points: 0 students",
        "8 points: 5 students",
    ]


def test_misconceptions_are_ranked_with_their_hints(the_class, language):
    page = Page(render(the_class, language))
    ranked = page.text("ol", **{"class": "misconceptions"})[0]
    titles = {
        "ja": ["バイアスの勾配をバッチで足していない", "重みの勾配が転置されている"],
        "en": ["Bias gradient not summed over the batch", "Weight gradient transposed"],
    }[language]
    assert ranked.index(titles[0]) < ranked.index(titles[1])
    assert {"ja": "3 人 / 12", "en": "3 students / 12"}[language] in ranked
    assert {"ja": "図にかいて数えてみましょう", "en": "count the paths that lead from b to the loss"}[
        language
    ] in ranked
    assert "a03/#batch" in ranked


def test_the_table_leads_to_each_student(the_class, language):
    page = Page(render(the_class, language))
    assert {element[1].get("scope") for element in page.all("th")} == {"col", "row"}
    targets = {element[1]["id"] for element in page.elements if "id" in element[1]}
    links = page.all("a")
    inside = [link[1]["href"] for link in links if link[1]["href"].startswith("#")]
    assert all(address[1:] in targets for address in inside)
    assert len(links) - len(inside) == len(the_class)  # and one each to a student's own page
    for number, report in enumerate(the_class, 1):
        assert [report.student] == [link[2] for link in links if link[1]["href"] == f"#student-{number}"][-1:]
        assert report.student in page.student(number)


def test_a_student_reads_status_message_hint_and_pointer(the_class, language):
    section = Page(render(the_class, language)).student(4)
    for words in {
        "ja": [
            "19 / 25 点",
            "✗ 結果が違います",
            "期待した形は (3,)",
            "ヒント",
            "図にかいて",
            "資料: a03/#batch",
            "layers.py",
        ],
        "en": [
            "19 / 25",
            "✗ wrong result",
            "expected (3,)",
            "Hint",
            "count the paths",
            "Handout: a03/#batch",
            "layers.py",
        ],
    }[language]:
        assert words in section


def test_notes_and_refusals_are_told(the_class):
    page = Page(render(the_class, "en"))
    assert "layers.ipynb" in page.student(2)
    assert "of the notebook were left out" in page.student(2)
    assert "unpacks to more than 100 MB" in page.student(10)


def test_a_message_shared_by_all_checks_is_shown_once(the_class, language):
    page = Page(render(the_class, language))
    assert page.student(7).count("was never closed") == 1
    assert page.student(5).count({"ja": "まだ書かれていません", "en": "is not written yet"}[language]) == 1
    crashed = page.student(11)
    assert crashed.count("do not fit") == 1  # one exercise, three checks
    assert crashed.count({"ja": "! エラー", "en": "! error"}[language]) == 3


@pytest.mark.parametrize(
    ("status", "symbol", "ja", "en"),
    [
        ("failed", "✗", "結果が違います", "wrong result"),
        ("error", "!", "エラー", "error"),
        ("timeout", "…", "時間切れ", "timed out"),
        ("not_implemented", "–", "未実装", "not written yet"),
        ("passed", "✓", "合格", "passed"),
    ],
)
def test_a_status_is_a_symbol_and_words(make_report, language, status, symbol, ja, en):
    page = Page(render([make_report("a", Linear={"_0": (status, {})})], language))
    assert f"{symbol} {ja if language == 'ja' else en}" in page.student(1)


def test_practice_is_loud_at_the_top_and_for_each_student(the_class, practice_class, language):
    banner = {"ja": "練習用・成績には使えません", "en": "Practice, not for grades"}[language]
    source = render(practice_class, language)
    assert source.index(banner) < source.index("<h1")
    assert all(banner in Page(source).student(number) for number in range(1, 13))
    assert banner not in render(the_class, language)
    mixed = Page(render([*the_class[:1], *practice_class[1:2]], language))
    assert banner not in mixed.student(1)
    assert banner in mixed.student(2)


def test_several_assignments_each_have_their_mean(make_report):
    both = [Report("a", 1, "bwrap", (*make_report("a").assignments, _other(make_report("a").assignments[0])))]
    page = Page(render(both, "en"))
    assert page.text("h1") == ["Grading report"]
    assert page.text("dt") == ["Students", "Mean points Backward through the layers", "Mean points Engine"]
    assert page.text("h4") == ["Backward through the layers a03_layers 25 / 25", "Engine a04_engine 25 / 25"]


def _other(assignment):
    return type(assignment)("a04_engine", Text("エンジン", "Engine"), "engine.py", assignment.exercises)


def test_an_empty_class_and_a_refused_one_are_pages(language):
    assert Page(render([], language)).text("h1")
    assert Page(render([Report("a", 1, "bwrap", ())], language)).student(1)


def test_the_policy_allows_the_one_style_sheet_and_the_one_script_and_nothing_else(the_class):
    source = render(the_class, "en")
    page = Page(source)
    style, script = (
        base64.b64encode(hashlib.sha256(page.all(tag)[0][2].encode()).digest()).decode() for tag in ("style", "script")
    )
    (policy,) = (meta[1]["content"] for meta in page.all("meta", **{"http-equiv": "Content-Security-Policy"}))
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}';"
        " base-uri 'none'; form-action 'none'"
    )
    assert (len(page.all("style")), len(page.all("script"))) == (1, 1)
    assert not [element for element in page.elements if {"style", "src", "onclick", "onload"} & element[1].keys()]
    assert not re.search(r"url\(|@import|https?:", source)


@pytest.mark.parametrize(
    "words",
    [
        "<script>x</script>",
        '"><img src=x onerror=x>',
        "'><svg onload=x>",
        "{{7*7}}",
        "{% raw %}",
        "&lt;b&gt;",
        "`<b>`",
        "[red]x[/]",
    ],
)
def test_what_students_write_is_text(make_report, words):
    text = Text.same(words)
    wrong = {"message": text, "diagnosis": words, "diagnosis_title": text, "hint": text, "handout": words}
    report = make_report(words, source=words, notes=(text,), message=text, Linear={"_0": ("failed", wrong)})
    page, usual = Page(render([report], "en")), Page(render([make_report("a", message=Text.same("m"))], "en"))
    new = {element[0] for element in page.elements} - {element[0] for element in usual.elements}
    assert new <= {"div", "ul", "li", "ol", "p", "details", "summary", "h3", "code", "label", "select", "option"}
    shown = words.replace("`", "") if words.startswith("`") else words  # backticks set code, in messages alone
    assert words in page.text("h3", id="name-1")[0]
    assert page.text("p", **{"class": "prose message"}) == [shown]


def test_controls_and_direction_marks_are_gone(make_report):
    words = "a\x1b[31m\x07\u202eb\ud800"
    report = make_report(words, message=Text.same(words))
    assignment = replace(report.assignments[0], id=words, title=Text.same(words))
    source = render([replace(report, assignments=(assignment,))], "en")
    assert not set(source) & set("\x1b\x07\u202e\ud800")


def test_a_long_name_is_cut(make_report):
    page = re.sub('href="[^"]*"', "", render([make_report("x" * 10_000)], "en"))  # a folder's name may be longer
    assert page.count("x" * 100) == 0


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_was_kept_from_costing_points_is_said(language):
    note = Text("`Linear` を取り替えて採点しました。", "Graded with a right `Linear`.")
    checks = (CheckResult("forward", Text("順伝播", "forward"), "passed", 1),)
    exercise = ExerciseResult("Sequential", Text("層をつなぐ", "Layers in sequence"), checks, note)
    result = AssignmentResult("a03_layers", Text("層", "Layers"), "layers.py", (exercise,))
    page = render([Report("tanaka", 1, "bwrap", (result,))], language)
    assert note[language].replace("`Linear`", "<code>Linear</code>") in page
