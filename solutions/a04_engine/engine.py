# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] lang="ja"
# # 自動微分のエンジン
#
# 講義の終わりに、PyTorch の五行が出てきました。
#
# ```python
# import torch
# x = torch.tensor([2.0], requires_grad=True)
# y = x**2 + 3
# y.backward()
# print(x.grad)  # dy/dx = 2x = 4.0
# ```
#
# 微分の式は、どこにも書いてありません。それなのに `x.grad` には正しい勾配が入ります。
# この課題では、同じことをするエンジンを NumPy だけで作ります。
# できあがる `Tensor` では、ふつうに式を書けば計算グラフが記録され、`backward` の一言で全部の勾配が求まります。
# 次の課題では、このエンジンで手書き数字を学習します。
#
# 必要なのは Python のクラスと NumPy の基本、そして高校の微分です。前の課題の答えは使いません。
#
# もとにした講義：機械学習講習会 第四回「誤差逆伝播法」（@Kobakos32, 2025）
#
# ## エンジンの考え方
#
# 講義の $f(x, y) = (x + y)(x - y)$ を、計算グラフで見てみましょう。
#
# ```text
# x ──▶ [   ]
#       [ + ] ──▶ a ──▶ [   ]
# y ──▶ [   ]           [ × ] ──▶ f
#                       [   ]
# x ──▶ [   ]           [   ]
#       [ - ] ──▶ b ──▶ [   ]
# y ──▶ [   ]                          （x と y は、二か所で使われています）
# ```
#
# 逆伝播では、この矢印を逆にたどります。そのために、矢印（辺）の一本一本について、二つのことを覚えておきます。
#
# 1. その辺は、**どの入力から** 来たか。
# 2. 出力の勾配が届いたとき、その入力へ **何を流すか**。
#
# たとえば $f = a \times b$ から $a$ への辺なら、覚えるのは「 $a$ から来た」と「届いた勾配に $b$ を掛けて流す」です。
# 演算をするたびに、値を計算するのと同時に、これを書き留めます。
# すると逆伝播は、どんな式でも同じ一つの手順になります。これが自動微分です。
#
# ## 例：sin
#
# 課題にはない演算 $z = \sin x$ で、書き方を見ておきます。局所的な微分は $dz/dx = \cos x$ です。
#
# ```python
# def sin(self):
#     angle = self.data                                  # 中身は NumPy の配列
#
#     def to_self(grad):                                 # 出力の勾配 ∂L/∂z が届いたら
#         return grad * np.cos(angle)                    # 入力へ流す勾配 ∂L/∂x を返す
#
#     return self._result(np.sin(angle), (self, to_self))
# ```
#
# `_result(値, 辺, 辺, ...)` は用意してあります。計算した値を新しい `Tensor` に入れ、辺を覚えさせます。
# 辺は `(入力, 関数)` の組です。入力が二つの演算なら、辺も二つ渡します。
# 関数は、その場では呼ばれません。 `backward` のときに、届いた勾配 `grad` を渡して呼びます。
# 短い関数は `lambda` でも書けます。 `lambda grad: grad * np.cos(angle)` は、上の `to_self` と同じ関数です。
#
# `grad` も返す勾配も、 `Tensor` ではなく NumPy の配列です。
#
# ## 約束
#
# - **勾配の形は、いつも元の配列の形と同じ** です。
# - 名前と意味は PyTorch に合わせます。 `t.data` が値、 `t.grad` が勾配です。
#   勾配がまだなければ `t.grad` は `None` です。
# - `requires_grad=True` で作ったテンソルと、それから計算されたテンソルが、勾配を持ちます。
#   途中のテンソルも持ちます（PyTorch では `retain_grad()` を呼んだときと同じです）。
#   それ以外のテンソルの `grad` は `None` のままです。
# - 数や NumPy の配列は、テンソルのどちら側にでも書けます。定数として扱います。
# - 受け取った配列は書き換えません。 `t.data` も `t.grad` も、ほかの計算がまだ使っているかもしれないからです。
#   `g += h` は配列 `g` を書き換えます。 `g = g + h` は新しい配列を作ります。
# - 微分は式から計算します。差分で測った値は、採点では正解になりません。

# %% [markdown] lang="en"
# # An automatic differentiation engine
#
# At the end of the lecture there were five lines of PyTorch.
#
# ```python
# import torch
# x = torch.tensor([2.0], requires_grad=True)
# y = x**2 + 3
# y.backward()
# print(x.grad)  # dy/dx = 2x = 4.0
# ```
#
# Nobody wrote down a derivative. Yet `x.grad` holds the right gradient.
# In this assignment you build an engine that does the same, with nothing but NumPy.
# With your `Tensor`, an ordinary formula records its computation graph, and one call of `backward` finds all gradients.
# In the next assignment this engine learns handwritten digits.
#
# You need classes in Python, basic NumPy, and the calculus taught at school.
# No answers of earlier assignments are used.
#
# Based on the lecture 機械学習講習会 第四回 (Machine Learning Workshop, session 4: backpropagation; @Kobakos32, 2025).
#
# ## How an engine works
#
# Here is the lecture's $f(x, y) = (x + y)(x - y)$ as a computation graph.
#
# ```text
# x ──▶ [   ]
#       [ + ] ──▶ a ──▶ [   ]
# y ──▶ [   ]           [ × ] ──▶ f
#                       [   ]
# x ──▶ [   ]           [   ]
#       [ - ] ──▶ b ──▶ [   ]
# y ──▶ [   ]                          (x and y are used in two places)
# ```
#
# Going backward follows these arrows the other way. For that, two things must be known about every arrow, or edge.
#
# 1. **From which input** it comes.
# 2. **What to send** to that input once the gradient of the output has arrived.
#
# For the edge from $f = a \times b$ to $a$ these are "it comes from $a$" and "send what arrived, times $b$".
# Every operation notes them down at the moment when it computes its value.
# Then going backward is one and the same procedure for any formula. That is automatic differentiation.
#
# ## An example: sin
#
# Here is how an operation is written, shown on one that is not an exercise.
# It computes $z = \sin x$. Its local derivative is $dz/dx = \cos x$.
#
# ```python
# def sin(self):
#     angle = self.data                                  # a NumPy array
#
#     def to_self(grad):                                 # once the output's gradient ∂L/∂z has arrived,
#         return grad * np.cos(angle)                    # return the input's gradient ∂L/∂x
#
#     return self._result(np.sin(angle), (self, to_self))
# ```
#
# `_result(value, edge, edge, ...)` is given. It puts the value into a new `Tensor`, and makes it remember the edges.
# An edge is a pair `(input, function)`. An operation with two inputs hands over two edges.
# The function is not called at once. During `backward` it is called with the gradient that arrived, `grad`.
# Short functions can be written with `lambda`: `lambda grad: grad * np.cos(angle)` is the function `to_self` above.
#
# Both `grad` and the gradient that is returned are NumPy arrays, not a `Tensor`.
#
# ## What we agree on
#
# - **A gradient always has the shape of the array it belongs to.**
# - Names and meanings are those of PyTorch: `t.data` is the value and `t.grad` the gradient.
#   As long as there is no gradient, `t.grad` is `None`.
# - A tensor made with `requires_grad=True` has a gradient, and so has every tensor computed from it,
#   those on the way too (as in PyTorch after `retain_grad()`).
#   All others keep `None`.
# - Numbers and NumPy arrays may stand on either side of a tensor. They count as constants.
# - Never change an array that you were given, nor a `t.data` or a `t.grad`: another computation may still need it.
#   `g += h` changes the array `g`. `g = g + h` makes a new one.
# - Derivatives are computed from formulas. Values measured by finite differences earn nothing.

# %%
"""A small automatic differentiation engine: arithmetic on tensors records a graph, `backward` walks it."""

import numpy as np

# %% [markdown] lang="ja"
# ## 自分で確かめる
#
# 答えは、このノートブックか `engine.py` の、どちらか一方に書いてください。
# 次のセルを実行すると、`run_tests("elementwise")` でノートブックのコードをテストできます。
# 先にクラスのセルを実行してから、テストを呼びます。
# テストは易しい順に並んでいて、最初に失敗したところで止まります。
# 直したら、クラスのセルとテストのセルを、もう一度実行してください。
#
# `engine.py` に書くときは、このフォルダで `python -m pytest -k elementwise` を実行します。
#
# テストの中身は `test_engine.py` で読めます。どれも手で計算できる数です。
# 採点では、ほかの数や形でも試します。

# %% [markdown] lang="en"
# ## Checking yourself
#
# Write your answers in this notebook or in `engine.py`: in one of them, not in both.
# After the next cell, `run_tests("elementwise")` tests the code of this notebook.
# Run the cell with the class first, then the cell with the tests.
# The tests go from easy to hard and stop at the first failure.
# Mend it, then run both cells again.
#
# If you write in `engine.py`, run `python -m pytest -k elementwise` in this folder instead.
#
# The tests themselves are in `test_engine.py`, with numbers small enough to check by hand.
# Grading tries other numbers and other shapes as well.

# %% tags=["active-ipynb"]
# import sys
#
# import pytest
#
# sys.modules["engine"] = sys.modules["__main__"]  # the tests say `import engine`: let that be this notebook
#
#
# def run_tests(exercise):
#     """Run the visible tests of one exercise, "elementwise" say, on this notebook's code, up to the first failure."""
#     sys.modules.pop("test_engine", None)  # so that they are read afresh
#     options = ["-q", "-x", "--no-header", "--color=yes", "--capture=sys", "-rN"]
#     quiet = ["-p", "no:cacheprovider", "-p", "no:warnings"]
#     pytest.main(["test_engine.py", "-k", exercise, *options, *quiet])

# %% [markdown] lang="ja"
# ## クラスの全体
#
# エンジンは一つのクラスなので、コードは次の一つのセルに集まっています。
# 今は眺めるだけにして、下の説明を 1 から順に読みながら、少しずつ書き足してください。
#
# 用意してあるものは、次のとおりです。
#
# - `__init__`：値 `data`、 `requires_grad`、 `grad`、そして辺のリスト `_edges` を持たせます。
#   値はいつも小数の配列です。整数は小数に直します。
# - `_result`：演算の結果をテンソルにし、辺を覚えさせます。勾配の要らない入力への辺は、覚えません。
#   覚える辺が一つでもあれば、結果も勾配を必要とします。
# - `_operand`：相手が数や配列なら、定数のテンソルにします。
# - `__array_ufunc__ = None`：「配列 + テンソル」の計算を、NumPy ではなく、こちらの `__radd__` に任せてもらいます。
#
# `_` で始まる名前は、自由に変えてかまいません。採点が使うのは、ほかの名前だけです。
# まったく違う仕組みで書いても、同じ結果になれば正解です。

# %% [markdown] lang="en"
# ## The class as a whole
#
# The engine is one class, so its code is in one cell, the next.
# For now, just look at it. Then read the sections below from 1 on, and fill it in little by little.
#
# This is what you are given.
#
# - `__init__` sets up the value `data`, `requires_grad`, `grad`, and the list of edges, `_edges`.
#   The value is always an array of floats. Whole numbers are converted.
# - `_result` makes a tensor of what an operation computed, and remembers the edges.
#   An edge to an input that needs no gradient is dropped. If any edge is left, the result requires a gradient too.
# - `_operand` turns a number or an array on the other side into a constant tensor.
# - `__array_ufunc__ = None` makes NumPy leave "array + tensor" to our `__radd__`.
#
# Names that begin with `_` are yours to change. Grading uses the other names alone.
# Something built in quite another way is right, too, if it gives the same results.


# %%
class Tensor:
    """An array that remembers how it was computed, so that `backward` can find gradients.

    `data` is the value, an array of floats. After `backward`, `grad` is the gradient, an array of the same shape;
    it stays None where no gradient is required. Names and meanings are those of PyTorch.

    >>> x = Tensor([2.0], requires_grad=True)
    >>> y = x**2 + 3
    >>> y.backward()
    >>> x.grad  # dy/dx = 2x
    array([4.])
    """

    __array_ufunc__ = None  # in `array + tensor` NumPy leaves the work to Tensor.__radd__

    def __init__(self, data, requires_grad=False):
        """Hold `data` (a number, a list or an array) as an array of floats."""
        data = np.asarray(data)
        self.data = data if data.dtype.kind == "f" else data.astype(float)
        self.requires_grad = requires_grad
        self.grad = None
        self._edges = ()  # (input, function from the gradient of this tensor to that of the input), ...

    def __repr__(self):
        """Show the value."""
        return f"Tensor({self.data})"

    @property
    def shape(self):
        """The shape of the value, as of an array."""
        return self.data.shape

    def zero_grad(self):
        """Forget the gradient."""
        self.grad = None

    def _operand(self, other):
        """Return `other` if it is a tensor, else a constant tensor of it; a number takes on the type of our data."""
        if isinstance(other, Tensor):
            return other
        return type(self)(np.asarray(other, dtype=self.data.dtype if isinstance(other, (int, float)) else None))

    def _result(self, data, *edges):
        """Return a tensor of what an operation computed, with those edges whose input requires a gradient."""
        tensor = type(self)(data)
        tensor._edges = [edge for edge in edges if edge[0].requires_grad]
        tensor.requires_grad = bool(tensor._edges)
        return tensor

    # ---- elementwise

    def __add__(self, other):
        """Return self + other, entry by entry."""
        other = self._operand(other)
        # BEGIN SOLUTION
        total = self.data + other.data  # of its two edges one sends a copy, so that no two parameters share a gradient
        return self._result(total, (self, lambda grad: grad), (other, lambda grad: grad.copy()))
        # END SOLUTION

    def __radd__(self, other):
        """Return other + self; Python asks for it where `other` is a number or an array."""
        # BEGIN SOLUTION
        return self._operand(other) + self
        # END SOLUTION

    def __sub__(self, other):
        """Return self - other, entry by entry."""
        other = self._operand(other)
        # BEGIN SOLUTION
        return self._result(self.data - other.data, (self, lambda grad: grad), (other, lambda grad: -grad))
        # END SOLUTION

    def __rsub__(self, other):
        """Return other - self, for a number or an array."""
        # BEGIN SOLUTION
        return self._operand(other) - self
        # END SOLUTION

    def __mul__(self, other):
        """Return self * other, entry by entry."""
        other = self._operand(other)
        # BEGIN SOLUTION
        a, b = self.data, other.data
        return self._result(a * b, (self, lambda grad: grad * b), (other, lambda grad: grad * a))
        # END SOLUTION

    def __rmul__(self, other):
        """Return other * self, for a number or an array."""
        # BEGIN SOLUTION
        return self._operand(other) * self
        # END SOLUTION

    def __truediv__(self, other):
        """Return self / other, entry by entry."""
        other = self._operand(other)
        # BEGIN SOLUTION
        a, b = self.data, other.data
        return self._result(a / b, (self, lambda grad: grad / b), (other, lambda grad: -grad * a / b**2))
        # END SOLUTION

    def __rtruediv__(self, other):
        """Return other / self, for a number or an array."""
        # BEGIN SOLUTION
        return self._operand(other) / self
        # END SOLUTION

    def __neg__(self):
        """Return -self."""
        # BEGIN SOLUTION
        return self._result(-self.data, (self, lambda grad: -grad))
        # END SOLUTION

    def __pow__(self, exponent):
        """Return self**exponent, entry by entry; the exponent is a number, not a tensor."""
        # BEGIN SOLUTION
        base = self.data

        def to_base(grad):  # for the exponent 0 the formula would be 0 * inf at the base 0
            return grad * (exponent * base ** (exponent - 1) if exponent else np.zeros_like(base))

        return self._result(base**exponent, (self, to_base))
        # END SOLUTION

    # ---- broadcasting

    @staticmethod
    def unbroadcast(grad, shape):
        """Undo broadcasting: sum `grad` over the copies that were made of an array of this shape; return that shape.

        >>> Tensor.unbroadcast(np.array([[1.0, 2.0], [3.0, 4.0]]), (2,))  # a row that was added to two rows
        array([4., 6.])
        """
        if grad.shape == shape:  # nothing was copied
            return grad
        # BEGIN SOLUTION
        grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))  # the axes that broadcasting put in front
        stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
        return grad.sum(axis=stretched, keepdims=True)
        # END SOLUTION

    # ---- matmul

    def __matmul__(self, other):
        """Return the matrix product self @ other of two matrices."""
        other = self._operand(other)
        # BEGIN SOLUTION
        a, b = self.data, other.data

        def to_other(grad):  # laid out in memory as b is: for x @ w.T, w gets a gradient laid out as w is
            return np.matmul(a.T, grad, out=np.empty_like(b, dtype=grad.dtype))

        return self._result(a @ b, (self, lambda grad: grad @ b.T), (other, to_other))
        # END SOLUTION

    def __rmatmul__(self, other):
        """Return other @ self, for an array."""
        # BEGIN SOLUTION
        return self._operand(other) @ self
        # END SOLUTION

    @property
    def T(self):
        """The transpose of a matrix."""
        # BEGIN SOLUTION
        return self._result(self.data.T, (self, lambda grad: grad.T))
        # END SOLUTION

    # ---- reductions

    def sum(self, axis=None, keepdims=False):
        """Return the sum over `axis`: all axes for None, else a number or a tuple of numbers, negative ones too.

        With keepdims the summed axes stay, with length 1.
        """
        # BEGIN SOLUTION
        kept = self.data.sum(axis=axis, keepdims=True)
        total = kept if keepdims else np.squeeze(kept, axis)
        return self._result(total, (self, lambda grad: np.full(self.shape, grad.reshape(kept.shape))))
        # END SOLUTION

    def mean(self, axis=None, keepdims=False):
        """Return the mean over `axis`; the arguments are those of sum."""
        # BEGIN SOLUTION
        kept = self.data.mean(axis=axis, keepdims=True)
        mean = kept if keepdims else np.squeeze(kept, axis)
        share = kept.size / self.data.size  # 1 / how many entries make one mean
        return self._result(mean, (self, lambda grad: np.full(self.shape, grad.reshape(kept.shape) * share)))
        # END SOLUTION

    # ---- nonlinear

    def relu(self):
        """Return max(0, x), entry by entry; the derivative at 0 is 0."""
        # BEGIN SOLUTION
        positive = self.data > 0
        return self._result(np.maximum(self.data, 0), (self, lambda grad: grad * positive))
        # END SOLUTION

    def sigmoid(self):
        """Return 1 / (1 + e⁻ˣ), entry by entry; finite also at x = ±1000."""
        # BEGIN SOLUTION
        e = np.exp(-np.abs(self.data))  # never above 1, so it cannot overflow
        s = np.where(self.data >= 0, 1 / (1 + e), e / (1 + e))
        return self._result(s, (self, lambda grad: grad * s * (1 - s)))
        # END SOLUTION

    def exp(self):
        """Return eˣ, entry by entry."""
        # BEGIN SOLUTION
        power = np.exp(self.data)
        return self._result(power, (self, lambda grad: grad * power))
        # END SOLUTION

    def log(self):
        """Return the natural logarithm, entry by entry."""
        # BEGIN SOLUTION
        return self._result(np.log(self.data), (self, lambda grad: grad / self.data))
        # END SOLUTION

    # ---- backward

    def backward(self, grad=None):
        """Add to `grad` of every tensor of the graph that requires one: how a loss L changes when that tensor does.

        Args:
            grad: ∂L/∂self, shaped like self. Without it self must hold one number, L itself, and ∂L/∂L = 1.

        Raises:
            RuntimeError: self requires no gradient, or `grad` is missing where self holds more than one number.
        """
        # BEGIN SOLUTION
        if not self.requires_grad:
            raise RuntimeError("backward() on a tensor that requires no gradient")
        if grad is None and self.data.size != 1:
            raise RuntimeError(f"backward() without grad needs a tensor with one element, this one is {self.shape}")
        grad = np.ones_like(self.data) if grad is None else np.array(grad)
        if grad.shape != self.shape:
            raise RuntimeError(f"grad has shape {grad.shape}, the tensor has {self.shape}")
        arrived = {self: grad}
        for tensor in reversed(self._topological_order()):  # users first: all that `tensor` will get has arrived
            grad = np.asarray(arrived.pop(tensor), dtype=tensor.data.dtype)
            for parent, send in tensor._edges:
                sent = self.unbroadcast(send(grad), parent.shape)
                arrived[parent] = arrived[parent] + sent if parent in arrived else sent
            tensor.grad = grad if tensor.grad is None else tensor.grad + grad
        # END SOLUTION

    def _topological_order(self):
        """Return all tensors that edges lead to from here, each once, inputs before what was computed from them."""
        # BEGIN SOLUTION
        order, seen, stack = [], set(), [(self, False)]
        while stack:  # not recursive: Python would stop at a depth of 1,000
            tensor, inputs_are_done = stack.pop()
            if inputs_are_done:
                order.append(tensor)
            elif tensor not in seen:
                seen.add(tensor)
                stack.append((tensor, True))
                stack.extend((parent, False) for parent, _ in tensor._edges)
        return order
        # END SOLUTION


# %% [markdown] lang="ja"
# ## 1. 成分ごとの演算 `elementwise`
#
# **目標**：`+ - * /` と符号の反転 `-x`、そして `x**n` を書きます。形が同じ配列どうしで考えます。
#
# 成分ごとの演算では、成分どうしが混ざりません。ですから、一つの成分について微分を求めれば十分です。
# 講義で見た二つから始めましょう。
#
# - $z = a + b$： $\partial z / \partial a = 1$、 $\partial z / \partial b = 1$ です。
#   上流の勾配をそのまま流します。
# - $z = a \times b$： $\partial z / \partial a = b$、 $\partial z / \partial b = a$ です。
#   上流の勾配に、 **相手の値** を掛けて流します。
#
# 残りは、高校の微分で求まります。
#
# - $z = a - b$： $b$ を増やすと、 $z$ は減ります。 $\partial z / \partial b = -1$ です。
# - $z = a / b$： $b$ を止めれば、 $a$ に $1/b$ を掛けているだけです。 $a$ を止めれば、 $a \, b^{-1}$ の微分です。
#
# $$
# \frac{\partial z}{\partial a} = \frac{1}{b}, \qquad
# \frac{\partial z}{\partial b} = -\frac{a}{b^2}
# $$
#
# - $z = x^n$：指数 $n$ は数で、定数です。負でも小数でもかまいません。
#
# $$\frac{dz}{dx} = n \, x^{n-1}$$
#
# 上流から $\partial L / \partial z$ が届いたら、これらの局所的な微分を掛けて流します。
#
# **数で確かめる**： $a = 6$、 $b = 2$ の $z = a / b = 3$ に、上流から $8$ が届いたとします。
# $a$ へ流すのは $8 \times \frac{1}{2} = 4$、 $b$ へ流すのは $8 \times (-\frac{6}{4}) = -12$ です。
#
# ### 数や配列が左にあるとき
#
# `x - 2` は `x.__sub__(2)` として呼ばれます。では `2 - x` はどうでしょう。
# 数 2 は `Tensor` を知らないので、Python は代わりに `x.__rsub__(2)` を呼びます。
# `r` は right、つまり「自分は右側にいる」という意味です。
# 引き算と割り算では、左右を間違えると値が変わります。
# 一度テンソルどうしの演算に直せば、辺を書き直す必要はありません。
#
# ### やること
#
# 1. `__add__`、`__sub__`、`__mul__`、`__truediv__`、`__neg__`、`__pow__` を書きます。
#    値を計算し、入力ごとに辺を一本ずつ付けて、 `_result` に渡します。
# 2. `__radd__`、`__rsub__`、`__rmul__`、`__rtruediv__` を書きます。
#
# `x**0` は、どこでも 1 です。定数ですから、その微分は 0 です。
#
# **確かめる**： `run_tests("elementwise")` を実行します。
# 前半は値だけのテストです。後半は勾配のテストで、次の `backward` を書くまでは通りません。
# 値のテストが通ったら、2 に進んでください。そのあとで、もう一度ここに戻ります。

# %% [markdown] lang="en"
# ## 1. Elementwise operations: `elementwise`
#
# **Goal.** Write `+ - * /`, the change of sign `-x`, and `x**n`. Think of arrays of one and the same shape.
#
# In an elementwise operation the entries do not mix. So it is enough to differentiate for a single entry.
# Begin with the two of the lecture.
#
# - $z = a + b$: here $\partial z / \partial a = 1$ and $\partial z / \partial b = 1$.
#   The upstream gradient passes as it is.
# - $z = a \times b$: here $\partial z / \partial a = b$ and $\partial z / \partial b = a$.
#   The upstream gradient is multiplied by **the value of the other one**.
#
# School calculus gives the rest.
#
# - $z = a - b$: when $b$ grows, $z$ shrinks. So $\partial z / \partial b = -1$.
# - $z = a / b$: with $b$ held still, $a$ is merely multiplied by $1/b$.
#   With $a$ held still, differentiate $a \, b^{-1}$.
#
# $$
# \frac{\partial z}{\partial a} = \frac{1}{b}, \qquad
# \frac{\partial z}{\partial b} = -\frac{a}{b^2}
# $$
#
# - $z = x^n$: the exponent $n$ is a number, a constant. It may be negative, and it may be a fraction.
#
# $$\frac{dz}{dx} = n \, x^{n-1}$$
#
# When $\partial L / \partial z$ arrives from upstream, send it on times these local derivatives.
#
# **With numbers.** Let $a = 6$ and $b = 2$, so $z = a / b = 3$, and let $8$ arrive from upstream.
# What goes to $a$ is $8 \times \frac{1}{2} = 4$, and to $b$ goes $8 \times (-\frac{6}{4}) = -12$.
#
# ### A number or an array on the left
#
# `x - 2` is called as `x.__sub__(2)`. What about `2 - x`?
# The number 2 knows nothing of `Tensor`, so Python calls `x.__rsub__(2)` instead.
# The `r` is for right: "I am the one on the right".
# For subtraction and division it matters which one is on which side.
# Turn it into an operation between two tensors, and no edge has to be written again.
#
# ### What to do
#
# 1. Write `__add__`, `__sub__`, `__mul__`, `__truediv__`, `__neg__` and `__pow__`.
#    Compute the value, and hand it to `_result` with one edge for each input.
# 2. Write `__radd__`, `__rsub__`, `__rmul__` and `__rtruediv__`.
#
# `x**0` is 1 everywhere. It is a constant, so its derivative is 0.
#
# **Check yourself.** Run `run_tests("elementwise")`.
# The first tests look at values alone. The later ones look at gradients, and cannot pass before `backward` is written.
# Once the values are right, go on to section 2. Come back here afterwards.

# %% tags=["active-ipynb"]
# run_tests("elementwise")

# %% [markdown] lang="ja"
# ## 2. グラフを逆にたどる `backward`
#
# **目標**：どんな計算グラフでも、すべてのテンソルの勾配を求められるようにします。
#
# 講義の規則は三つでした。
#
# 1. 初期化：最後のテンソルの勾配を 1 とします（ $\partial L / \partial L = 1$ ）。
# 2. 計算ノード：届いた勾配を使い、辺の関数で、それぞれの入力へ流します。
# 3. **分岐：届いた勾配を足します。**
#
# 講義の例 $f = (x + y)(x - y)$ では、 $x$ に二本の道から勾配が届きます。
# $x = 3$、 $y = 1$ なら $a = 4$、 $b = 2$、 $f = 8$ です。
#
# $$
# \frac{\partial f}{\partial x} = b \cdot 1 + a \cdot 1 = 6, \qquad
# \frac{\partial f}{\partial y} = b \cdot 1 + a \cdot (-1) = -2
# $$
#
# `x * x` でも同じです。同じ `x` への辺が二本あり、 $x = 3$ なら $3 + 3 = 6$ です。
#
# ### どの順にたどるか
#
# 次の式を考えます。
#
# $$x = 2, \quad y = 3x, \quad a = 2y, \quad b = 5y, \quad c = a + b, \quad e = c \times y$$
#
# $y$ は $a$、 $b$、 $e$ の三か所で使われています。だから $y$ には三回、勾配が届きます。
# $e$ から $c = 42$、 $a$ から $2 \times 6 = 12$、 $b$ から $5 \times 6 = 30$ で、合わせて $84$ です。
# $x$ へは $3 \times 84 = 252$ が流れます。
#
# もし一つ届いたところで $y$ から $x$ へ流してしまうと、足りない値が流れます。
# **そのテンソルを使った側が、すべて済んでから** 流さなければなりません。
# そこで、まず入力が先、使う側が後になる順に、全部のテンソルを並べます。これをトポロジカル順序といいます。
# 逆伝播は、その列を **後ろから** たどります。どのテンソルも、ちょうど一回ずつ訪れます。
#
# ### 並べ方
#
# あるテンソルを列に加えてよいのは、その入力を全部加えたあとです。
# 再帰で書くと短いのですが、Python では深さ 1,000 ほどで `RecursionError` になります。
# 十万回の演算が一列につながったグラフも、たどれるようにしてください。
# 再帰の代わりに、「これからすること」をリストに積みます。
#
# - リストから一つ取り出します。初めてのテンソルなら、「入力が済んだら列に加える」という印を付けて積み直し、
#   その上に、入力を積みます。
# - 印の付いたものを取り出したら、入力はもう済んでいます。列に加えます。
# - もう訪れたテンソルは、飛ばします。訪れたかどうかは `set` で調べます。リストで調べると、とても遅くなります。
#
# 数え上げる方法もあります。そのテンソルを使った辺の本数を先に数え、全部から届いたものから順に流します。
#
# ### 今回の分と、これまでの分
#
# `t.grad` には、足し込みます。二回目の `backward` では、一回目の勾配に、同じ勾配がもう一度足されます。
# PyTorch と同じ約束です。忘れるには `zero_grad()` を呼びます。
#
# ここに落とし穴があります。途中のテンソルの `grad` にも、前回の値が残っています。
# それを上流の勾配として流してしまうと、前回の分が二重に流れます。
# **今回届いた勾配は、別の入れ物（たとえば辞書）で足し合わせ**、流すのはその値だけにします。
# `grad` に足すのは、そのあとです。
#
# ### やること
#
# `backward(grad=None)` を書きます。 `_topological_order` は、使わなくてもかまいません。
#
# - `grad` は $\partial L / \partial$ 自分、つまり上流の勾配です。
#   省略できるのは、自分の成分が一つだけのときです。形は `()` でも `(1, 1)` でもかまいません。
#   成分が二つ以上あるのに省略されたら、 `RuntimeError` を送出します。
# - 自分が勾配を必要としないなら、いつでも `RuntimeError` を送出します。
# - 自分と、途中のテンソルと、末端のテンソルの `grad` に足します。
# - 辺の関数が返した勾配は、 `self.unbroadcast(勾配, 入力の形)` に通してから届けてください。
#   形が同じなら、そのまま返ってきます。何のためかは、3 で分かります。
#
# **確かめる**： `run_tests("backward")` を実行します。通ったら、1 に戻って勾配のテストも確かめましょう。

# %% [markdown] lang="en"
# ## 2. Walking the graph backward: `backward`
#
# **Goal.** Find the gradient of every tensor, in any computation graph.
#
# The lecture has three rules.
#
# 1. Start: the gradient of the last tensor is 1, since $\partial L / \partial L = 1$.
# 2. At an operation: take what has arrived, and send it to each input by the function on that edge.
# 3. **At a branch: add what arrives.**
#
# In the lecture's $f = (x + y)(x - y)$ the gradient reaches $x$ by two ways.
# With $x = 3$ and $y = 1$ we have $a = 4$, $b = 2$ and $f = 8$.
#
# $$
# \frac{\partial f}{\partial x} = b \cdot 1 + a \cdot 1 = 6, \qquad
# \frac{\partial f}{\partial y} = b \cdot 1 + a \cdot (-1) = -2
# $$
#
# `x * x` is no different: two edges lead to the same `x`, and at $x = 3$ that is $3 + 3 = 6$.
#
# ### In which order?
#
# Consider this.
#
# $$x = 2, \quad y = 3x, \quad a = 2y, \quad b = 5y, \quad c = a + b, \quad e = c \times y$$
#
# $y$ is used in three places: in $a$, in $b$ and in $e$. So three gradients arrive at $y$.
# They are $c = 42$ from $e$, then $2 \times 6 = 12$ from $a$ and $5 \times 6 = 30$ from $b$; together $84$.
# To $x$ goes $3 \times 84 = 252$.
#
# If $y$ sends to $x$ as soon as one of them is there, it sends too little.
# A tensor must wait **until all those that used it are done**.
# So first put all tensors in an order with inputs before users: a topological order.
# Backward walks that list **from its end**, and visits every tensor exactly once.
#
# ### Finding such an order
#
# A tensor may join the list once all of its inputs have.
# A recursive function for that is short, but at a depth of about 1,000 Python raises a `RecursionError`.
# A graph of 100,000 operations in a row should work as well.
# Instead of recursion, keep a list of things to do.
#
# - Take one from the end. If it is a tensor seen for the first time, put it back, marked
#   "add when its inputs are done", and put its inputs on top.
# - If it is marked, its inputs are done: add it to the order.
# - Pass over a tensor that was visited already. Look that up in a `set`. Looking it up in a list is very slow.
#
# There is also a way by counting: first count the edges by which each tensor is used,
# then let a tensor send once all of them have delivered.
#
# ### This call's gradients, and those before
#
# `t.grad` is added to. A second `backward` adds the same gradients once more to those of the first.
# That is PyTorch's convention. To forget them, call `zero_grad()`.
#
# Here is a trap. Tensors on the way still hold the gradient of the call before.
# If that is sent on as an upstream gradient, the old part is sent twice.
# So **add up what arrives during this call somewhere else, say in a dictionary**, and send that alone.
# Add it to `grad` afterwards.
#
# ### What to do
#
# Write `backward(grad=None)`. Whether you make use of `_topological_order` is up to you.
#
# - `grad` is $\partial L / \partial$ self, the upstream gradient.
#   It may be left out only if the tensor has a single entry, whether its shape is `()` or `(1, 1)`.
#   If it is left out and there are more entries, raise a `RuntimeError`.
# - If the tensor requires no gradient, always raise a `RuntimeError`.
# - Add to the `grad` of the tensor itself, of those on the way, and of those at the ends.
# - Pass what an edge's function returns through `self.unbroadcast(gradient, shape of the input)`, then deliver it.
#   Where the shapes are the same, it comes back as it is. Section 3 tells what this is for.
#
# **Check yourself.** Run `run_tests("backward")`. Once it passes, return to section 1 and its tests of gradients.

# %% tags=["active-ipynb"]
# run_tests("backward")

# %% [markdown] lang="ja"
# ## 3. ブロードキャスト `broadcasting`
#
# **目標**：形の違う配列どうしの演算でも、正しい形の勾配を返せるようにします。
#
# NumPy では、形が $(2, 3)$ の行列に、形が $(3,)$ のベクトルを足せます。
# ベクトルは、すべての行に **コピーされて** 使われます。線形層のバイアスが、まさにこれです。
#
# $$
# \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix} + \begin{bmatrix} 10 & 20 & 30 \end{bmatrix}
# = \begin{bmatrix} 11 & 22 & 33 \\ 14 & 25 & 36 \end{bmatrix}
# $$
#
# コピーされたということは、 **一つの値が何か所かで使われた** ということです。これは分岐です。
# ですから、コピーのそれぞれに届いた勾配を足します。
# 上流から次の勾配が届けば、ベクトルの勾配は、列ごとの和になります。
#
# $$
# \frac{\partial L}{\partial z} = \begin{bmatrix} 1 & 0 & 2 \\ 5 & -1 & 1 \end{bmatrix}
# \quad \longrightarrow \quad
# \frac{\partial L}{\partial b} = \begin{bmatrix} 6 & -1 & 3 \end{bmatrix}
# $$
#
# 行列のほうはコピーされていないので、届いた勾配がそのまま流れます。
#
# ### NumPy の規則
#
# 形を **右端から** そろえて比べます。
#
# 1. 次元が足りなければ、左に長さ 1 の軸を補います。 $(3,)$ は $(1, 3)$ になります。
# 2. 長さ 1 の軸は、相手の長さまで引き伸ばされます。
#
# | 元の形 | 演算の結果の形 | コピーされた軸 |
# |---|---|---|
# | $(3,)$ | $(2, 3)$ | 補われた軸 0 |
# | $(2, 1)$ | $(2, 3)$ | 引き伸ばされた軸 1 |
# | $(1, 3)$ | $(4, 2, 3)$ | 補われた軸 0 と、引き伸ばされた軸 1 |
# | $()$ | $(2, 3)$ | 補われた軸 0 と 1 |
#
# 和をとったあとの形は、元の形とちょうど同じでなければなりません。
# 引き伸ばされた軸は、長さ 1 のまま **残ります**。補われた軸は、**消えます**。
#
# 両方が同時にコピーされることもあります。 $(2, 1)$ と $(1, 3)$ の演算では、結果は $(2, 3)$ です。
#
# ### やること
#
# `unbroadcast(grad, shape)` を完成させます。
# `grad` は結果の形をした勾配、`shape` は元の形です。コピーされた軸について和をとり、`shape` の形にして返します。
#
# `A.sum(axis=軸)` では、軸はタプルでもかまいません。 `keepdims=True` を付けると、足した軸が長さ 1 で残ります。
# `A.ndim` は次元の数です。次元がいくつ補われたかは、 `ndim` を比べれば分かります。
#
# 成分ごとの演算のほうは、書き直さなくて済みます。 `backward` が、すべての勾配を `unbroadcast` に通すからです。
#
# **確かめる**： `run_tests("broadcasting")` を実行します。

# %% [markdown] lang="en"
# ## 3. Broadcasting: `broadcasting`
#
# **Goal.** Give gradients of the right shape where arrays of different shapes are combined.
#
# NumPy lets you add a vector of shape $(3,)$ to a matrix of shape $(2, 3)$.
# The vector is **copied** to every row. The bias of a linear layer is just this.
#
# $$
# \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix} + \begin{bmatrix} 10 & 20 & 30 \end{bmatrix}
# = \begin{bmatrix} 11 & 22 & 33 \\ 14 & 25 & 36 \end{bmatrix}
# $$
#
# To be copied is to be **used in several places**. That is a branch.
# So the gradients that arrive at the copies are added.
# If the following arrives from upstream, the gradient of the vector is the sum of each column.
#
# $$
# \frac{\partial L}{\partial z} = \begin{bmatrix} 1 & 0 & 2 \\ 5 & -1 & 1 \end{bmatrix}
# \quad \longrightarrow \quad
# \frac{\partial L}{\partial b} = \begin{bmatrix} 6 & -1 & 3 \end{bmatrix}
# $$
#
# The matrix was not copied, so to it the gradient passes as it arrived.
#
# ### NumPy's rules
#
# Shapes are lined up **at their right ends** and compared.
#
# 1. Where dimensions are missing, axes of length 1 are put in front. $(3,)$ becomes $(1, 3)$.
# 2. An axis of length 1 is stretched to the length of the other.
#
# | original shape | shape of the result | copied along |
# |---|---|---|
# | $(3,)$ | $(2, 3)$ | axis 0, put in front |
# | $(2, 1)$ | $(2, 3)$ | axis 1, stretched |
# | $(1, 3)$ | $(4, 2, 3)$ | axis 0, put in front, and axis 1, stretched |
# | $()$ | $(2, 3)$ | axes 0 and 1, put in front |
#
# After summing, the shape must be exactly the original one.
# A stretched axis **stays**, with length 1. An axis that was put in front **goes**.
#
# Both sides can be copied at once: $(2, 1)$ and $(1, 3)$ give $(2, 3)$.
#
# ### What to do
#
# Complete `unbroadcast(grad, shape)`.
# `grad` is a gradient with the shape of the result, `shape` is the original shape.
# Sum over the axes of the copies, and return an array of that shape.
#
# In `A.sum(axis=...)` the axis may be a tuple. With `keepdims=True` the summed axes stay, with length 1.
# `A.ndim` is the number of dimensions. Comparing it tells how many axes were put in front.
#
# The elementwise operations need no change: `backward` passes every gradient through `unbroadcast`.
#
# **Check yourself.** Run `run_tests("broadcasting")`.

# %% tags=["active-ipynb"]
# run_tests("broadcasting")

# %% [markdown] lang="ja"
# ## 4. 行列の積と転置 `matmul`
#
# **目標**：二次元の配列どうしの `@` と、転置 `T` を書きます。これで線形層 `x @ w.T + b` が動きます。
#
# $Z = AB$ を成分で書きます。 $A$ は $(N, n)$、 $B$ は $(n, m)$、 $Z$ は $(N, m)$ です。
#
# $$Z_{ik} = \sum_j A_{ij} B_{jk}$$
#
# $A_{ij}$ は、 $Z$ の $i$ 行目の全部、つまり $Z_{i1}, \dots, Z_{im}$ に使われています。掛かっているのは $B_{jk}$ です。
# 同じように、 $B_{jk}$ は $Z$ の $k$ 列目の全部に使われています。分岐ですから、足します。
#
# $$
# \frac{\partial L}{\partial A_{ij}} = \sum_k \frac{\partial L}{\partial Z_{ik}} B_{jk}, \qquad
# \frac{\partial L}{\partial B_{jk}} = \sum_i A_{ij} \frac{\partial L}{\partial Z_{ik}}
# $$
#
# **数で確かめる**：
#
# $$
# A = \begin{bmatrix} 1 & 2 \end{bmatrix}, \quad
# B = \begin{bmatrix} 3 & 4 & 5 \\ 6 & 7 & 8 \end{bmatrix}, \quad
# Z = \begin{bmatrix} 15 & 18 & 21 \end{bmatrix}, \quad
# \frac{\partial L}{\partial Z} = \begin{bmatrix} 1 & 0 & -1 \end{bmatrix}
# $$
#
# とすると、勾配は次のようになります。
#
# $$
# \frac{\partial L}{\partial A}
# = \begin{bmatrix} 3 - 5 & 6 - 8 \end{bmatrix} = \begin{bmatrix} -2 & -2 \end{bmatrix}, \qquad
# \frac{\partial L}{\partial B} = \begin{bmatrix} 1 & 0 & -1 \\ 2 & 0 & -2 \end{bmatrix}
# $$
#
# 転置は、成分の場所を入れ替えるだけです。勾配も、元の場所に戻すだけで済みます。
#
# ### やること
#
# 二つの式を、行列の積で書きます。内側の番号が足されて消えることを思い出し、形から考えましょう。
#
# - $\partial L / \partial Z$ の形は $(N, m)$ です。 $B$ とどう掛ければ、 $A$ の形 $(N, n)$ になりますか。
# - $\partial L / \partial B$ では、消える番号は $i$ です。どちらを転置して、どの順に掛けますか。
#
# `__rmatmul__` は、左が NumPy の配列のときに呼ばれます。
# `T` には `@property` が付いているので、 `w.T` のように、括弧を付けずに使えます。
#
# **確かめる**： `run_tests("matmul")` を実行します。

# %% [markdown] lang="en"
# ## 4. Matrix product and transpose: `matmul`
#
# **Goal.** Write `@` for two matrices, and the transpose `T`. With them the linear layer `x @ w.T + b` works.
#
# Write $Z = AB$ entry by entry. $A$ is $(N, n)$, $B$ is $(n, m)$, and $Z$ is $(N, m)$.
#
# $$Z_{ik} = \sum_j A_{ij} B_{jk}$$
#
# $A_{ij}$ is used in the whole row $i$ of $Z$, that is in $Z_{i1}, \dots, Z_{im}$, and there $B_{jk}$ multiplies it.
# In the same way $B_{jk}$ is used in the whole column $k$ of $Z$. These are branches, so we add.
#
# $$
# \frac{\partial L}{\partial A_{ij}} = \sum_k \frac{\partial L}{\partial Z_{ik}} B_{jk}, \qquad
# \frac{\partial L}{\partial B_{jk}} = \sum_i A_{ij} \frac{\partial L}{\partial Z_{ik}}
# $$
#
# **With numbers.** Let
#
# $$
# A = \begin{bmatrix} 1 & 2 \end{bmatrix}, \quad
# B = \begin{bmatrix} 3 & 4 & 5 \\ 6 & 7 & 8 \end{bmatrix}, \quad
# Z = \begin{bmatrix} 15 & 18 & 21 \end{bmatrix}, \quad
# \frac{\partial L}{\partial Z} = \begin{bmatrix} 1 & 0 & -1 \end{bmatrix}
# $$
#
# Then the gradients are
#
# $$
# \frac{\partial L}{\partial A}
# = \begin{bmatrix} 3 - 5 & 6 - 8 \end{bmatrix} = \begin{bmatrix} -2 & -2 \end{bmatrix}, \qquad
# \frac{\partial L}{\partial B} = \begin{bmatrix} 1 & 0 & -1 \\ 2 & 0 & -2 \end{bmatrix}
# $$
#
# A transpose only moves entries to other places. The gradient moves them back.
#
# ### What to do
#
# Write the two formulas as matrix products. Remember that the inner index is summed and disappears, and look at shapes.
#
# - $\partial L / \partial Z$ is $(N, m)$. Multiplied with $B$ in which way does it get the shape of $A$, $(N, n)$?
# - In $\partial L / \partial B$ the index that disappears is $i$. Which one is transposed, and which one comes first?
#
# `__rmatmul__` is called where a NumPy array stands on the left.
# `T` is marked `@property`, so it is used without brackets: `w.T`.
#
# **Check yourself.** Run `run_tests("matmul")`.

# %% tags=["active-ipynb"]
# run_tests("matmul")

# %% [markdown] lang="ja"
# ## 5. 和と平均 `reductions`
#
# **目標**： `sum` と `mean` を、 `axis` と `keepdims` も含めて書きます。
#
# 和 $s = x_1 + x_2 + \dots + x_n$ では、どの $x_i$ についても $\partial s / \partial x_i = 1$ です。
# $s$ に届いた勾配が、 **すべての $x_i$ に同じだけ** 流れます。
# 平均 $m = s / n$ なら、それが $1/n$ 倍になります。
# ブロードキャストとちょうど逆で、順伝播で足した軸に、逆伝播ではコピーします。
#
# **数で確かめる**：行ごとに足すと、軸 1 が消えます。
#
# $$
# x = \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}, \quad
# s = \begin{bmatrix} 6 & 15 \end{bmatrix}, \quad
# \frac{\partial L}{\partial s} = \begin{bmatrix} 7 & -1 \end{bmatrix}
# \quad \longrightarrow \quad
# \frac{\partial L}{\partial x} = \begin{bmatrix} 7 & 7 & 7 \\ -1 & -1 & -1 \end{bmatrix}
# $$
#
# 平均なら、これを $3$ で割ったものになります。
# 割るのは、**一つの平均に入った成分の数** です。行列全体の成分の数 $6$ ではありません。
#
# ### 引数
#
# NumPy の `sum` と同じです。
#
# - `axis=None` なら全部を足し、形は `()` になります。
# - `axis=1` ならその軸だけ、 `axis=-1` なら最後の軸だけ、 `axis=(0, 2)` なら二つの軸を足します。
# - `keepdims=True` なら、足した軸が長さ 1 で残ります。
#
# ### やること
#
# 値は NumPy で一行です。難しいのは、届いた勾配の形です。
# 上の例では、届くのは $(2,)$、流すのは $(2, 3)$ です。
# $(2,)$ をそのまま $(2, 3)$ に広げようとすると、右端がそろわないので失敗します。
# 消えた軸を長さ 1 で戻して $(2, 1)$ にすれば、広げられます。
# `keepdims=True` で足したときの形を覚えておくと、場合分けがいりません。
#
# 形を変えるには `A.reshape(形)` や `np.expand_dims(A, 軸)` を、広げるには `np.broadcast_to(A, 形)` や
# `np.ones(形)` との積を使えます。
#
# **確かめる**： `run_tests("reductions")` を実行します。

# %% [markdown] lang="en"
# ## 5. Sum and mean: `reductions`
#
# **Goal.** Write `sum` and `mean`, with `axis` and `keepdims`.
#
# In a sum $s = x_1 + x_2 + \dots + x_n$ the derivative is $\partial s / \partial x_i = 1$ for every $x_i$.
# So what arrives at $s$ goes **to all the $x_i$ alike**.
# For a mean $m = s / n$ it is $1/n$ of that.
# It is the reverse of broadcasting: along the axes that were summed forward, the gradient is copied backward.
#
# **With numbers.** Summing each row makes axis 1 disappear.
#
# $$
# x = \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}, \quad
# s = \begin{bmatrix} 6 & 15 \end{bmatrix}, \quad
# \frac{\partial L}{\partial s} = \begin{bmatrix} 7 & -1 \end{bmatrix}
# \quad \longrightarrow \quad
# \frac{\partial L}{\partial x} = \begin{bmatrix} 7 & 7 & 7 \\ -1 & -1 & -1 \end{bmatrix}
# $$
#
# For the mean, divide this by $3$.
# The divisor is **the number of entries in one mean**. It is not $6$, the number of entries of the matrix.
#
# ### The arguments
#
# They are those of NumPy's `sum`.
#
# - `axis=None` sums everything, and the shape becomes `()`.
# - `axis=1` sums along that axis, `axis=-1` along the last one, `axis=(0, 2)` along two of them.
# - With `keepdims=True` the summed axes stay, with length 1.
#
# ### What to do
#
# The value is one line of NumPy. What takes thought is the shape of the gradient that arrives.
# In the example it arrives as $(2,)$ and goes on as $(2, 3)$.
# To expand $(2,)$ to $(2, 3)$ as it is fails, since the right ends do not match.
# Put the axis that disappeared back with length 1, $(2, 1)$, and it expands.
# Keep in mind what shape the sum has with `keepdims=True`, and you need no cases.
#
# To change a shape there are `A.reshape(shape)` and `np.expand_dims(A, axis)`.
# To expand, there are `np.broadcast_to(A, shape)` and multiplying by `np.ones(shape)`.
#
# **Check yourself.** Run `run_tests("reductions")`.

# %% tags=["active-ipynb"]
# run_tests("reductions")

# %% [markdown] lang="ja"
# ## 6. 非線形な関数 `nonlinear`
#
# **目標**： `relu`、 `sigmoid`、 `exp`、 `log` を、成分ごとの演算として書きます。
#
# | 関数 | 値 | 局所的な微分 |
# |---|---|---|
# | `relu` | $\max(0, x)$ | $x > 0$ で $1$、 $x \le 0$ で $0$ |
# | `sigmoid` | $\sigma(x) = \frac{1}{1 + e^{-x}}$ | $\sigma(x) \, (1 - \sigma(x))$ |
# | `exp` | $e^x$ | $e^x$ |
# | `log` | $\log x$ | $\frac{1}{x}$ |
#
# 微分が、 `sigmoid` と `exp` では **出力** で、 `relu` と `log` では **入力** で書けています。
# どちらを覚えておくか、気を付けてください。
#
# - `relu` は門です。門を開けるのは $x$ の符号で、届いた勾配の符号ではありません。折れ目 $x = 0$ では 0 とします。
# - `sigmoid` は $x = \pm 1000$ でも正しい値を返します。
#   $e^{1000}$ は大きすぎて `inf` になり、 `inf / inf` は `nan` です。
#   同じ値になる二つの式から、 **指数が正にならないほう** を選びます。
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}} = \frac{e^{x}}{e^{x} + 1}$$
#
# `np.where(条件, p, q)` は、条件が成り立つ成分では `p` から、ほかの成分では `q` から値を取ります。
# 選ばれない側であふれて警告が出ても、減点しません。
#
# **数で確かめる**： $\sigma(0) = \frac{1}{2}$ です。
# 上流から $8$ が届けば、 $8 \times \frac{1}{2} \times \frac{1}{2} = 2$ が流れます。
# $x = 4$ の $\log x$ に上流から $8$ が届けば、 $8 / 4 = 2$ が流れます。
#
# **確かめる**： `run_tests("nonlinear")` を実行します。

# %% [markdown] lang="en"
# ## 6. Nonlinear functions: `nonlinear`
#
# **Goal.** Write `relu`, `sigmoid`, `exp` and `log`, each entry by entry.
#
# | function | value | local derivative |
# |---|---|---|
# | `relu` | $\max(0, x)$ | $1$ where $x > 0$, $0$ where $x \le 0$ |
# | `sigmoid` | $\sigma(x) = \frac{1}{1 + e^{-x}}$ | $\sigma(x) \, (1 - \sigma(x))$ |
# | `exp` | $e^x$ | $e^x$ |
# | `log` | $\log x$ | $\frac{1}{x}$ |
#
# The derivative is written with the **output** for `sigmoid` and `exp`, and with the **input** for `relu` and `log`.
# Take care to keep the right one.
#
# - `relu` is a gate. The sign of $x$ opens it, not the sign of the gradient. At the kink, $x = 0$, the derivative is 0.
# - `sigmoid` is right even at $x = \pm 1000$.
#   There $e^{1000}$ is too large and becomes `inf`, and `inf / inf` is `nan`.
#   Of two formulas for the same value, choose the one **whose exponent is not positive**.
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}} = \frac{e^{x}}{e^{x} + 1}$$
#
# `np.where(condition, p, q)` takes an entry from `p` where the condition holds, and from `q` elsewhere.
# If the one that is not chosen overflows with a warning, no marks are lost.
#
# **With numbers.** $\sigma(0) = \frac{1}{2}$.
# If $8$ arrives from upstream, $8 \times \frac{1}{2} \times \frac{1}{2} = 2$ goes on.
# For $\log x$ at $x = 4$, if $8$ arrives then $8 / 4 = 2$ goes on.
#
# **Check yourself.** Run `run_tests("nonlinear")`.

# %% tags=["active-ipynb"]
# run_tests("nonlinear")

# %% [markdown] lang="ja"
# ## ラボ A：計算グラフを描く
#
# エンジンが記録した計算グラフを、自分の目で見てみましょう。
# 講義の $f = (x + y)(x - y)$ を $x = 3$、 $y = 1$ で計算し、値と勾配を入れて描きます。
# 右から左へ、勾配がどう流れるかを追ってください。
#
# Graphviz（`dot` というプログラム）があれば図で、なければ文字で表示します。
# 描くのに使うのは、 `_edges` に覚えさせた辺です。演算の名前は、辺の関数が書かれた場所から分かります。
# 定数への辺は覚えていないので、図には現れません。
#
# **考えてみましょう**
#
# - 式を `x * x + x * y` に変えると、 $x$ から何本の線が出ますか。 $x$ に届く勾配は、どんな値の和ですか。
# - セルの中の `f.backward()` を二回呼ぶと、どの数が、どう変わりますか。
# - 2 の式 $e = c \times y$ を描いて、 $y$ に届く三つの勾配を図の中に見つけてください。

# %% [markdown] lang="en"
# ## Lab A: draw the computation graph
#
# See the graph that your engine recorded with your own eyes.
# The next cell computes the lecture's $f = (x + y)(x - y)$ at $x = 3$, $y = 1$, and draws it with values and gradients.
# Follow the gradients as they flow from right to left.
#
# With Graphviz (the program `dot`) it is drawn as a figure, without it as text.
# The drawing uses the edges in `_edges`.
# The name of an operation is known from where the function on an edge was written.
# Edges to constants are not kept, so constants do not show.
#
# **Think about it**
#
# - Change the formula to `x * x + x * y`. How many lines leave $x$? Which values are added in the gradient of $x$?
# - Call `f.backward()` twice in the cell. Which numbers change, and how?
# - Draw $e = c \times y$ of section 2, and find the three gradients that arrive at $y$.

# %% tags=["active-ipynb"]
# import shutil
# import subprocess
#
#
# def graph_of(output):
#     """Return all tensors that `output` was computed from, itself first."""
#     tensors = [output]
#     for tensor in tensors:  # the list grows while we go along
#         tensors.extend(parent for parent, _ in tensor._edges if parent not in tensors)
#     return tensors
#
#
# def operation(tensor):
#     """Return the name of the operation that made the tensor, from where the function on its edge was written."""
#     return tensor._edges[0][1].__qualname__.split(".")[1].strip("_") if tensor._edges else ""
#
#
# def as_dot(output, names):
#     """Describe the graph in Graphviz's language: values in the boxes, what each edge sends back in red."""
#     lines = ["digraph {", "rankdir=LR", 'node [shape=box, fontname="sans-serif"]', 'edge [fontname="sans-serif"]']
#     for tensor in graph_of(output):
#         title = " ".join(word for word in (names.get(tensor, ""), operation(tensor)) if word)
#         lines.append(f'{id(tensor)} [label="{title}\\nvalue {tensor.data}\\ngrad {tensor.grad}"]')
#         for parent, rule in tensor._edges:
#             lines.append(f'{id(parent)} -> {id(tensor)} [label="{rule(tensor.grad)}", fontcolor=red]')
#     return "\n".join([*lines, "}"])
#
#
# def as_text(output, names):
#     """Describe the graph in lines, from the output to the inputs."""
#     lines = []
#     for tensor in graph_of(output):
#         lines.append(f"{names.get(tensor, operation(tensor))}: value {tensor.data}, grad {tensor.grad}")
#         for parent, rule in tensor._edges:
#             receiver = names.get(parent, operation(parent))
#             lines.append(f"    {operation(tensor)} sends {rule(tensor.grad)} to {receiver}")
#     return "\n".join(lines)
#
#
# def draw(output, names):
#     """Show the graph behind `output`; `names` maps tensors to names. For graphs of one-number tensors."""
#     if shutil.which("dot") is None:
#         print(as_text(output, names))
#         return
#     from IPython.display import SVG, display
#
#     command = ["dot", "-Tsvg"]
#     figure = subprocess.run(command, input=as_dot(output, names), capture_output=True, text=True, check=True)
#     display(SVG(figure.stdout))
#
#
# x, y = Tensor(3.0, requires_grad=True), Tensor(1.0, requires_grad=True)
# a, b = x + y, x - y
# f = a * b
# f.backward()
# draw(f, {x: "x", y: "y", a: "a", b: "b", f: "f"})
# print(f"f = {f.data}, df/dx = {x.grad}, df/dy = {y.grad}")

# %% [markdown] lang="ja"
# ## ラボ B：線形回帰を、式を書くだけで
#
# 前回の講義の損失 $L(w, b) = \frac{1}{N} \sum_i (y_i - (w x_i + b))^2$ を思い出してください。
# そのときは、 $w$ と $b$ の偏微分を手で計算しました。今は、損失を書くだけで済みます。
#
# データは、直線 $y = 2x - 1$ のまわりに散らばった 50 個の点です。
# 勾配降下法で、 $w$ が 2 に、 $b$ が -1 に近づく様子を見ましょう。
#
# **考えてみましょう**
#
# - `zero_grad` の行を消すと、何が起きますか。なぜですか。
# - 損失を、二乗の平均から、誤差の絶対値の平均に変えてみましょう。
#   絶対値は、 `relu` を二回使うと書けます。微分の式は、何も書き足さなくてよいはずです。

# %% [markdown] lang="en"
# ## Lab B: linear regression by writing down the loss
#
# Recall the loss of an earlier lecture, $L(w, b) = \frac{1}{N} \sum_i (y_i - (w x_i + b))^2$.
# Back then the partial derivatives for $w$ and $b$ were worked out by hand. Now it is enough to write the loss.
#
# The data are 50 points scattered around the line $y = 2x - 1$.
# Watch gradient descent bring $w$ close to 2 and $b$ close to -1.
#
# **Think about it**
#
# - What happens without the line with `zero_grad`? Why?
# - Change the loss from the mean of squares to the mean of absolute errors.
#   An absolute value can be written with two `relu`s. You should not need to write any derivative.

# %% tags=["active-ipynb"]
# rng = np.random.default_rng(0)
# xs = rng.uniform(-1, 1, size=(50, 1))
# ys = 2 * xs - 1 + 0.1 * rng.normal(size=(50, 1))
#
# w, b = Tensor([[0.0]], requires_grad=True), Tensor([0.0], requires_grad=True)
# for step in range(101):
#     loss = ((ys - (xs @ w + b)) ** 2).mean()
#     w.zero_grad()
#     b.zero_grad()
#     loss.backward()
#     if step % 20 == 0:
#         print(f"step {step:3}   loss {loss.data:.4f}   w {w.data.item():+.3f}   b {b.data.item():+.3f}")
#     w.data = w.data - 0.3 * w.grad
#     b.data = b.data - 0.3 * b.grad
