"""The visible tests: a solution passes them, a stub fails them all, a mistake is caught and explained."""

import re

import pytest

# A slip in layers.py -> an exercise whose visible tests must catch it, and words its message must hold.
SLIPS = {
    "weight gradient transposed": ("dz.T @ self.x", "self.x.T @ dz", "Linear", "the shape is (3, 2), expected (2, 3)"),
    "weight gradient averaged": ("dz.T @ self.x", "dz.T @ self.x / len(dz)", "Linear", "branches add"),
    "weight gradient added up": (
        "self.dweight = dz.T @ self.x",
        "self.dweight = dz.T @ self.x + (0 if self.dweight is None else self.dweight)",
        "Linear",
        "not added up",
    ),
    "bias gradient averaged": ("dz.sum(axis=0)", "dz.mean(axis=0)", "Linear", "nothing is divided by N"),
    "bias gradient kept in two dimensions": ("dz.sum(axis=0)", "dz.sum(axis=0, keepdims=True)", "Linear", "(1, 2)"),
    "upstream gradient forgotten": ("dz @ self.weight", "np.ones_like(dz) @ self.weight", "Linear", "branches"),
    "return forgotten": ("return dz @ self.weight", "dz @ self.weight", "Linear", "is a `return`"),
    "gate opened by the gradient": ("da * self.mask", "da * (da > 0)", "ReLU", "upstream"),
    "kink at 1": ("self.mask = z > 0", "self.mask = z >= 0", "ReLU", "the derivative 0"),
    "input clipped in place": ("return np.maximum(z, 0)", "z[z < 0] = 0; return z", "ReLU", "z was changed in place"),
    "sigmoid without its derivative": ("da * self.a * (1 - self.a)", "da * self.a", "Sigmoid", "s(1 - s)"),
    "sigmoid overflows": (
        "np.where(z >= 0, 1 / (1 + e), e / (1 + e))",
        "np.exp(z) / (1 + np.exp(z))",
        "Sigmoid",
        "nan",
    ),
    "loss summed": ("np.mean(np.logaddexp", "np.sum(np.logaddexp", "BCEWithLogits", "the mean over the samples"),
    "loss gradient without 1/N": (" / np.size(self.z)", "", "BCEWithLogits", "1/N, once"),
    "hard labels assumed": ("self.z, self.y = z, y", "self.z, self.y = z, np.round(y)", "BCEWithLogits", "any y"),
    "backward in forward order": ("reversed(self.layers)", "self.layers", "Sequential", "reverse order"),
}


def test_the_solution_passes_from_the_repository_and_from_its_folder(source, assignment, student_folder, run_pytest):
    folder = student_folder(source)
    repository = folder.parents[1]
    for arguments, cwd in ((["-q", f"assignments/{assignment.id}"], repository), (["-q"], folder)):
        run = run_pytest(*arguments, cwd=cwd)
        assert run.returncode == 0, run.stdout


def test_other_assignments_beside_it_do_not_disturb(source, assignment, student_folder, run_pytest):
    folder = student_folder(source)
    other = folder.parent / "a99_other"
    other.mkdir()
    (other / "other.py").write_text("value = 1\n")
    (other / "test_other.py").write_text("import other\n\n\ndef test_other():\n    assert other.value == 1\n")
    run = run_pytest("-q", "assignments", cwd=folder.parents[1])
    assert run.returncode == 0, run.stdout


def test_a_stub_fails_every_test_and_says_why(stub, student_folder, run_pytest):
    run = run_pytest("-q", "--tb=line", cwd=student_folder(stub))
    assert re.search(r"^\d+ failed in", run.stdout, re.MULTILINE), run.stdout  # none passed, none errored
    failed = int(re.search(r"(\d+) failed", run.stdout)[1])
    assert run.stdout.count("NotImplementedError") >= failed


def test_k_selects_exactly_one_exercise(assignment, source, student_folder, run_pytest):
    folder = student_folder(source)
    everything = set(re.findall(r"::(\w+)::\w+", run_pytest("-q", "--collect-only", cwd=folder).stdout))
    assert everything == {f"Test{exercise.id}" for exercise in assignment.exercises}
    for exercise in assignment.exercises:
        in_the_file_name = exercise.id.casefold() in assignment.module  # then -k alone would select the whole file
        word = f"Test{exercise.id}" if in_the_file_name else exercise.id
        run = run_pytest("-q", "--collect-only", "-k", word, cwd=folder)
        assert set(re.findall(r"::(\w+)::\w+", run.stdout)) == {f"Test{exercise.id}"}


@pytest.mark.parametrize("assignment", ["a03_layers"], indirect=True)
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_caught_and_explained(slip, source, student_folder, run_pytest):
    right, wrong, exercise, words = SLIPS[slip]
    assert source.count(right) == 1
    run = run_pytest("-q", "-k", exercise, cwd=student_folder(source.replace(right, wrong)))
    assert run.returncode == 1, run.stdout
    explanations = "\n".join(line for line in run.stdout.splitlines() if line.startswith("E "))
    assert words in explanations
