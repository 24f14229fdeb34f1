from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.authoring import AuthoringError
from autograder.authoring.markers import MarkerError, find_regions, first_marker, to_stub, without_markers

METHOD = '''\
class Linear:
    """Doc: z = x Wᵀ."""

    def forward(self, x):
        """Return z.

        # BEGIN SOLUTION
        in a string this is text
        # END SOLUTION
        """
        given = 1  # stays
        # BEGIN SOLUTION
        # a comment of the solution
        self.x = x

        return (
            x
            + given
        )
        # END SOLUTION

    def backward(self, dz): return dz
'''

METHOD_STUB = '''\
class Linear:
    """Doc: z = x Wᵀ."""

    def forward(self, x):
        """Return z.

        # BEGIN SOLUTION
        in a string this is text
        # END SOLUTION
        """
        given = 1  # stays
        raise NotImplementedError("Linear.forward")

    def backward(self, dz): return dz
'''

SEVERAL = """\
def outer(x):
    # BEGIN SOLUTION
    y = x
    # END SOLUTION
    if given:
        # BEGIN SOLUTION
        y += 1
        # END SOLUTION
    else:
        y = 0

    async def inner(z):
        # BEGIN SOLUTION
        def helper():
            return z
        return helper()
        # END SOLUTION

    return inner(y)
"""

SEVERAL_STUB = """\
def outer(x):
    raise NotImplementedError("outer")
    if given:
        raise NotImplementedError("outer")
    else:
        y = 0

    async def inner(z):
        raise NotImplementedError("outer.inner")

    return inner(y)
"""

SHORT = "def f():\n\t# BEGIN SOLUTION\n\treturn 'é層'\n\t# END SOLUTION\n"
SHORT_STUB = 'def f():\n\traise NotImplementedError("f")\n'


@pytest.mark.parametrize(
    ("solution", "stub"),
    [
        pytest.param(METHOD, METHOD_STUB, id="method"),
        pytest.param(SEVERAL, SEVERAL_STUB, id="several and nested"),
        pytest.param(SHORT, SHORT_STUB, id="tabs"),
        pytest.param(SHORT.rstrip("\n"), SHORT_STUB.rstrip("\n"), id="no newline at the end"),
        pytest.param(METHOD.replace("\n", "\r\n"), METHOD_STUB.replace("\n", "\r\n"), id="CRLF"),
        pytest.param("s = '\u2028\x0c'\n" + SHORT, "s = '\u2028\x0c'\n" + SHORT_STUB, id="other line separators"),
        pytest.param("x  =  1 ;\n", "x  =  1 ;\n", id="nothing to replace"),
    ],
)
def test_a_stub_differs_from_its_solution_in_the_regions_alone(solution: str, stub: str) -> None:
    assert to_stub(solution) == stub


def test_the_stub_says_which_function_is_not_written_yet() -> None:
    namespace: dict[str, type] = {}
    exec(to_stub(METHOD), namespace)
    with pytest.raises(NotImplementedError, match=r"^Linear\.forward$"):
        namespace["Linear"]().forward(1)


def test_a_solution_without_its_markers_keeps_every_other_line() -> None:
    lines = METHOD.splitlines(keepends=True)
    assert without_markers(METHOD) == "".join(lines[:11] + lines[12:19] + lines[20:])
    assert without_markers(SHORT.rstrip("\n")) == "def f():\n\treturn 'é層'\n"


def test_regions_are_counted_from_one_with_both_markers() -> None:
    assert [(region.begin, region.end, region.where) for region in find_regions(SEVERAL)] == [
        (2, 4, "outer"),
        (6, 8, "outer"),
        (13, 17, "outer.inner"),
    ]


def _function(*body: str) -> str:
    return "def f(x):\n" + "".join(f"    {line}\n" for line in body)


BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param(_function(BEGIN, "return x"), 2, "without its # END", id="lone BEGIN"),
        pytest.param(_function("return x", END), 3, "without its # BEGIN", id="lone END"),
        pytest.param(_function(END, "return x", BEGIN), 2, "without its # BEGIN", id="wrong order"),
        pytest.param(_function(BEGIN, BEGIN, "x", END, END), 3, "region of line 2", id="nested"),
        pytest.param(_function(BEGIN, "x", END, END), 5, "without its # BEGIN", id="one END too many"),
        pytest.param(_function(BEGIN, "return x", "  " + END), 4, "indented unlike its", id="END deeper"),
        pytest.param(_function("  " + BEGIN, "x", "  " + END), 2, "unlike the statement", id="markers deeper"),
        pytest.param(_function(BEGIN, END, "return x"), 2, "no statement", id="empty"),
        pytest.param(_function(BEGIN, "# later", END, "return x"), 2, "no statement", id="comments alone"),
        pytest.param(_function("y = [", BEGIN, "1,", END, "]"), 3, "stand alone", id="inside brackets"),
        pytest.param(_function("y = [", BEGIN, "1]", END), 3, "stand alone", id="BEGIN inside brackets"),
        pytest.param(_function(BEGIN, "y = [", END, "1]"), 4, "stand alone", id="END inside brackets"),
        pytest.param(_function("x = 1  " + BEGIN, "return x", END), 2, "stand alone", id="BEGIN behind code"),
        pytest.param(
            _function("if x:", "    " + BEGIN, "    x = 1", "x = 2", "    " + END), 5, "line 3", id="leaves its block"
        ),
        pytest.param(
            _function("if x:", "    " + BEGIN, "    x = 1", "else:", "    x = 2", "    " + END), 5, "line 3", id="else"
        ),
        pytest.param(
            _function(BEGIN, "if x:", "    x = 1", END, "else:", "    x = 2"),
            6,
            "without its solutions",
            id="half an if",
        ),
        pytest.param(f"{BEGIN}\nx = 1\n{END}\n", 1, "outside of every function", id="module level"),
        pytest.param(f"class A:\n    {BEGIN}\n    x = 1\n    {END}\n", 2, "outside of every function", id="class"),
        pytest.param("def f():\n    return (\n", 2, "not valid Python", id="no Python"),
        *(
            pytest.param(_function(like, "return x", END), 2, "nearly a marker", id=like)
            for like in (
                "#BEGIN SOLUTION",
                "### BEGIN SOLUTION",
                "# begin solution",
                "# BEGIN  SOLUTIONS",
                "# # BEGIN SOLUTION",
            )
        ),
        pytest.param(_function(BEGIN, "return x", "# END-SOLUTION: f"), 4, "nearly a marker", id="END-SOLUTION"),
    ],
)
def test_a_misused_marker_is_an_error_with_file_and_line(text: str, line: int, words: str) -> None:
    with pytest.raises(MarkerError) as caught:
        to_stub(text, Path("some/layers.py"))
    assert words in str(caught.value)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{Path('some/layers.py')}:{line}: ")


def test_a_stub_that_would_not_compile_is_reported_in_the_line_of_the_solution() -> None:
    text = _function(BEGIN, "y = 1", "z = 2", END, "def g():", "    nonlocal y")
    with pytest.raises(MarkerError, match=r"without its solutions .*'y'") as caught:
        to_stub(text)
    assert caught.value.line == 7


def test_a_marker_error_is_caught_as_the_rooms_error() -> None:
    with pytest.raises(AuthoringError):
        to_stub(BEGIN)


def test_first_marker_finds_near_markers_and_overlooks_strings() -> None:
    assert first_marker(f's = """\n{BEGIN}\n"""\n', "x.py") is None
    assert first_marker(f"s = 1\n\n#end solution\n{BEGIN}\n", "x.py") == 3


# Whole statements, each a line or more, of which any run can be a region.
_STATEMENTS = st.sampled_from(
    ["y = 1", "# 説明", "", 's = """\n# END SOLUTION\n  é\n"""', "if y:\n        y = 2", "f(\n1)"]
)


@given(
    parts=st.lists(st.tuples(st.booleans(), st.lists(_STATEMENTS, min_size=1, max_size=4)), max_size=6),
    newline=st.sampled_from(["\n", "\r\n"]),
    ends_in_newline=st.booleans(),
)
def test_whatever_the_layout_regions_go_and_the_rest_stays(
    parts: list[tuple[bool, list[str]]], newline: str, ends_in_newline: bool
) -> None:
    solution, stub, bare = ["def f(y):", "    pass"], ["def f(y):", "    pass"], ["def f(y):", "    pass"]
    for is_region, statements in parts:
        code = ["    " + statement if statement else "" for statement in statements]
        if is_region:
            code.append("    y = 0")  # a region needs a statement
            solution += ["    " + BEGIN, *code, "    " + END]
            stub.append('    raise NotImplementedError("f")')
        else:
            solution += code
            stub += code
        bare += code
    # A last function, so that no region is the end of f's last statement.
    end = ["", "", "last = 1"] + [""] * ends_in_newline
    text, expected, code_alone = ("\n".join(lines + end).replace("\n", newline) for lines in (solution, stub, bare))
    assert to_stub(text) == expected
    assert without_markers(text) == code_alone
    assert ast.dump(ast.parse(code_alone)) == ast.dump(ast.parse(text))
