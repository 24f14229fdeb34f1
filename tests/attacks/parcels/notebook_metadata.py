"""A notebook whose outputs and metadata claim points, start programs and hold scripts; its code is the stub's."""

import json

OUTPUT = {
    "output_type": "display_data",
    "metadata": {"points": 25},
    "data": {
        "text/html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "application/javascript": "alert(1)",
        "text/plain": "\u001b]0;owned\u0007 25/25 passed",
    },
}
CLAIMS = {"nbgrader": {"grade": True, "points": 25, "score": 25, "locked": True, "schema_version": 3, "grade_id": "Linear"}}


def pack(folder, right, wrong):
    cell = {
        "cell_type": "code",
        "id": "../../../tmp/autograder-was-here",
        "source": wrong.splitlines(keepends=True),
        "metadata": {**CLAIMS, "tags": [{"active-ipynb": 1}, None, "skip-execution"], "trusted": True},
        "outputs": [OUTPUT],
        "execution_count": 25,
    }
    kernel = {"name": "../../x", "display_name": "<script>alert(1)</script>", "argv": ["touch", "/tmp/autograder-was-here"]}
    notebook = {
        "cells": [cell],
        "metadata": {"kernelspec": kernel, "jupytext": {"text_representation": {"extension": "/../x"}}, **CLAIMS},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = folder / "layers.ipynb"
    path.write_text(json.dumps(notebook))
    return path
