"""Where the words of a student are made safe to show. Every exporter passes every text through this.

File names, exception messages, printed values: whatever came from a submission may try to drive a terminal, a
spreadsheet, a CI runner, or a reader's eye. HTML's own characters are jinja2's affair, rich's markup is avoided by
never writing any.
"""

from __future__ import annotations

import hashlib
import re

NAME_LIMIT = 255  # characters: no file system allows longer names, so none that is real gets cut
LABEL_LIMIT = 80  # characters of a name where people read it
MESSAGE_LIMIT = 4000  # characters: two screens full; more is no help to anyone
FOLDER_LIMIT = 120  # UTF-8 bytes of a folder's name: half of what file systems allow

# Whole terminal sequences (colours, titles, links), so that an honest coloured message stays readable. Whatever they
# leave of ESC and its 8-bit kin is replaced below, so that a sequence inside a sequence gains nothing.
_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # OSC: window titles, links, the clipboard
    r"|(?:\x1b[PX^_])[^\x1b]*\x1b\\"  # DCS, SOS, PM, APC
)
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls, lone surrogates, noncharacters: they show as U+FFFD, so that a reader sees something was there.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What reorders text, or takes no room at all: bidi controls, zero-width spaces, fillers, tags.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff]"
)
# Joiners and variation selectors belong to emoji, to Persian and to the kanji of names, two at a time; in ASCII
# they only hide.
_JOINERS = re.compile(
    "([^\x00-\x7f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef])?([\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]+)"
)
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED_MARKS = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")  # four serve any script; more pile up over other lines


def plain(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """Return `text` without anything that acts: printable characters, tabs and newlines, at most `limit` of them."""
    cut = len(text) > 4 * limit
    text = _SEQUENCES.sub("", text[: 4 * limit])
    text = _LINE_BREAKS.sub("\n", text)
    text = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    text = _INVISIBLE.sub("", text)
    text = _JOINERS.sub(lambda found: found[1] + found[2][:2] if found[1] else "", text)
    text = _PILED_MARKS.sub(r"\1", text)
    if cut or len(text) > limit:
        text = text[: limit - 1] + "…"
    return text


def one_line(text: str, limit: int = NAME_LIMIT) -> str:
    """Return `plain(text)` on one line, a single space for each run of white space; "—" where nothing is left."""
    return plain(" ".join(plain(text, 4 * limit).split()), limit) or "—"


def no_commands(text: str) -> str:
    """Take from a printed text what CI runners obey: `::error ...`, `##[error]`, `##vso[...]`.

    Runners skip white space before `::`, and a table may wrap a line anywhere: so `::` is split wherever it stands.
    Call this after `plain`, which could otherwise join what this has split. A space does it, since comparisons
    that know about languages overlook zero-width characters.
    """
    return re.sub(r"#(?=#\w*\[)", "# ", re.sub(r":(?=:)", ": ", text))


_FORMULA_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the latter four are full-width


def cell(text: str) -> str:
    """Return `one_line(text)` for a spreadsheet: what it would take for a formula gets an apostrophe in front.

    The full-width signs count, as Japanese spreadsheets take them for the ASCII ones.
    """
    text = one_line(text)
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


# Names that are no file's, or mean something else, on one system or another; and those of the reports beside them.
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|grades\.csv|report\.html|.*~[0-9a-f]{12}", re.IGNORECASE | re.DOTALL
)


def folder_name(student: str) -> str:
    """Return a name for the student's folder: the student's own where it can be, never one that leads elsewhere.

    Where it can't be, `~` and a hash of the whole name follow what is left; no student's own name ends so, so that
    two students never share a folder.
    """
    kept = re.sub(r'[<>:"/\\|?*\n\t\N{REPLACEMENT CHARACTER}]', "_", plain(student, NAME_LIMIT)).strip(" .")
    short = kept.encode()[:FOLDER_LIMIT].decode(errors="ignore").rstrip(" .")
    if short == student and short and not _RESERVED.fullmatch(short):
        return short
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{short or 'student'}~{digest}"
