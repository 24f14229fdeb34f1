"""Takes 4 GiB in one piece and writes to all of it."""

import numpy as np

kept = np.empty(2**32, dtype=np.uint8)
kept[::4096] = 1
