"""Lets the test import mutate.py from beside it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
