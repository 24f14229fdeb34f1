"""A notebook of lists in lists, 200,000 deep."""


def pack(folder, right, wrong):
    path = folder / "layers.ipynb"
    path.write_text('{"cells": ' + "[" * 200_000 + "]" * 200_000 + ', "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    return path
