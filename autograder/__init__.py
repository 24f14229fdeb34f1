"""An autograder for a course on backpropagation: authoring, sandboxed grading, diagnosis, reports."""

__version__ = "0.1.0.dev0"
