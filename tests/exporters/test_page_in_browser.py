"""report.html in headless Chromium: runs one script, asks for nothing, fits a phone, can be read in both schemes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from autograder.drawing import Drawing, DrawnNode
from autograder.exporters.html import write_page, write_student_page
from autograder.exporters.labels import LABELS
from autograder.handed_in import HandedIn
from autograder.lateness import Lateness, parse_due, parse_policy
from autograder.report import AssignmentResult, CheckResult, ExerciseResult, Report
from autograder.roster import Person, call_the_roll
from autograder.text import Text

PWN = "window.__pwned=1;alert(1)"
HOSTILE = [
    f"<script>{PWN}</script>",
    f'"><img src=x onerror="{PWN}">',
    f"'><svg/onload='{PWN}'>",
    f"</style><script>{PWN}</script>",
    f"</title><script>{PWN}</script>",
    f"--><script>{PWN}</script><!--",
    f"javascript:{PWN}",
    f"`<img src=x onerror={PWN}>`",
    "<link rel=stylesheet href=https://evil.example/a.css><iframe src=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "{{7*7}}{% raw %}{{ [].__class__ }}",
    "\x1b[31m\x07\u202e\ud800\x00",
    "長" * 5_000 + "x" * 5_000,
    "W" * 79,
    "👩\u200d💻 اسم عربي",
]


def hostile_report(words):
    """Every text that a report holds."""
    text = Text.same(words)
    node = DrawnNode(words, words, words, (), words, words, words, True)
    drawing = Drawing("gradients", (node, DrawnNode(words, "mul", words, (0, 0), words, words, words)), 0)
    statuses = ("passed", "failed", "error", "timeout", "not_implemented")
    checks = tuple(
        CheckResult(words, text, status, 2, Text.same(words + status), words + status, text, text, words, drawing)
        for status in statuses
    )
    exercises = tuple(ExerciseResult(f"{words}{n}"[-60:], text, checks) for n in range(2))
    return Report(words, 1, "process", (AssignmentResult(words, text, words, exercises, (text, text)),), text)


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture
def page(chromium, scheme):
    """A new page of a phone's width, whose `.asked` and `.acted` say what it requested and what a script did."""
    context = chromium.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.asked, page.acted = [], []
    page.on("request", lambda asked: page.asked.append(asked.url))
    page.on("dialog", lambda dialog: (page.acted.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: page.acted.append(message.text))
    page.on("pageerror", lambda error: page.acted.append(str(error)))
    page.on("popup", lambda popup: page.acted.append(popup.url))
    yield page
    context.close()


def open_report(page, reports, folder, language):
    path = write_page(reports, folder, language)
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    page.wait_for_timeout(50)
    return path.as_uri()


def scrolls_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_hostile_words_run_nothing_and_ask_for_nothing(page, tmp_path, language):
    reports = [hostile_report(words) for words in HOSTILE]
    address = open_report(page, reports, tmp_path, language)
    assert page.evaluate("window.__pwned") is None
    assert page.acted == []
    assert page.asked == [address]
    assert page.evaluate("document.images.length + document.querySelectorAll('iframe').length") == 0
    assert page.evaluate("document.scripts.length") == 1  # ours
    assert page.evaluate("document.querySelectorAll('section.student').length") == len(HOSTILE)
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_class_fits_the_screen(page, tmp_path, practice_class, language):
    open_report(page, practice_class, tmp_path, language)
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not scrolls_sideways(page), width
    assert page.acted == []  # the policy let the style sheet through, too
    assert page.evaluate("getComputedStyle(document.querySelector('.figures')).display") == "flex"


def drawn_graph():
    """In each language and font a box must hold its words: long ones, short ones, and the marked one."""
    nodes = [
        DrawnNode("x", "input", value="-0.123457", got="-1.23457e-10", expected="-1.23457e+10", wrong=True),
        DrawnNode("v1", "const", value="2"),
        DrawnNode("a", "add", "x + v1", (0, 1), "1.87654", "0.123457", "0.123457"),
        DrawnNode("f", "mul", "a × v1", (2, 1), "3.75309", "None", "1", wrong=True),
    ]
    return Drawing("gradients", tuple(nodes), 3)


OUTSIDE = """() => [...document.querySelectorAll('svg.graph g')].flatMap(group => {
  const box = group.querySelector('rect').getBBox();
  return [...group.querySelectorAll('text')].filter(text => {
    const words = text.getBBox();
    return words.x < box.x || words.x + words.width > box.x + box.width
      || words.y < box.y || words.y + words.height > box.y + box.height;
  }).map(text => text.textContent);
})"""


@pytest.mark.needs("dot")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_drawn_graph_can_be_read_on_a_phone(page, tmp_path, make_report, language):
    wrong = {"message": Text.same("m"), "drawing": drawn_graph()}
    open_report(page, [make_report("a", Linear={"_0": ("failed", wrong)})], tmp_path, language)
    assert page.evaluate("document.querySelectorAll('svg.graph g text').length") == 14
    assert page.evaluate(OUTSIDE) == []
    assert not scrolls_sideways(page)
    assert page.acted == []  # no style that the policy refuses
    title, description = page.locator("svg.graph title"), page.locator("svg.graph desc")
    assert page.get_by_role("img", name=title.text_content()).count() == 1
    assert "f = a × v1" in description.text_content()


@pytest.mark.needs("dot")
def test_a_drawn_graph_has_contrast_in_both_schemes(page, tmp_path, make_report, scheme):
    wrong = {"message": Text.same("m"), "drawing": drawn_graph()}
    open_report(page, [make_report("a", Linear={"_0": ("failed", wrong)})], tmp_path, "ja")
    ratios = page.evaluate(DRAWN_CONTRASTS)
    assert len(ratios) >= 14
    assert {words: ratio for words, ratio in ratios if ratio < 4.5} == {}
    assert page.evaluate("getComputedStyle(document.querySelector('svg.graph g.first rect')).strokeWidth") == "3px"


DRAWN_CONTRASTS = """() => {
  const light = color => color.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  return [...document.querySelectorAll('svg.graph g text')].map(text => {
    const grounds = [...text.parentNode.querySelectorAll('rect')];
    const ground = text.matches('.flag') ? grounds.find(rect => rect.matches('.flag')) : grounds[0];
    const pair = [text, ground].map(part => light(getComputedStyle(part).fill)).sort((a, b) => b - a);
    return [text.textContent, (pair[0] + .05) / (pair[1] + .05)];
  });
}"""


CONTRASTS = """() => {
  const parse = color => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const color = parse(getComputedStyle(e).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = {};
  for (const element of document.querySelectorAll('main *')) {
    if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
    const pair = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
    const name = element.tagName + '.' + element.className;
    found[name] = Math.min(found[name] ?? 99, (pair[0] + .05) / (pair[1] + .05));
  }
  return found;
}"""


def test_all_text_has_the_contrast_that_wcag_asks_for(page, tmp_path, practice_class, scheme):
    open_report(page, practice_class, tmp_path, "ja")
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 20
    assert {name: ratio for name, ratio in contrasts.items() if ratio < 4.5} == {}
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(21, 23, 26)") == (scheme == "dark")


def test_details_open_from_the_keyboard(page, tmp_path, the_class):
    page.goto(write_page(the_class, tmp_path, "en").as_uri())
    summary = page.locator("section.student summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("section.student details").first.get_attribute("open") is not None


def test_a_link_of_the_table_leads_to_the_student(page, tmp_path, the_class):
    page.goto(write_page(the_class, tmp_path, "ja").as_uri())
    page.locator("table a").nth(3).click()
    assert page.evaluate("document.querySelector(':target').querySelector('h3').innerText").startswith("s2026004_高橋")


def shown(page):
    return page.locator("table.students tbody tr:visible th a").all_inner_texts()


def press(page, name):
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def test_the_table_sorts_from_the_keyboard_and_says_so(page, tmp_path, the_class):
    page.goto(write_page(the_class, tmp_path, "en").as_uri())
    page.set_viewport_size({"width": 1280, "height": 800})
    before = shown(page)
    points = {report.student: report.score for report in the_class if report.assignments}
    press(page, "Points")
    *graded, refused = shown(page)
    assert [points[name] for name in graded] == sorted(points.values())
    assert refused == "s2026010_中村.zip"  # it has no points, so it is last
    assert page.locator("th[aria-sort]").all_inner_texts()[0].startswith("Points")
    press(page, "Points")
    assert page.locator("th[aria-sort=descending]").count() == page.locator("th[aria-sort]").count() == 1
    assert [points[name] for name in shown(page)[:-1]] == sorted(points.values(), reverse=True)
    assert shown(page)[-1] == refused
    press(page, "Linear")
    assert shown(page)[:2] == ["s2026005_田中さくら", "s2026007_伊藤"]
    press(page, "Student")
    assert shown(page) == before
    assert page.acted == []


def test_the_table_is_filtered_by_words_and_by_misconception(page, tmp_path, the_class):
    page.goto(write_page(the_class, tmp_path, "ja").as_uri())
    search = page.get_by_role("searchbox", name="検索")
    search.fill("ｓ2026004")  # the width does not matter
    assert shown(page) == ["s2026004_高橋"]
    assert page.get_by_role("status").inner_text() == "12 人中 1 人を表示"
    search.fill("")
    page.get_by_role("combobox", name="つまずき").select_option(index=1)
    assert shown(page) == ["s2026004_高橋", "s2026009_山本", "s2026011_小林"]
    search.fill("山本")
    assert shown(page) == ["s2026009_山本"]
    search.fill("nobody")
    assert shown(page) == []
    assert not scrolls_sideways(page)


def test_without_script_everything_is_there_and_nothing_is_dead(chromium, tmp_path, the_class):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(write_page(the_class, tmp_path, "en").as_uri())
    assert len(shown(page)) == 12
    assert page.locator("button:visible, input:visible, select:visible").count() == 0
    context.close()


def test_several_assignments_sort_each_by_its_points(page, tmp_path, make_report):
    def both(student, **wrong):
        (one,) = make_report(student).assignments
        (two,) = make_report(student, **wrong).assignments
        return Report(student, 1, "bwrap", (one, replace(two, id="a04_engine")))

    reports = [both("a"), both("b", ReLU={"_0": ("failed", {})})]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(write_page(reports, tmp_path, "en").as_uri())
    press(page, "a04_engine")
    assert shown(page) == ["b", "a"]


def roll_and_lateness(reports):
    """A roster on which the first is listed, the next may be one of two, the others are on no line, one is absent."""
    first, second, *_ = names = [report.student for report in reports]
    people = [
        Person(first, first, first),
        Person(second, "k1", "A"),
        Person(second, "k2", "B"),
        Person(f"{first}!", "k3", first),
    ]
    due = parse_due("2026-12-01T23:59+09:00")
    times = {name: HandedIn(due + timedelta(hours=30 * n), "zip") if n else None for n, name in enumerate(names)}
    return call_the_roll(people, names), Lateness(due, parse_policy("10%/day"), times)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_roster_and_lateness_fit_the_screen_and_can_be_read(page, tmp_path, the_class, language):
    roll, late = roll_and_lateness(the_class)
    page.goto(write_page(the_class, tmp_path, language, roll, late).as_uri())
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not scrolls_sideways(page), width
    assert {name: ratio for name, ratio in page.evaluate(CONTRASTS).items() if ratio < 4.5} == {}
    press(page, LABELS["late"][language])
    assert shown(page)[-1] == the_class[0].student  # its time is not known
    assert shown(page)[0] == the_class[1].student
    page.get_by_role("searchbox").fill(roll.entries[the_class[0].student].person.id)
    assert shown(page) == [the_class[0].student]
    assert page.acted == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_students_page_can_be_read_and_runs_nothing(page, tmp_path, language):
    reports = [hostile_report(words) for words in HOSTILE]
    roll, late = roll_and_lateness(reports)
    for report in reports[:4]:
        address = write_student_page(report, tmp_path, language, roll, late).as_uri()
        page.asked.clear()
        page.goto(address)
        assert page.asked == [address]
        assert page.acted == []
        assert page.evaluate("document.scripts.length + document.images.length + document.links.length") == 0
        assert not scrolls_sideways(page)
        assert {name: ratio for name, ratio in page.evaluate(CONTRASTS).items() if ratio < 4.5} == {}
    page.goto(write_page(reports, tmp_path, language, roll, late).as_uri())
    assert page.evaluate("window.__pwned") is None
    assert page.acted == []
    assert not scrolls_sideways(page)
