"""Intake of submissions: a PATH that a student handed in -> a private copy and what is to be graded in it.

All the distrust of files is in here; grading and the command line import the names below, from here.
"""

from autograder.submission.intake import collect, pack
from autograder.submission.model import Cell, Submission, SubmissionError, Work
from autograder.submission.names import printable, student_name

__all__ = ["Cell", "Submission", "SubmissionError", "Work", "collect", "pack", "printable", "student_name"]
