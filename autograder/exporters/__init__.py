"""Reports for people and for other programs, one small file a target; the command line imports this.

Exporters read a Report and nothing else but, of a class, its roll and lateness. Whatever in them somebody may have
chosen goes through `harmless` first.
"""

from autograder.exporters.files import ExportError

__all__ = ["ExportError"]
