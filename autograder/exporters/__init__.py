"""Reports for people and for other programs, one small file a target; the command line imports this.

Exporters read a Report and nothing else. Whatever in it a student may have chosen goes through `harmless` first.
"""

from autograder.exporters.files import ExportError

__all__ = ["ExportError"]
