"""Handwritten digits, learnt with your own engine: loss, minibatches, SGD, the loop; then the same in PyTorch."""

import sys
from pathlib import Path

import numpy as np

try:
    from engine import Tensor  # your own, where it lies beside this file
except ModuleNotFoundError:  # else it is in the folder of the assignment before
    sys.path.append(str(Path(globals().get("__file__", "mnist.ipynb")).resolve().parents[1] / "a04_engine"))
    from engine import Tensor


def softmax_cross_entropy(logits, labels):
    """Return the mean of -log p over the rows, where p is the softmax probability of the row's label.

    logits is a Tensor (N, classes), labels an array (N,) of whole numbers from 0 to classes - 1. The result is a Tensor
    that holds one number. Finite also where logits are ±1000.

    >>> loss = softmax_cross_entropy(Tensor([[0.0, 0.0]]), np.array([1]))  # p is 1/2, so the loss is ln 2
    >>> round(loss.data.item(), 4)
    0.6931
    """
    raise NotImplementedError("softmax_cross_entropy")


def minibatches(x, y, batch_size, rng):
    """Yield (some rows of x, the same rows of y), batch_size rows at a time, until every row was there once.

    The order is random and comes from rng, a numpy.random.Generator. The last minibatch may be smaller.

    >>> sizes = [len(labels) for _, labels in minibatches(np.zeros((5, 3)), np.arange(5), 2, np.random.default_rng(0))]
    >>> sizes
    [2, 2, 1]
    """
    raise NotImplementedError("minibatches")


class SGD:
    """Stochastic gradient descent: w ← w - lr ∂L/∂w for each parameter.

    >>> w = Tensor([1.0], requires_grad=True)
    >>> w.grad = np.array([2.0])
    >>> SGD([w], lr=0.1).step()
    >>> w.data
    array([0.8])
    """

    def __init__(self, parameters, lr):
        """Keep the parameters, a list of tensors, and the learning rate."""
        self.parameters = parameters
        self.lr = lr

    def step(self):
        """Move each parameter that has a gradient one step against it; the gradients stay."""
        raise NotImplementedError("SGD.step")

    def zero_grad(self):
        """Make every parameter forget its gradient."""
        raise NotImplementedError("SGD.zero_grad")


class MLP:
    """z = W2 ReLU(W1 x + b1) + b2, a row for each sample; sizes is (inputs, hidden, classes), say (784, 100, 10).

    >>> model = MLP((784, 100, 10), np.random.default_rng(0))
    >>> [parameter.shape for parameter in model.parameters()]
    [(100, 784), (100,), (10, 100), (10,)]
    >>> model(np.zeros((5, 784))).shape
    (5, 10)
    """

    def __init__(self, sizes, rng):
        """Draw the first weights from rng."""
        inputs, hidden, classes = sizes
        self.w1 = Tensor(rng.normal(scale=np.sqrt(2 / inputs), size=(hidden, inputs)), requires_grad=True)
        self.b1 = Tensor(np.zeros(hidden), requires_grad=True)
        self.w2 = Tensor(rng.normal(scale=np.sqrt(2 / hidden), size=(classes, hidden)), requires_grad=True)
        self.b2 = Tensor(np.zeros(classes), requires_grad=True)

    def parameters(self):
        """Return the tensors to learn."""
        return [self.w1, self.b1, self.w2, self.b2]

    def __call__(self, x):
        """Return the logits, a Tensor (N, classes), of x, an array (N, inputs)."""
        x = x if isinstance(x, Tensor) else Tensor(x)
        hidden = (x @ self.w1.T + self.b1).relu()
        return hidden @ self.w2.T + self.b2


def accuracy(model, x, y):
    """Return the part of the samples, from 0 to 1, whose largest logit is that of the label."""
    return float(np.mean(model(x).data.argmax(axis=1) == y))


def train(model, x, y, *, epochs, batch_size, lr, rng):
    """Train the model by SGD on minibatches; return each epoch's loss, a list of floats.

    Args:
        model: changed by this. model(x) gives logits, model.parameters() the list of tensors to learn.
        x: images, an array (N, 784).
        y: labels, an array (N,) of whole numbers.
        epochs: how often each digit is used.
        batch_size: digits in a minibatch.
        lr: the learning rate.
        rng: where the order of the digits comes from; anew in each epoch.

    An epoch's loss is the mean, over its digits, of the loss that each had when its minibatch was used.
    """
    raise NotImplementedError("train")


def build_torch_model(parameters):
    """Return the network of MLP as a torch.nn.Module, in float64, with the values of these arrays: w1, b1, w2, b2.

    The arrays stay as they are, also when the model is trained.
    """
    import torch  # here and not at the top: the other exercises are graded without it

    raise NotImplementedError("build_torch_model")


def train_torch(model, x, y, *, epochs, batch_size, lr, rng):
    """Train a PyTorch model as `train` trains an MLP: arguments, minibatches and losses are the same."""
    import torch

    raise NotImplementedError("train_torch")
