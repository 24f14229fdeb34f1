"""A class like a real one: 12 students, right, wrong, stuck and refused; and a hostile one."""

from __future__ import annotations

import os
import shutil

import pytest

from autograder.report import AssignmentResult, CheckResult, ExerciseResult, Report
from autograder.text import Text

NOTHING = Text("", "")
TITLE = Text("層の逆伝播", "Backward through the layers")
EXERCISES = {
    "Linear": (Text("線形層", "The linear layer"), (2, 2, 2, 1, 1)),
    "ReLU": (Text("活性化関数 ReLU", "The activation ReLU"), (2, 2)),
    "Sigmoid": (Text("シグモイド関数", "The sigmoid"), (1, 2)),
    "BCEWithLogits": (Text("ロジットから求める二値交差エントロピー", "Binary cross-entropy from logits"), (2, 2, 2)),
    "Sequential": (Text("層をつなぐ", "Layers in sequence"), (2, 2)),
}
CHECK_TITLES = (
    Text("順伝播の値が正しい", "forward gives the right values"),
    Text("重みの勾配はバッチ全体で足し合わせる", "the weight's gradient sums over the batch"),
    Text("入力の勾配が PyTorch と一致する", "the input's gradient agrees with PyTorch"),
    Text("入力と上流の勾配を書き換えない", "inputs and upstream gradients stay unchanged"),
    Text("0 の上流勾配には 0 を返す", "a zero upstream gradient gives zeros"),
)
BATCH_SUM = {
    "diagnosis": "missing-batch-sum",
    "diagnosis_title": Text("バイアスの勾配をバッチで足していない", "Bias gradient not summed over the batch"),
    "message": Text(
        "`dbias` の形が違います。期待した形は `(3,)`、得られた形は `(5, 3)` です。",
        "`dbias` has the wrong shape: expected `(3,)`, got `(5, 3)`.",
    ),
    "hint": Text(
        "バイアス b はバッチのすべての行に足されています。1 つの変数が何か所にも効いているとき、その勾配は"
        "どのように集まるでしょうか。`b` から損失へ向かう道が何本あるか、図にかいて数えてみましょう。",
        "The bias b is added to every row of the batch. When one variable acts in several places, how do its "
        "gradients come together? Draw the graph and count the paths that lead from `b` to the loss.",
    ),
    "handout": "a03/#batch",
}
TRANSPOSED = {
    "diagnosis": "transposed-weight",
    "diagnosis_title": Text("重みの勾配が転置されている", "Weight gradient transposed"),
    "message": Text(
        "`dweight` は転置すると正しい値になります。\n最も離れた要素 [0, 2]：期待した値 -1.2941、得られた値 0.3310。",
        "`dweight` would be right if transposed.\nThe worst entry is [0, 2]: expected -1.2941, got 0.3310.",
    ),
    "hint": Text(
        "勾配はパラメータと同じ形になります。`weight` の形 (m, n) と、できた行列の形を並べて書いてみましょう。",
        "A gradient has the shape of its parameter. Write the shape of `weight`, (m, n), beside that of your result.",
    ),
    "handout": "a03/#shapes",
}
KINK = {
    "diagnosis": "relu-kink-one",
    "diagnosis_title": Text("ReLU の 0 での微分を 1 としている", "ReLU's derivative at 0 taken as 1"),
    "message": Text("z = 0 の要素 4 個で値が違います。", "The values differ at the 4 entries where z = 0."),
    "hint": Text(
        "この講義では、折れ目 z = 0 での微分をいくつと決めたでしょうか。",
        "Which derivative did this course choose at the kink, z = 0?",
    ),
    "handout": "a03/#kink",
}
OVERFLOW = {
    "message": Text(
        "z = ±1000 で値が有限になりません（`nan` が 2 個）。", "Not finite at z = ±1000: 2 entries are `nan`."
    ),
}


def exercise(name, **wrong):
    """`wrong`: check number -> (status, the check's other fields), as `_1=("failed", {...})`; `all=` for every one."""
    title, points = EXERCISES[name]
    checks = []
    for number, worth in enumerate(points):
        status, fields = wrong.get(f"_{number}", wrong.get("all", ("passed", {})))
        checks.append(CheckResult(f"test_{name}_{number}", CHECK_TITLES[number], status, worth, **fields))
    return ExerciseResult(name, title, tuple(checks))


def report(student, source="layers.py", notes=(), message=NOTHING, isolation="bwrap", **wrong):
    """A report on a03_layers; `wrong`: exercise -> what `exercise` takes, or `all=` for every exercise."""
    exercises = tuple(exercise(name, **wrong.get(name, wrong.get("all", {}))) for name in EXERCISES)
    return Report(
        student, 20260401, isolation, (AssignmentResult("a03_layers", TITLE, source, exercises, notes),), message
    )


@pytest.fixture(scope="session")
def make_report():
    return report


def sample_class(isolation="bwrap"):
    missing = (
        "not_implemented",
        {"message": Text("`forward` がまだ書かれていません。", "`forward` is not written yet.")},
    )
    syntax = (
        "error",
        {
            "message": Text(
                "layers.py の 41 行目に文法の誤りがあります：`'(' was never closed`",
                "layers.py, line 41, is not valid Python: `'(' was never closed`",
            )
        },
    )
    hung = ("timeout", {"message": Text("10 秒たっても終わりませんでした。", "Still running after 10 seconds.")})
    crash = (
        "error",
        {
            "message": Text(
                "`backward` で例外が出ました：\n`ValueError: shapes (5,3) and (784,) do not fit`",
                "`backward` raised an exception:\n`ValueError: shapes (5,3) and (784,) do not fit`",
            )
        },
    )
    both = Text(
        ".py と .ipynb の両方に解答があったので、`layers.py` を採点しました。",
        "Both .py and .ipynb were changed; `layers.py` counted.",
    )
    magics = Text(
        "ノートブックの `%matplotlib inline` と `!pip install` は実行していません。",
        "`%matplotlib inline` and `!pip install` of the notebook were left out.",
    )
    students = [
        report("s2026001_佐藤美咲"),
        report("s2026002_鈴木大輔", source="layers.ipynb", notes=(magics,)),
        report(
            "s2026003_Maximiliane Freifrau von Hohenstein-Württemberg zu Sigmaringen",
            Linear={"_1": ("failed", TRANSPOSED)},
        ),
        report(
            "s2026004_高橋",
            Linear={"_1": ("failed", BATCH_SUM), "_2": ("failed", BATCH_SUM)},
            Sequential={"_1": ("failed", BATCH_SUM)},
        ),
        report("s2026005_田中さくら", all={"all": missing}),
        report("s2026006_Nguyễn Thị Minh Khai", ReLU={"_1": ("failed", KINK)}, Sigmoid={"_1": ("failed", OVERFLOW)}),
        report("s2026007_伊藤", all={"all": syntax}),
        report("s2026008_渡辺", Sequential={"all": hung}, notes=(both,)),
        report("s2026009_山本", Linear={"_1": ("failed", BATCH_SUM)}, BCEWithLogits={"_2": ("failed", OVERFLOW)}),
        Report(
            "s2026010_中村.zip",
            20260401,
            isolation,
            (),
            Text("展開すると 100 MB を超えるため、受け取れませんでした。", "Refused: it unpacks to more than 100 MB."),
        ),
        report("s2026011_小林", Linear={"_1": ("failed", BATCH_SUM)}, BCEWithLogits={"all": crash}),
        report("s2026012_محمد الأحمد", BCEWithLogits={"all": missing}, Sequential={"all": missing}),
    ]
    return [Report(r.student, r.seed, isolation, r.assignments, r.message) for r in students]


@pytest.fixture(scope="session")
def the_class():
    return sample_class()


@pytest.fixture(scope="session")
def practice_class():
    return sample_class("process")


@pytest.fixture(scope="module")  # while it lives, playwright holds the thread's event loop, which notebooks need
def chromium():
    """A headless browser; the machine's own, never one that playwright fetched."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        assert not os.environ.get("AUTOGRADER_TEST_NOTHING_SKIPPED"), "Chromium is needed here"
        pytest.skip("no Chromium on this machine: install the package chromium")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", *quiet])
        yield browser
        browser.close()
