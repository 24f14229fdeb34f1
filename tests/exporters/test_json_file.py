"""result.json has the schema that other programs rely on, whatever students call themselves."""

import json

import pytest

from autograder.exporters.json_file import write_result
from autograder.text import Text


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_ordinary_report_is_written_as_it_is(tmp_path, the_class, language):
    for report in the_class:
        path = write_result(report, tmp_path, language)
        assert path == tmp_path / report.student / "result.json"
        assert read(path) == report.to_dict(language)


def test_the_schema(tmp_path, the_class):
    result = read(write_result(the_class[3], tmp_path, "en"))
    assert result["schema"] == 1
    assert (result["score"], result["max_score"], result["isolation"]) == (19, 25, "bwrap")
    linear = result["assignments"][0]["exercises"][0]
    assert (linear["id"], linear["score"], linear["max_score"]) == ("Linear", 4, 8)
    check = linear["checks"][1]
    assert (check["status"], check["points"], check["diagnosis"]) == ("failed", 0, "missing-batch-sum")
    assert check["message"].startswith("`dbias` has the wrong shape")


def test_japanese_is_readable_in_the_file(tmp_path, the_class):
    assert "佐藤美咲" in write_result(the_class[0], tmp_path, "ja").read_text(encoding="utf-8")


def test_hostile_words_are_harmless(tmp_path, make_report):
    words = "\x1b[31m\x07\u202e\ud800</script>\n::error::"
    report = make_report(f"../../{words}", source=words, notes=(Text.same(words),), message=Text.same(words))
    path = write_result(report, tmp_path, "ja")
    assert path.parent.parent == tmp_path
    content = path.read_text(encoding="utf-8")
    assert not set(content) & set("\x1b\x07\u202e\ud800")
    assert "\\u001b" not in content
    assert read(path)["message"] == "\ufffd\ufffd</script>\n::error::"
    assert "\n" not in read(path)["student"]
