"""A small course of one assignment, with everything that a solution can hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Assignment, load_course

TOML = """
order = 1
module = "sample"
[title]
ja = "見本"
en = "A sample"
[[exercise]]
id = "Scale"
points = 100
[exercise.title]
ja = "拡大"
en = "Scaling"
"""

SOLUTION = '''\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       jupytext_version: 1.0.0
#   kernelspec:
#     display_name: Some environment
#     language: python
#     name: some-env
# ---

# %% [markdown] lang="ja"
# # 拡大
# $y = kx$ を **微分** します。

# %% [markdown] lang="en"
# # Scaling
# The derivative of $y = kx$.

# %%
"""Scaling: y = kx."""

import math

# cat food is no shell command, and
# %matplotlib inline in a comment is no magic
FACTOR = 2.0


# %% [markdown]
# $\\partial y / \\partial x = k$

# %% nbgrader={"grade": false, "grade_id": "scale", "schema_version": 3, "solution": true}
class Scale:
    """y = kx, for k = ½ too.

    # BEGIN SOLUTION (in a string: text)
    """

    def forward(self, x):
        """Return kx."""
        # BEGIN SOLUTION
        secret_product = FACTOR * x
        return secret_product
        # END SOLUTION


# %%
def size(x):
    """Return |x|."""
    return math.fabs(x)


# %% tags=["active-ipynb"]
# # A lab: 実験
# measured = Scale().forward(3.0)
#
# if measured != 6.0:
#     raise RuntimeError(measured)

# %% [markdown] lang="ja"
# おわり

# %%
LAST = size(-1)
'''

VISIBLE_TEST = """\
from sample import Scale


def test_scale():
    assert Scale().forward(3) == 6
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of the small course."""
    folder = tmp_path / "solutions" / "s01_sample"
    folder.mkdir(parents=True)
    (folder / "assignment.toml").write_text(TOML, encoding="utf-8")
    (folder / "sample.py").write_text(SOLUTION, encoding="utf-8")
    (folder / "test_sample.py").write_text(VISIBLE_TEST, encoding="utf-8")
    return tmp_path


@pytest.fixture
def assignment(root: Path) -> Assignment:
    """Its one assignment; what a test writes into its folder counts."""
    (found,) = load_course(root)
    return found
