"""Gradients on a computation graph: local derivatives, the chain rule, and backpropagation."""

import math


class Node:
    """A node of a computation graph: an operation, its inputs, and the value that came out.

    op is one of input, const, add, sub, mul, div, pow, exp, log. inputs is a tuple of nodes, and the same node may be
    in it twice. A node equals itself and no other.
    """

    def __init__(self, op, inputs=(), value=None, name=""):
        self.op = op
        self.inputs = inputs
        self.value = value
        self.name = name
        self.grad = None  # ∂(output)/∂(this node), once backward has been here


def variable(name, value):
    """Make an input: a named value that we want derivatives for."""
    return Node("input", (), value, name)


def constant(value):
    """Make a constant."""
    return Node("const", (), value)


def add(a, b):
    """Make the node a + b."""
    return Node("add", (a, b), a.value + b.value)


def sub(a, b):
    """Make the node a - b."""
    return Node("sub", (a, b), a.value - b.value)


def mul(a, b):
    """Make the node a * b."""
    return Node("mul", (a, b), a.value * b.value)


def div(a, b):
    """Make the node a / b."""
    return Node("div", (a, b), a.value / b.value)


def power(a, k):
    """Make the node a ** k for a number k; its second input is a constant node that holds k."""
    return Node("pow", (a, constant(k)), a.value**k)


def exp(a):
    """Make the node e ** a."""
    return Node("exp", (a,), math.exp(a.value))


def log(a):
    """Make the node ln a, the natural logarithm."""
    return Node("log", (a,), math.log(a.value))


def local_gradients(op, *inputs):
    """Return the derivatives of one operation with respect to its inputs, a tuple, from the values of the inputs.

    add, sub, mul, div, exp and log give one number an input. pow, for x and k, gives (∂/∂x,) alone: k is a constant.

    Raises ValueError for an operation that is none of these.

    >>> local_gradients("mul", 4.0, 2.0)
    (2.0, 4.0)
    """
    raise NotImplementedError("local_gradients")


def chain(dg, h, dh):
    """Return the derivative of g(h(x)), a function of x, from the functions dg, h and dh.

    dg is the derivative of g, and dh is the derivative of h.

    >>> derivative = chain(lambda h: 2 * h, lambda x: x + 2, lambda x: 1)  # of (x + 2)² + 5
    >>> derivative(3)
    10
    """

    raise NotImplementedError("chain")


def two_variable_chain(dg_du, dg_dv, du, dv):
    """Return (∂f/∂x, ∂f/∂y), a tuple, for f(x, y) = g(u(x, y), v(x, y)).

    dg_du and dg_dv are numbers. du is (∂u/∂x, ∂u/∂y), and dv is (∂v/∂x, ∂v/∂y).

    >>> two_variable_chain(2, 4, (1, 1), (1, -1))  # (x + y)(x - y) at (3, 1)
    (6, -2)
    """
    raise NotImplementedError("two_variable_chain")


def backward(order):
    """Fill in the grad of every node in order: the derivative of the last node's value with respect to this node's.

    order is a list of nodes with their values, each after its inputs. A node that the last one does not depend on gets
    0.0, and so does the exponent of a pow.

    >>> x = variable("x", 3.0)
    >>> z = mul(x, x)
    >>> backward([x, z])
    >>> x.grad
    6.0
    """
    raise NotImplementedError("backward")
