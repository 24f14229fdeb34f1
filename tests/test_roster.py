"""A class's list: what can be read, what is refused and where, and whose a submission is."""

import pytest

from autograder.roster import Person, RosterError, call_the_roll, key, load_roster

SATO, SUZUKI = Person("佐藤 美咲", "s001", "A"), Person("鈴木 大輔", "s002", "B")
PLAIN = "name,id,section\n佐藤 美咲,s001,A\n鈴木 大輔,s002,B\n"


@pytest.fixture
def write(tmp_path):
    def write_roster(content):
        path = tmp_path / "students.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_roster


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        b"\xef\xbb\xbf" + PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode(),  # Excel's CSV UTF-8
        PLAIN.replace(",", ";"),  # the same where the comma is for decimals
        PLAIN.replace(",", "\t").encode("utf-16"),  # Excel's Unicode text
        PLAIN.replace("name,id,section", '"Name", ID ,"Section"'),
        PLAIN.replace("name,id,section", "氏名,学籍番号,クラス"),
        PLAIN.replace("\n", ",\n").replace("section,", "section,mail") + "\n,,,\n",
        "section,name,id\nA,佐藤 美咲,s001\nB,鈴木 大輔,s002",
    ],
)
def test_what_spreadsheets_write_can_be_read(write, content):
    assert load_roster(write(content)) == (SATO, SUZUKI)


def test_a_section_may_be_empty_and_a_name_may_hold_anything(write):
    content = 'name,id,section\n"a, ""b""\n=1",1,\n'
    assert load_roster(write(content)) == (Person('a, "b"\n=1', "1", ""),)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("name,section\nx,A\n", 1, "no column id"),
        ("", 1, "no column name"),
        ("name,id,section,ID\n", 1, "two columns id"),
        (PLAIN + "x,,A\n", 4, "id is empty"),
        (PLAIN + "x\n", 4, "id is empty"),
        (PLAIN + "\n ,s003,A\n", 5, "name is empty"),
        (PLAIN + "x,Ｓ001,A\n", 4, "is in line 2 too"),
        (PLAIN + 'x,"s003,A\n', 4, "not CSV"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(write, content, line, words):
    with pytest.raises(RosterError, match=words) as raised:
        load_roster(write(content))
    assert f"line {line}:" in raised.value.text.en
    assert f"{line} 行目" in raised.value.text.ja


def test_another_encoding_is_refused_with_the_remedy(write):
    with pytest.raises(RosterError, match="CSV UTF-8"):
        load_roster(write(PLAIN.encode("cp932")))


def test_a_roster_that_is_not_there_is_said(tmp_path):
    for path in (tmp_path, tmp_path / "absent.csv"):
        with pytest.raises(RosterError, match="cannot be read"):
            load_roster(path)


@pytest.mark.parametrize("student", ["s001", "S001", "ｓ００１", "佐藤 美咲", "佐藤_美咲", "佐藤\u3000美咲"])
def test_a_student_is_found_by_id_or_name_whatever_the_width_and_the_case(student):
    roll = call_the_roll([SATO, SUZUKI], [student])
    assert (roll.entries[student].standing, roll.entries[student].person) == ("listed", SATO)
    assert roll.absent == (SUZUKI,)


@pytest.mark.parametrize("student", ["s0011", "佐藤", "s001_佐藤 美咲", "s001-2"])
def test_what_is_only_similar_is_not_the_same(student):
    roll = call_the_roll([SATO], [student])
    assert (roll.entries[student].standing, roll.entries[student].person) == ("unlisted", None)
    assert roll.absent == (SATO,)


def test_two_of_one_name_are_told_apart_by_id_alone():
    other = Person("佐藤美咲", "s003", "A")
    same = Person(" 佐藤 美咲", "s004", "B")
    roll = call_the_roll([SATO, other, same], ["佐藤_美咲", "s003"])
    assert roll.entries["s003"].person == other
    assert roll.entries["佐藤_美咲"].standing == "ambiguous"
    assert roll.entries["佐藤_美咲"].person is None
    assert roll.entries["佐藤_美咲"].people == (SATO, same)
    assert roll.absent == ()  # one of the two has handed this in


def test_an_id_goes_before_a_name():
    namesake = Person("s001", "s009", "C")
    assert call_the_roll([namesake, SATO], ["s001"]).entries["s001"].person == SATO


def test_two_submissions_of_one_person_are_both_kept_and_said():
    roll = call_the_roll([SATO], ["s001", "佐藤_美咲"])
    assert {entry.standing for entry in roll.entries.values()} == {"twice"}
    assert {entry.person for entry in roll.entries.values()} == {SATO}


def test_ligatures_and_sharp_s_compare_as_case_does():
    assert key("Straße ﬁ") == key("STRASSE FI")
