"""The words that the page and the terminal put around a report, in both languages. Only exporters import this."""

from __future__ import annotations

from autograder.handed_in import Source
from autograder.report import Reason, Status
from autograder.roster import Standing
from autograder.text import Text

STATUS: dict[Status, Text] = {
    "passed": Text("合格", "passed"),
    "failed": Text("結果が違います", "wrong result"),
    "error": Text("エラー", "error"),
    "timeout": Text("時間切れ", "timed out"),
    "not_implemented": Text("未実装", "not written yet"),
}
REASON: dict[Reason, Text] = {
    "time": Text("時間切れ", "Out of time"),
    "memory": Text("メモリの使いすぎ", "Too much memory"),
    "output": Text("表示のしすぎ", "Too much output"),
    "files": Text("大きすぎるファイル", "Too large a file"),
    "ended": Text("答える前に終了した", "The program ended before it had answered"),
    "forged": Text("返事の形が正しくない", "What came back was not an answer"),
    "unexpected": Text("期待と違う種類の値が返った", "A value of another kind than expected"),
}
SOURCE: dict[Source, Text] = {
    "commit": Text("最後のコミットの日時", "by its last commit"),
    "file": Text("いちばん新しいファイルの日時", "by its newest file"),
    "zip": Text("ZIP の中のいちばん新しい日時、時差の記録なし", "by the zip's newest entry, which has no time zone"),
}
STANDING: dict[Standing, Text] = {
    "listed": Text("名簿にある", "On the roster"),
    "unlisted": Text("名簿にない提出", "On no line of the roster"),
    "ambiguous": Text("誰の提出か決められないもの", "May be one of several"),
    "twice": Text("同じ人の提出が 2 つ以上", "More than one submission of a person"),
}
STANDING_HOW: dict[Standing, Text] = {
    "unlisted": Text(
        "フォルダーやファイルの名前が、id とも氏名とも一致しません。点数は grades.csv にあります。",
        "The name of the folder or file is neither an id nor a name of the roster. The points are in grades.csv.",
    ),
    "ambiguous": Text(
        "同じ氏名の人が 2 人以上います。欠席にはしていません。名前を id にして採点しなおせば決まります。",
        "Several people bear this name; none of them counts as absent. Graded again under an id, it will be clear.",
    ),
    "twice": Text(
        "どちらも grades.csv にあります。どれを採るか決めてください。",
        "All of them are in grades.csv; choose which counts.",
    ),
}
SYMBOL: dict[Status, str] = {"passed": "✓", "failed": "✗", "error": "!", "timeout": "…", "not_implemented": "–"}

PRACTICE = Text("練習用・成績には使えません", "Practice, not for grades")
PRACTICE_WHY = Text(
    "提出されたコードを隔離せずに実行しました（--isolation process）。点数をごまかすコードを防げないため、"
    "この結果を成績に使わないでください。",
    "The submitted code ran without isolation (--isolation process). Code that tampers with its own points could not "
    "be kept from doing so; please don't grade by these results.",
)
FULL_MARKS = Text("満点", "full marks")
NOTHING_FOUND = Text("採点できる課題が入っていません。", "Holds no assignment that can be graded.")
GRADING = Text("採点中", "Grading")

LABELS: dict[str, Text] = {
    "title": Text("採点レポート", "Grading report"),
    "class": Text("クラス全体", "The class"),
    "students": Text("提出者", "Students"),
    "student": Text("提出者", "Student"),
    "points": Text("得点", "Points"),
    "mean": Text("平均点", "Mean points"),
    "mean_is": Text("平均 {mean} / {top} 点", "mean {mean} of {top}"),
    "full_marks": Text("満点", "Full marks"),
    "refused": Text("採点できなかった提出", "Could not be graded"),
    "empty": Text("提出がまだありません。", "There are no submissions yet."),
    "spread": Text("問題ごとの得点の分布", "Points by exercise"),
    "spread_how": Text(
        "横軸は得点、棒の高さとその上の数字は人数です。",
        "Each bar stands over a number of points; its height and the number above it say how many students have them.",
    ),
    "spread_bar": Text("{points} 点：{people}", "{points} points: {people}"),
    "misunderstood": Text("つまずきの多いところ", "What was misunderstood"),
    "misunderstood_how": Text(
        "人数の多い順です。ヒントは学生に示したものと同じです。",
        "Most frequent first, with the hint that the students were given.",
    ),
    "nothing_misunderstood": Text(
        "よくある誤解にあてはまる答えはありませんでした。", "No answer matched a known misconception."
    ),
    "attention": Text("確かめておきたいところ", "Worth a look"),
    "suspects": Text("全員が通らなかったチェック", "Checks that everyone fails"),
    "suspects_how": Text(
        "その問題に取り組んだ人が 1 人も通っていません。チェックが間違っているか、まだ教えていないことかもしれません。",
        "Nobody who worked on the exercise has passed. The check may be wrong, or ask for what has not been taught.",
    ),
    "all_failed": Text("取り組んだ {people}の全員", "all of the {people} who tried"),
    "limits": Text("制限を超えた提出", "Submissions that hit a limit"),
    "others": Text("返ってきたものがふつうでない提出", "Submissions that answered oddly"),
    "others_how": Text(
        "たいていは間違いですが、採点をごまかそうとしたときもこうなります。コードを読んで確かめてください。",
        "Most often a mistake; an attempt to trick the grader looks the same. Read the code before you judge.",
    ),
    "carried": Text("前の間違いを引き継がせなかった問題", "Errors that were not carried forward"),
    "carried_how": Text(
        "別の問題の間違いが響かないよう、その部分を正しいものに取り替えて採点した人です。",
        "Graded here with a right part in the place of their own, so that a mistake elsewhere cost nothing.",
    ),
    "roster": Text("名簿との照合", "Against the roster"),
    "roll": Text(
        "名簿: 提出なし {absent}、名簿にない提出 {unlisted}、誰のものか不明 {ambiguous}、同じ人から複数 {twice}",
        "Roster: absent {absent}; submissions on no line {unlisted}, of one of several {ambiguous}, doubled {twice}",
    ),
    "absent": Text("提出のない人", "Absent"),
    "id": Text("学籍番号", "ID"),
    "late": Text("遅れた日数", "Days late"),
    "late_students": Text("遅れた提出", "Late"),
    "due": Text("締め切り {due}、遅れたときの規則 {policy}。", "Due {due}; rule for late work: {policy}."),
    "late_how": Text(
        "提出の日時は提出物に書いてあるもので、変えることもできます。得点には遅れを反映していません。",
        "The times are what the submissions say of themselves, and can be forged. No points have been taken off.",
    ),
    "handed_in": Text("提出 {time}（{source}）", "Handed in {time} ({source})"),
    "no_time": Text("提出の日時はわかりません。", "It is not known when this was handed in."),
    "on_time": Text("締め切りに間に合っています。", "That is in time."),
    "days_late": Text("{days} 日の遅れです。", "Late days: {days}."),
    "after_policy": Text(
        "取った点は {score} 点、規則 {policy} をあてはめると {after} 点です。",
        "{score} points were earned; the rule {policy} would leave {after}.",
    ),
    "who": Text("該当する提出者", "Who"),
    "filter": Text("一覧をしぼりこむ", "Filter the list"),
    "filter_text": Text("検索", "Search"),
    "filter_found": Text("つまずき", "Misunderstood"),
    "filter_all": Text("すべて", "Anything"),
    "filter_shown": Text("{all} 人中 {shown} 人を表示", "{shown} of {all} shown"),
    "found": Text("つまずき・気づいた点", "What was misunderstood"),
    "each_student": Text("提出者ごとの結果", "Student by student"),
    "source": Text("採点したファイル", "The file that counted"),
    "notes": Text("ファイルについて", "About the file"),
    "all_checks": Text("{count} 個のチェックすべてに共通", "The same for all {count} checks"),
    "passed_checks": Text("合格したチェック {count} 個", "Passed checks: {count}"),
    "hint": Text("ヒント", "Hint"),
    "handout": Text("資料", "Handout"),
    "graph": Text("計算グラフで見る", "On the computation graph"),
    "graph_node": Text("ノード", "Node"),
    "own_page": Text("この人だけのページ", "A page for this student alone"),
    "results": Text("結果", "Results"),
    "to_top": Text("一覧へ戻る", "Back to the list"),
    "seed": Text("乱数シード", "seed"),
    "isolation": Text("隔離", "isolation"),
    "graded": Text("{people}を採点しました。", "Graded {people}."),
    "not_graded": Text("採点できなかった提出：{people}", "Could not be graded: {people}."),
    "most_frequent": Text("つまずきの多いところ", "Most often misunderstood"),
    "report": Text("レポート", "Report"),
}


def people(count: int) -> Text:
    """So many students, in words."""
    return Text(ja=f"{count} 人", en="1 student" if count == 1 else f"{count} students")


def points(score: int, top: int) -> Text:
    """So many points out of how many."""
    return Text(ja=f"{score} / {top} 点", en=f"{score} / {top}")
