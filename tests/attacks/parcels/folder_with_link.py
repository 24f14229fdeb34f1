"""A folder whose layers.py is a symbolic link to the solution, wherever it may lie on the grader's machine."""


def pack(folder, right, wrong):
    hidden = folder / "solution.py"
    hidden.write_text(right)
    work = folder / "linked"
    work.mkdir()
    (work / "layers.py").symlink_to(hidden)
    return work
