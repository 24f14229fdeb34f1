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
# # 連鎖率と誤差逆伝播
#
# 計算グラフの上で微分を計算します。
# 作り終えると、どんな計算グラフでも、途中の値も含めたすべての勾配が、一回の逆伝播で求まります。
# PyTorch の `backward()` がしているのは、これと同じことです。
#
# 必要なのは Python の基本と、高校の微分です。外部のライブラリは使いません。
#
# もとにした講義：機械学習講習会 第四回「誤差逆伝播法」（@Kobakos32, 2025）
#
# ## 計算グラフのおさらい
#
# 計算グラフは、式の計算の過程を図にしたものです。 $f = (x + y) \times (x - y)$ なら、次の三歩です。
#
# ```text
# a = x + y            x ──┬──▶ [ + ] ── a ──┐
# b = x - y                │                 ├──▶ [ × ] ──▶ f
# f = a × b            y ──┴──▶ [ − ] ── b ──┘
# ```
#
# - **ノード** は一つの演算です。その結果の値も、ノードに取っておきます。入力の $x$ や定数もノードです。
# - **エッジ** は、値の流れです。
# - 左から右への計算が **順伝播** です。 $x = 3$、 $y = 1$ なら $a = 4$、 $b = 2$、 $f = 8$ です。
# - 右から左へ微分を求めていくのが **逆伝播** です。これからその部品を一つずつ作ります。
#
# 次のセルの `Node` がノードです。`variable` や `add` などの関数が、ノードを一つ作り、その値もすぐに計算します。
#
# ```python
# x = variable("x", 3.0)
# y = variable("y", 1.0)
# a = add(x, y)        # a.op は "add"、a.inputs は (x, y)、a.value は 4.0
# b = sub(x, y)
# f = mul(a, b)        # f.value は 8.0
# ```
#
# `grad` は、そのノードの **勾配** を入れる場所です。
# 勾配とは、そのノードの値を少し動かしたとき、出力が何倍動くかを表す数です。
# $\partial f / \partial a$ と書きます。 $\partial$ は偏微分の記号で、ほかを止めて $a$ だけを動かすという意味です。
# はじめは `None` で、最後の課題の `backward` がここを埋めます。
#
# ## 約束
#
# - 同じノードが、何度使われてもかまいません。`mul(x, x)` も正しいグラフです。
# - ノードは **物として** 区別します。値や名前が同じでも、別に作られたノードは別のノードです。
# - 受け取ったものは書き換えません。書き込んでよいのは `grad` だけです。
# - 微分は式から計算します。少しずらした点との差を測る方法は、ここでは点になりません。
#   採点には、測っても答えが出ない数も使います。たとえば無限大 `math.inf` です。
#   そこでも $x + y$ の $x$ についての微分は、やはり 1 です。
# - 採点では、丸め誤差の範囲まで一致するかを見ます。整数が来ても、正しい値を返してください。
# - `exp` と `log` は、このファイルでは **ノードを作る関数** です。
#   数の計算には `math.exp` と `math.log` を使ってください。

# %% [markdown] lang="en"
# # The chain rule and backpropagation
#
# You will compute derivatives on a computation graph.
# At the end, a single pass backward gives you every gradient of any graph, those of the values on the way included.
# It is what `backward()` does in PyTorch.
#
# You need basic Python and the calculus taught at school. No library is used.
#
# Based on the lecture 機械学習講習会 第四回 (Machine Learning Workshop, session 4: backpropagation; @Kobakos32, 2025).
#
# ## Computation graphs, in short
#
# A computation graph is a drawing of how a formula is computed. For $f = (x + y) \times (x - y)$ it takes three steps.
#
# ```text
# a = x + y            x ──┬──▶ [ + ] ── a ──┐
# b = x - y                │                 ├──▶ [ × ] ──▶ f
# f = a × b            y ──┴──▶ [ − ] ── b ──┘
# ```
#
# - A **node** is one operation. It also keeps the value that came out. Inputs like $x$, and constants, are nodes too.
# - An **edge** is a value on its way from one node to another.
# - Computing from left to right is the **forward** pass. With $x = 3$ and $y = 1$ it gives $a = 4$, $b = 2$, $f = 8$.
# - Finding derivatives from right to left is the **backward** pass. You are about to build it, part by part.
#
# `Node`, in the next cell, is such a node. Functions like `variable` and `add` make one and compute its value at once.
#
# ```python
# x = variable("x", 3.0)
# y = variable("y", 1.0)
# a = add(x, y)        # a.op is "add", a.inputs is (x, y), a.value is 4.0
# b = sub(x, y)
# f = mul(a, b)        # f.value is 8.0
# ```
#
# `grad` is the place for the node's **gradient**:
# when the value of this node moves a little, how many times as far does the output move?
# We write $\partial f / \partial a$.
# The sign $\partial$ marks a partial derivative: only $a$ moves, all else is held still.
# At first `grad` is `None`. The last exercise, `backward`, fills it in.
#
# ## What we agree on
#
# - A node may be used any number of times. `mul(x, x)` is a proper graph.
# - A node is **an object of its own**. Two that were made separately are two nodes, even with equal values or names.
# - Never change what you were given. The only thing to write is `grad`.
# - Derivatives are computed from formulas. Measuring them, by the difference to a point nearby, earns nothing here.
#   Grading also uses numbers at which nothing can be measured, such as infinity, `math.inf`.
#   Even there, the derivative of $x + y$ with respect to $x$ is 1.
# - Your numbers must be right up to rounding. Whole numbers may come too, and must give the right values.
# - In this file `exp` and `log` **make nodes**. To compute with numbers, use `math.exp` and `math.log`.

# %%
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


# %% [markdown] lang="ja"
# ## 自分で確かめる
#
# 答えは、このノートブックか `chain_rule.py` の、どちらか一方に書いてください。
# 次のセルを実行すると、`run_tests("chain")` のようにして、ノートブックのコードをテストできます。
# 先に関数のセルを実行してから、テストを呼びます。
# テストは易しい順に並んでいて、最初に失敗したところで止まります。
# 直したら、関数のセルとテストのセルを、もう一度実行してください。
#
# `chain_rule.py` に書くときは、このフォルダで `python -m pytest -k Testchain` を実行します。
# `Test` のあとに課題の名前を続けたものが、その課題のテストの名前です。
#
# テストの中身は `test_chain_rule.py` で読めます。どれも手で計算できる数です。
# 採点では、ほかの数やほかのグラフでも試します。

# %% [markdown] lang="en"
# ## Checking yourself
#
# Write your answers in this notebook or in `chain_rule.py`: in one of them, not in both.
# After the next cell, `run_tests("chain")` and its like test the code of this notebook.
# Run the cell with the function first, then the cell with the tests.
# The tests go from easy to hard and stop at the first failure.
# Mend it, then run both cells again.
#
# If you write in `chain_rule.py`, run `python -m pytest -k Testchain` in this folder instead.
# The tests of an exercise are called `Test` followed by its name.
#
# The tests themselves are in `test_chain_rule.py`, with numbers small enough to check by hand.
# Grading tries other numbers and other graphs as well.

# %% tags=["active-ipynb"]
# import sys
#
# import pytest
#
# sys.modules["chain_rule"] = sys.modules["__main__"]  # the tests say `import chain_rule`: let that be this notebook
#
#
# def run_tests(exercise):
#     """Run the visible tests of one exercise, say "chain", on this notebook's code; stop at the first failure."""
#     sys.modules.pop("test_chain_rule", None)  # so that they are read afresh
#     options = ["-q", "-x", "--no-header", "--color=yes", "--capture=sys", "-rN"]
#     quiet = ["-p", "no:cacheprovider", "-p", "no:warnings"]
#     pytest.main(["test_chain_rule.py", "-k", "Test" + exercise, *options, *quiet])

# %% [markdown] lang="ja"
# ## 1. 局所的な微分 `local_gradients`
#
# **目標**：演算を一つだけ見て、その入力それぞれについての偏微分を返す関数を書きます。
#
# ### 一つの演算だけを見る
#
# 足し算 $z = x + y$ で、 $x$ だけを 0.1 増やします。すると $z$ も 0.1 増えます。 $y$ でも同じです。
#
# $$z = x + y : \qquad \frac{\partial z}{\partial x} = 1, \qquad \frac{\partial z}{\partial y} = 1$$
#
# 掛け算 $z = x \times y$ では、 $y$ を止めると、 $z$ は $x$ の $y$ 倍です。
# 一方についての微分は、**他方の値** になります。
#
# $$z = x \times y : \qquad \frac{\partial z}{\partial x} = y, \qquad \frac{\partial z}{\partial y} = x$$
#
# $x = 4$、 $y = 2$ なら、微分は順に 2 と 4 です。
#
# こうした、一つの演算だけの微分を **局所的な微分** と呼びます。
# その演算がどんな大きな式の中にあるかは、関係ありません。だから一度書けば、どこでも使えます。
#
# ### 残りの演算
#
# **引き算**： $z = x - y$ では、 $y$ が 0.1 増えると、 $z$ は 0.1 減ります。
#
# **べき乗**： $z = x^k$ の $k$ は定数です。高校で習った式のとおり、指数が前に出て、指数は一つ減ります。
#
# $$\frac{dz}{dx} = k \, x^{k-1}$$
#
# **割り算**： $z = x / y$ は、 $x$ と $y^{-1}$ の積です。
# $x$ についての微分は、他方の値の $y^{-1}$ です。
# $y$ についての微分は、べき乗の式で $k = -1$ として求めます。
#
# $$z = \frac{x}{y} : \qquad \frac{\partial z}{\partial x} = \frac{1}{y}, \qquad
# \frac{\partial z}{\partial y} = x \cdot (-1) \, y^{-2} = -\frac{x}{y^2}$$
#
# **指数関数と対数**： $e^x$ は微分しても $e^x$ のままです。
# べき乗の式は使えません。動くのが指数のほうだからです。対数は自然対数です。
#
# $$z = e^x : \quad \frac{dz}{dx} = e^x, \qquad\qquad z = \ln x : \quad \frac{dz}{dx} = \frac{1}{x}$$
#
# **数で確かめる**：
#
# | $z$ | $x$ | $y$ | $\partial z / \partial x$ | $\partial z / \partial y$ |
# |---|---|---|---|---|
# | $x - y$ | 4 | 2 | $1$ | $-1$ |
# | $x / y$ | 3 | 2 | $1/2$ | $-3/4$ |
# | $x^3$ | 2 |  | $3 \cdot 2^2 = 12$ |  |
# | $e^x$ | 0 |  | $1$ |  |
# | $\ln x$ | 4 |  | $1/4$ |  |
#
# ### やること
#
# `local_gradients(op, *inputs)` は、演算の名前と、入力の **値**（数）を受け取ります。
# `*inputs` と書くと、残りの引数がいくつでも、一つのタプル `inputs` に入ります。
#
# - 返すのはタプルです。入力の順に、入力一つにつき一つの数を並べます。
# - 入力が一つの演算でも、タプルにします。一つだけのタプルは `(5.0,)` のように、コンマを付けて書きます。
# - `pow` の値は $x$ と $k$ の二つですが、 $k$ は定数なので、 $x$ についての微分 **だけ** を返します。
#   これも、一つだけのタプルです。
# - `pow` の $x$ は、0 や負の数のこともあります。上の式のまま計算すれば、困りません。
#   $x$ で割ったり、 $\ln x$ を通ったりすると、そこで失敗します。 $0^0$ になる `pow` は出ません。
# - 知らない演算の名前には `ValueError` を出します。`raise ValueError("...")` と書きます。
#
# `input` と `const` には入力がありません。採点では、この二つでは呼びません。
#
# **確かめる**：表の数を入れてみましょう。そのあと `run_tests("local_gradients")` を実行します。

# %% [markdown] lang="en"
# ## 1. Local derivatives: `local_gradients`
#
# **Goal.** Write a function that looks at a single operation and gives its derivative with respect to each input.
#
# ### One operation and nothing else
#
# Take the addition $z = x + y$ and let $x$ alone grow by 0.1. Then $z$ grows by 0.1 too. The same holds for $y$.
#
# $$z = x + y : \qquad \frac{\partial z}{\partial x} = 1, \qquad \frac{\partial z}{\partial y} = 1$$
#
# In the multiplication $z = x \times y$ hold $y$ still: $z$ is $y$ times $x$.
# So the derivative with respect to one factor is **the value of the other**.
#
# $$z = x \times y : \qquad \frac{\partial z}{\partial x} = y, \qquad \frac{\partial z}{\partial y} = x$$
#
# At $x = 4$ and $y = 2$ these are 2 and 4.
#
# The derivative of one operation by itself is called a **local derivative**.
# It does not matter what large formula the operation is part of. Written once, it can be used anywhere.
#
# ### The other operations
#
# **Subtraction.** In $z = x - y$, when $y$ grows by 0.1, $z$ shrinks by 0.1.
#
# **Powers.** In $z = x^k$ the exponent $k$ is a constant.
# As you know from school, the exponent comes to the front, and the new exponent is one less.
#
# $$\frac{dz}{dx} = k \, x^{k-1}$$
#
# **Division.** $z = x / y$ is the product of $x$ and $y^{-1}$.
# With respect to $x$, the derivative is the value of the other factor, $y^{-1}$.
# With respect to $y$, use the formula for powers with $k = -1$.
#
# $$z = \frac{x}{y} : \qquad \frac{\partial z}{\partial x} = \frac{1}{y}, \qquad
# \frac{\partial z}{\partial y} = x \cdot (-1) \, y^{-2} = -\frac{x}{y^2}$$
#
# **Exponential and logarithm.** The derivative of $e^x$ is $e^x$ again.
# The formula for powers does not apply, since what moves is the exponent. The logarithm is the natural one.
#
# $$z = e^x : \quad \frac{dz}{dx} = e^x, \qquad\qquad z = \ln x : \quad \frac{dz}{dx} = \frac{1}{x}$$
#
# **With numbers.**
#
# | $z$ | $x$ | $y$ | $\partial z / \partial x$ | $\partial z / \partial y$ |
# |---|---|---|---|---|
# | $x - y$ | 4 | 2 | $1$ | $-1$ |
# | $x / y$ | 3 | 2 | $1/2$ | $-3/4$ |
# | $x^3$ | 2 |  | $3 \cdot 2^2 = 12$ |  |
# | $e^x$ | 0 |  | $1$ |  |
# | $\ln x$ | 4 |  | $1/4$ |  |
#
# ### What to do
#
# `local_gradients(op, *inputs)` is given the name of an operation and the **values** of its inputs, as numbers.
# `*inputs` means that all remaining arguments, however many, are in one tuple, `inputs`.
#
# - Return a tuple: one number for each input, in the order of the inputs.
# - It is a tuple even for an operation of one input. A tuple of one is written with a comma: `(5.0,)`.
# - `pow` is given two values, $x$ and $k$. But $k$ is a constant, so return the derivative for $x$ **alone**.
#   That is a tuple of one, too.
# - The $x$ of `pow` may be 0 or negative. The formula above has no trouble there.
#   Code that divides by $x$, or goes through $\ln x$, fails. A `pow` that comes to $0^0$ does not occur.
# - For an operation you do not know, raise a `ValueError`: `raise ValueError("...")`.
#
# `input` and `const` have no inputs. Grading does not call the function for those two.
#
# **Check yourself.** Put in the numbers of the table. Then run `run_tests("local_gradients")`.


# %%
def local_gradients(op, *inputs):
    """Return the derivatives of one operation with respect to its inputs, a tuple, from the values of the inputs.

    add, sub, mul, div, exp and log give one number an input. pow, for x and k, gives (∂/∂x,) alone: k is a constant.

    Raises ValueError for an operation that is none of these.

    >>> local_gradients("mul", 4.0, 2.0)
    (2.0, 4.0)
    """
    # BEGIN SOLUTION
    if op in ("input", "const"):
        return ()
    if op == "add":
        return 1.0, 1.0
    if op == "sub":
        return 1.0, -1.0
    if op == "mul":
        a, b = inputs
        return b, a
    if op == "div":
        a, b = inputs
        return 1.0 / b, -a / b**2
    if op == "pow":
        x, k = inputs
        return (k * x ** (k - 1),)
    if op == "exp":
        return (math.exp(inputs[0]),)
    if op == "log":
        return (1.0 / inputs[0],)
    raise ValueError("unknown operation: " + repr(op))
    # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("local_gradients")

# %% [markdown] lang="ja"
# ## 2. 合成関数の連鎖率 `chain`
#
# **目標**：二つの関数をつないだ $f(x) = g(h(x))$ の微分を、部品の微分から作ります。
#
# ### 直列は積
#
# $x$ を少し動かすと、 $h$ はその $\frac{dh}{dx}$ 倍動きます。
# $h$ が動くと、 $g$ はさらにその $\frac{dg}{dh}$ 倍動きます。
# 続けて起きるので、倍率どうしを掛けます。これが **連鎖率** です。
#
# $$f(x) = g(h(x)) : \qquad \frac{df}{dx} = \frac{dg}{dh} \cdot \frac{dh}{dx}$$
#
# ```text
# forward         x    ────▶ [ h ] ────▶  h(x)   ────▶ [ g ] ────▶ f
# backward     df/dx   ◀──── [ h ] ◀────  dg/dh  ◀──── [ g ] ◀──── 1
# ```
#
# 右から見ると、上流から来た微分に、自分の微分を掛けて下流に渡しています。
#
# **どの点での微分か** に気を付けてください。
# $g$ に入ってくるのは $x$ ではなく $h(x)$ です。ですから $\frac{dg}{dh}$ は、点 $h(x)$ での微分です。
# $\frac{dh}{dx}$ のほうは、点 $x$ での微分です。
#
# ### 例： $y = (x + 2)^2 + 5$
#
# $h(x) = x + 2$、 $g(h) = h^2 + 5$ に分けます。
#
# $$\frac{dg}{dh} = 2h, \qquad \frac{dh}{dx} = 1, \qquad \frac{dy}{dx} = 2(x + 2) \cdot 1 = 2x + 4$$
#
# 展開した $y = x^2 + 4x + 9$ を微分しても、同じ $2x + 4$ です。
#
# **数で確かめる**： $x = 3$ では $h = 5$ です。 $\frac{dg}{dh} = 10$、 $\frac{dh}{dx} = 1$ なので、積は 10 です。
# もし $\frac{dg}{dh}$ を点 $x$ で求めてしまうと 6 になり、合いません。
#
# もう一つ。 $g(h) = h^3$、 $h(x) = x^2 + 1$ なら、 $x = 2$ で $h = 5$ です。
# $\frac{dg}{dh} = 3 \cdot 5^2 = 75$、 $\frac{dh}{dx} = 2 \cdot 2 = 4$ なので、積は 300 です。
#
# ### 関数を返す関数
#
# `chain(dg, h, dh)` が受け取るのは、三つの **関数** です。 `dg` は $g$ の微分、 `dh` は $h$ の微分です。
# 返すのも、数ではなく **関数** です。あとから $x$ を渡すと、その点での微分を返します。
#
# Python では、関数の中で関数を作って返せます。課題とは別の例です。
#
# ```python
# def shifted(f, distance):
#     def result(x):               # ここではまだ何も計算しない
#         return f(x - distance)   # 呼ばれたときに計算する。f と distance は覚えている
#     return result
#
# later = shifted(math.sqrt, 1.0)
# later(5.0)                       # 2.0
# ```
#
# ### やること
#
# `chain` を書きます。返した関数は、何度でも、どの $x$ でも呼べるようにします。
# `chain` を呼んだ時点では $x$ が分からないので、 `dg`、`h`、`dh` はまだ呼びません。
#
# **確かめる**： `run_tests("chain")` を実行します。

# %% [markdown] lang="en"
# ## 2. The chain rule for a composition: `chain`
#
# **Goal.** For $f(x) = g(h(x))$, one function after another, make the derivative from those of the parts.
#
# ### In a chain, multiply
#
# Move $x$ a little, and $h$ moves $\frac{dh}{dx}$ times as far.
# When $h$ moves, $g$ moves $\frac{dg}{dh}$ times as far again.
# One happens after the other, so the two rates multiply. This is the **chain rule**.
#
# $$f(x) = g(h(x)) : \qquad \frac{df}{dx} = \frac{dg}{dh} \cdot \frac{dh}{dx}$$
#
# ```text
# forward         x    ────▶ [ h ] ────▶  h(x)   ────▶ [ g ] ────▶ f
# backward     df/dx   ◀──── [ h ] ◀────  dg/dh  ◀──── [ g ] ◀──── 1
# ```
#
# Read it from the right: what comes from upstream is multiplied by the derivative of one's own, and handed on.
#
# Mind **the point at which a derivative is taken**.
# What goes into $g$ is not $x$ but $h(x)$. So $\frac{dg}{dh}$ is the derivative at the point $h(x)$.
# $\frac{dh}{dx}$, on the other hand, is the derivative at the point $x$.
#
# ### Example: $y = (x + 2)^2 + 5$
#
# Split it into $h(x) = x + 2$ and $g(h) = h^2 + 5$.
#
# $$\frac{dg}{dh} = 2h, \qquad \frac{dh}{dx} = 1, \qquad \frac{dy}{dx} = 2(x + 2) \cdot 1 = 2x + 4$$
#
# Multiplied out, $y = x^2 + 4x + 9$ has the same derivative, $2x + 4$.
#
# **With numbers.** At $x = 3$ we have $h = 5$. $\frac{dg}{dh} = 10$ and $\frac{dh}{dx} = 1$: the product is 10.
# With $\frac{dg}{dh}$ taken at the point $x$ it would be 6, which is wrong.
#
# Another one: $g(h) = h^3$ and $h(x) = x^2 + 1$. At $x = 2$ we have $h = 5$.
# $\frac{dg}{dh} = 3 \cdot 5^2 = 75$ and $\frac{dh}{dx} = 2 \cdot 2 = 4$: the product is 300.
#
# ### A function that returns a function
#
# `chain(dg, h, dh)` is given three **functions**. `dg` is the derivative of $g$, and `dh` is the derivative of $h$.
# What it returns is no number either but a **function**: give it an $x$ later, and it gives the derivative there.
#
# In Python a function can make a function and return it. Here is an example that is not the exercise.
#
# ```python
# def shifted(f, distance):
#     def result(x):               # nothing is computed yet
#         return f(x - distance)   # this happens when it is called; f and distance are remembered
#     return result
#
# later = shifted(math.sqrt, 1.0)
# later(5.0)                       # 2.0
# ```
#
# ### What to do
#
# Write `chain`. The function it returns can be called any number of times, at any $x$.
# When `chain` itself is called there is no $x$ yet, so `dg`, `h` and `dh` are not called at that time.
#
# **Check yourself.** Run `run_tests("chain")`.


# %%
def chain(dg, h, dh):
    """Return the derivative of g(h(x)), a function of x, from the functions dg, h and dh.

    dg is the derivative of g, and dh is the derivative of h.

    >>> derivative = chain(lambda h: 2 * h, lambda x: x + 2, lambda x: 1)  # of (x + 2)² + 5
    >>> derivative(3)
    10
    """

    # BEGIN SOLUTION
    def derivative(x):
        return dg(h(x)) * dh(x)

    return derivative
    # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("chain")

# %% [markdown] lang="ja"
# ## 3. 多変数の連鎖率 `two_variable_chain`
#
# **目標**：一つの変数が二つの道を通って出力に届くときの、連鎖率を書きます。
#
# ### 分岐は和
#
# $f(x, y) = g(u(x, y), v(x, y))$ とします。 $x$ は、 $u$ を通る道と $v$ を通る道の、両方で $f$ に届きます。
#
# ```text
#          ┌──▶ [ u ] ──┐
# x, y  ───┤            ├──▶ [ g ] ──▶ f
#          └──▶ [ v ] ──┘
# ```
#
# $x$ だけを $\Delta x$ 動かします。 $u$ は $\Delta u$、 $v$ は $\Delta v$ だけ動きます。
# $g$ はその両方から動かされます。
#
# $$\Delta f \approx \frac{\partial g}{\partial u} \Delta u + \frac{\partial g}{\partial v} \Delta v$$
#
# 両辺を $\Delta x$ で割って、 $\Delta x$ を 0 に近づけます。
#
# $$
# \frac{\partial f}{\partial x}
# = \frac{\partial g}{\partial u} \cdot \frac{\partial u}{\partial x}
# + \frac{\partial g}{\partial v} \cdot \frac{\partial v}{\partial x}
# $$
#
# それぞれの道では、直列なので **掛けます**。道が二つあるので、その結果を **足します**。
# $y$ についても、 $y$ での微分を使って、まったく同じです。
#
# **分岐は和になる！！** 大事なので、講義では二回言いました。ここでも二回言います。**分岐は和です。**
#
# ### 例： $f(x, y) = (x + y) \times (x - y)$
#
# $u = x + y$、 $v = x - y$、 $g = u \times v$ です。まず部品の微分を求めます。
#
# $$
# \frac{\partial g}{\partial u} = v, \qquad \frac{\partial g}{\partial v} = u, \qquad
# \frac{\partial u}{\partial x} = 1, \quad \frac{\partial u}{\partial y} = 1, \qquad
# \frac{\partial v}{\partial x} = 1, \quad \frac{\partial v}{\partial y} = -1
# $$
#
# $x = 3$、 $y = 1$ では $u = 4$、 $v = 2$ です。
#
# $$
# \frac{\partial f}{\partial x} = 2 \cdot 1 + 4 \cdot 1 = 6, \qquad
# \frac{\partial f}{\partial y} = 2 \cdot 1 + 4 \cdot (-1) = -2
# $$
#
# $f = x^2 - y^2$ と展開して微分すると、
# $\frac{\partial f}{\partial x} = 2x$、 $\frac{\partial f}{\partial y} = -2y$ です。確かに合います。
#
# ### やること
#
# `two_variable_chain(dg_du, dg_dv, du, dv)` は、微分の **値**（数）を受け取ります。
#
# | 引数 | 中身 |
# |---|---|
# | `dg_du` と `dg_dv` | $\partial g / \partial u$ と $\partial g / \partial v$ |
# | `du` | $(\partial u / \partial x, \; \partial u / \partial y)$ |
# | `dv` | $(\partial v / \partial x, \; \partial v / \partial y)$ |
#
# 返すのは、タプル $(\partial f / \partial x, \; \partial f / \partial y)$ です。
# `du` の中の二つは、どちらも $u$ の微分です。違うのは、何で微分したかです。
# $x$ についての式に要るのはどれか、一つずつ確かめましょう。
#
# **確かめる**： `run_tests("two_variable_chain")` を実行します。

# %% [markdown] lang="en"
# ## 3. The chain rule for two variables: `two_variable_chain`
#
# **Goal.** Write the chain rule for a variable that reaches the output by two ways.
#
# ### Branches add
#
# Let $f(x, y) = g(u(x, y), v(x, y))$. Then $x$ reaches $f$ both by way of $u$ and by way of $v$.
#
# ```text
#          ┌──▶ [ u ] ──┐
# x, y  ───┤            ├──▶ [ g ] ──▶ f
#          └──▶ [ v ] ──┘
# ```
#
# Move $x$ alone by $\Delta x$. Then $u$ moves by $\Delta u$, and $v$ by $\Delta v$.
# Both of them move $g$.
#
# $$\Delta f \approx \frac{\partial g}{\partial u} \Delta u + \frac{\partial g}{\partial v} \Delta v$$
#
# Divide both sides by $\Delta x$ and let $\Delta x$ go to 0.
#
# $$
# \frac{\partial f}{\partial x}
# = \frac{\partial g}{\partial u} \cdot \frac{\partial u}{\partial x}
# + \frac{\partial g}{\partial v} \cdot \frac{\partial v}{\partial x}
# $$
#
# Along each way there is a chain, so we **multiply**. There are two ways, so we **add** the results.
# For $y$ it is just the same, with the derivatives with respect to $y$.
#
# **Branches add!** The lecture says it twice because it matters. So do we: **branches add.**
#
# ### Example: $f(x, y) = (x + y) \times (x - y)$
#
# Here $u = x + y$, $v = x - y$ and $g = u \times v$. First, the derivatives of the parts.
#
# $$
# \frac{\partial g}{\partial u} = v, \qquad \frac{\partial g}{\partial v} = u, \qquad
# \frac{\partial u}{\partial x} = 1, \quad \frac{\partial u}{\partial y} = 1, \qquad
# \frac{\partial v}{\partial x} = 1, \quad \frac{\partial v}{\partial y} = -1
# $$
#
# At $x = 3$ and $y = 1$ we have $u = 4$ and $v = 2$.
#
# $$
# \frac{\partial f}{\partial x} = 2 \cdot 1 + 4 \cdot 1 = 6, \qquad
# \frac{\partial f}{\partial y} = 2 \cdot 1 + 4 \cdot (-1) = -2
# $$
#
# Multiplied out, $f = x^2 - y^2$, so $\frac{\partial f}{\partial x} = 2x$ and $\frac{\partial f}{\partial y} = -2y$.
# They agree.
#
# ### What to do
#
# `two_variable_chain(dg_du, dg_dv, du, dv)` is given the **values** of derivatives, as numbers.
#
# | argument | what it holds |
# |---|---|
# | `dg_du` and `dg_dv` | $\partial g / \partial u$ and $\partial g / \partial v$ |
# | `du` | $(\partial u / \partial x, \; \partial u / \partial y)$ |
# | `dv` | $(\partial v / \partial x, \; \partial v / \partial y)$ |
#
# Return the tuple $(\partial f / \partial x, \; \partial f / \partial y)$.
# Both numbers in `du` are derivatives of $u$. They differ in the variable.
# Look, one by one, which of them the formula for $x$ needs.
#
# **Check yourself.** Run `run_tests("two_variable_chain")`.


# %%
def two_variable_chain(dg_du, dg_dv, du, dv):
    """Return (∂f/∂x, ∂f/∂y), a tuple, for f(x, y) = g(u(x, y), v(x, y)).

    dg_du and dg_dv are numbers. du is (∂u/∂x, ∂u/∂y), and dv is (∂v/∂x, ∂v/∂y).

    >>> two_variable_chain(2, 4, (1, 1), (1, -1))  # (x + y)(x - y) at (3, 1)
    (6, -2)
    """
    # BEGIN SOLUTION
    df_dx = dg_du * du[0] + dg_dv * dv[0]
    df_dy = dg_du * du[1] + dg_dv * dv[1]
    return df_dx, df_dy
    # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("two_variable_chain")

# %% [markdown] lang="ja"
# ## 4. 誤差逆伝播法 `backward`
#
# **目標**：計算グラフ全体をたどり、すべてのノードの `grad` を埋めます。
#
# ### アルゴリズム
#
# 道具はもう揃っています。局所的な微分と、「直列は積、分岐は和」です。講義の手順は、次の三つでした。
#
# 1. **初期化**：一番最後のノードの勾配を 1 にします。 $\partial L / \partial L = 1$ だからです。
# 2. **計算ノード**：上流から来た勾配に、自分の入力についての微分を掛けて、その入力に渡します。
# 3. **分岐**：一つのノードに何本もの勾配が届いたら、合計します。
#
# 順伝播で求めた値は、ノードの `value` に残っています。局所的な微分は、その値から計算できます。
#
# ### 例： $f = (x + y) \times (x - y)$
#
# $x = 3$、 $y = 1$ として、右から左へたどります。
#
# | 順 | ノード | 自分の勾配 | 入力に渡すもの |
# |---|---|---|---|
# | 1 | $f = a \times b$ | $1$ | $a$ に $1 \cdot 2 = 2$、 $b$ に $1 \cdot 4 = 4$ |
# | 2 | $b = x - y$ | $4$ | $x$ に $4 \cdot 1 = 4$、 $y$ に $4 \cdot (-1) = -4$ |
# | 3 | $a = x + y$ | $2$ | $x$ に $2 \cdot 1 = 2$、 $y$ に $2 \cdot 1 = 2$ |
# | 4 | $y$ | $-4 + 2 = -2$ |  |
# | 5 | $x$ | $4 + 2 = 6$ |  |
#
# ### たどる順番
#
# あるノードが勾配を下流に渡すのは、**自分の勾配が全部届いてから** でなければなりません。
# 途中の合計を渡してしまうと、あとから届いた分が伝わりません。次のグラフで考えてみましょう。
#
# ```text
# y = 3 × x
# a = 2 × y        b = 5 × y
# c = a + b
# e = c × y                            x = 2 のとき  y = 6, a = 12, b = 30, c = 42, e = 252
# ```
#
# $y$ には、 $e$、 $a$、 $b$ の三か所から勾配が届きます。
# $e$ から届く $1 \cdot c = 42$ だけで先に進むと、 $x$ の勾配は $42 \cdot 3 = 126$ となって、間違いです。
# 正しくは $42 + 6 \cdot 2 + 6 \cdot 5 = 84$ が揃うのを待ってから進みます。
# すると $\partial e / \partial x = 84 \cdot 3 = 252$ です。
#
# `backward(order)` が受け取る `order` は、グラフのノードを並べたリストです。
# どのノードも、**自分の入力より後ろ** にあります。こういう並べ方を **トポロジカル順序** といいます。
# 上のグラフなら、 $x, y, a, b, c, e$ の順です（定数の 3、2、5 も、使われる前のどこかに入ります）。
# では、勾配が全部届いてから渡すには、この順をどうたどればよいでしょうか。
# あるノードに勾配を渡すのは、それを入力に使うノードです。それは、リストの前と後ろのどちらにありますか。
#
# ### 間違えやすいところ
#
# - **同じノードを二回使う演算**： $z = x \times x$ を $x = 3$ で考えます。
#   一つ目の入力として 3、二つ目の入力として 3 が、どちらも $x$ に届きます。合わせて 6 です。 $2x$ と合っています。
# - **届かないノード**：`order` には、出力に関係のないノードもあるかもしれません。
#   それを動かしても出力は動かないので、勾配は `0.0` です。`None` のままにはしません。
# - **`pow` の指数**：定数なので、勾配は `0.0` とします。
#   `power(x, 2)` の入力は、 $x$ と、2 を持つ定数ノードの二つです。
#   でも `local_gradients` が `pow` に返す数は一つです。
# - **もう一度呼ばれたとき**：前の勾配が `grad` に残っています。
#   何度呼ばれても、同じ結果になるようにします。
#   ほかのグラフと共有しているノードに、別の出力についての勾配が残っていることもあります。
# - **長いグラフ**：100,000 個のノードが一列に並んだグラフも来ます。
#   関数が自分自身を呼ぶ再帰では、Python の深さの上限に達してしまいます。`order` があるので、ループで足ります。
#   一つのノードに何度も立ち寄る書き方では、いつまでも終わらないグラフもあります。
#
# ### やること
#
# `backward(order)` を書きます。何も返しません。`order` にあるすべてのノードの `grad` に数を入れます。
# 定数や途中のノードも、すべてです。
# `order` は呼び出した側のリストですから、`order.reverse()` のように並べ替えてはいけません。
#
# **確かめる**：はじめに、上の二つの例をノードで作って試してみましょう。そのあと `run_tests("backward")` を実行します。

# %% [markdown] lang="en"
# ## 4. Backpropagation: `backward`
#
# **Goal.** Walk through a whole computation graph and fill in the `grad` of every node.
#
# ### The algorithm
#
# You have all the tools: local derivatives, and "in a chain multiply, branches add". The lecture has three steps.
#
# 1. **Start.** The gradient of the very last node is 1, since $\partial L / \partial L = 1$.
# 2. **At a node.** Take the gradient from upstream, multiply it by the derivative for an input, hand that to the input.
# 3. **At a branch.** Where several gradients arrive at one node, add them up.
#
# The values of the forward pass are still there, in each node's `value`. The local derivatives are computed from them.
#
# ### Example: $f = (x + y) \times (x - y)$
#
# Take $x = 3$ and $y = 1$, and go from right to left.
#
# | step | node | its gradient | what it hands to its inputs |
# |---|---|---|---|
# | 1 | $f = a \times b$ | $1$ | $1 \cdot 2 = 2$ to $a$, $1 \cdot 4 = 4$ to $b$ |
# | 2 | $b = x - y$ | $4$ | $4 \cdot 1 = 4$ to $x$, $4 \cdot (-1) = -4$ to $y$ |
# | 3 | $a = x + y$ | $2$ | $2 \cdot 1 = 2$ to $x$, $2 \cdot 1 = 2$ to $y$ |
# | 4 | $y$ | $-4 + 2 = -2$ |  |
# | 5 | $x$ | $4 + 2 = 6$ |  |
#
# ### In what order?
#
# A node may hand its gradient on only **after all of it has arrived**.
# If it passes on half a sum, what arrives later is lost. Think about this graph.
#
# ```text
# y = 3 × x
# a = 2 × y        b = 5 × y
# c = a + b
# e = c × y                            with x = 2:  y = 6, a = 12, b = 30, c = 42, e = 252
# ```
#
# Gradients reach $y$ from three places: $e$, $a$ and $b$.
# If $y$ goes ahead with what comes from $e$, $1 \cdot c = 42$, then $x$ gets $42 \cdot 3 = 126$, which is wrong.
# It has to wait until $42 + 6 \cdot 2 + 6 \cdot 5 = 84$ is complete. Then $\partial e / \partial x = 84 \cdot 3 = 252$.
#
# `backward(order)` is given `order`, a list of the nodes of the graph.
# Every node comes **after its own inputs** in it. Such an order is called **topological**.
# For the graph above it may be $x, y, a, b, c, e$ (with the constants 3, 2 and 5 somewhere before they are used).
# How do you walk through it so that a gradient is complete before it is handed on?
# What hands a gradient to a node are the nodes that use it as an input. Are those before it in the list, or after it?
#
# ### Where it is easy to go wrong
#
# - **The same node twice in one operation.** Take $z = x \times x$ at $x = 3$.
#   As the first input $x$ gets 3, and as the second input it gets 3. Together that is 6, as $2x$ says.
# - **Nodes that nothing reaches.** There may be nodes in `order` that have nothing to do with the output.
#   Moving them does not move the output, so their gradient is `0.0`. Do not leave it `None`.
# - **The exponent of `pow`.** It is a constant, and its gradient shall be `0.0`.
#   The inputs of `power(x, 2)` are two nodes: $x$, and a constant that holds the 2.
#   Yet `local_gradients` gives one number for `pow`.
# - **Being called again.** The old gradients are still in `grad`.
#   However often it is called, `backward` gives the same result.
#   A node that is shared with another graph may hold a gradient of that other output.
# - **Long graphs.** There will be one with 100,000 nodes in a row.
#   A recursion, a function that calls itself, runs into Python's limit of depth. With `order` in hand, a loop will do.
#   Code that comes to the same node again and again will not finish on some graphs.
#
# ### What to do
#
# Write `backward(order)`. It returns nothing. It puts a number into the `grad` of every node in `order`:
# constants and nodes on the way, too.
# The list `order` belongs to the caller. Do not rearrange it, as `order.reverse()` would.
#
# **Check yourself.** Build the two examples above from nodes and try them. Then run `run_tests("backward")`.


# %%
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
    # BEGIN SOLUTION
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    for node in reversed(order):  # whatever uses a node comes after it, so its gradient is complete by now
        values = [source.value for source in node.inputs]
        for i, local in enumerate(local_gradients(node.op, *values)):  # none for pow's exponent, which keeps its 0.0
            node.inputs[i].grad += node.grad * local
    # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("backward")

# %% [markdown] lang="ja"
# ## ラボ A：自分の計算グラフを描く
#
# 作ったグラフを、値と勾配を添えて描きます。
# エッジの上の `→` は順伝播で流れる値、 `←` は逆伝播で流れる勾配です。
# 同じノードから何本もエッジが出ていれば、 `←` の数を足したものが、そのノードの勾配になります。
#
# Graphviz（`dot` コマンド）が入っていれば図で、なければ文字で表示します。
#
# **考えてみましょう**
#
# - 描く前に、紙の上で `←` の数を全部求めて、図と比べてください。
# - 自分の好きな式で、同じように描いてみましょう。変数が三つでもかまいません。
#   `power(x, 2)` を使うときは、その指数のノード `.inputs[1]` もリストに入れます。
# - 足し算、掛け算、引き算のノードでは、上流の勾配はそれぞれどう変わって下流に出ていきますか。一言で言ってみてください。

# %% [markdown] lang="en"
# ## Lab A: draw your own computation graph
#
# Draw a graph that you made, with its values and gradients.
# On an edge, `→` is the value that flows forward, and `←` is the gradient that flows backward.
# Where several edges leave one node, its gradient is the sum of their `←`.
#
# With Graphviz (the command `dot`) you see a picture, without it text.
#
# **Think about it**
#
# - Before you draw it, find all the `←` on paper. Then compare.
# - Draw a formula of your own, with three variables if you like.
#   For a `power(x, 2)`, put the node of its exponent, `.inputs[1]`, into the list too.
# - What does a node for addition do to the gradient from upstream? A multiplication? A subtraction? Say it in a word.

# %% tags=["active-ipynb"]
# import shutil
# import subprocess
#
# SIGNS = {"add": "+", "sub": "−", "mul": "×", "div": "÷"}
#
#
# def edges_of(order):
#     """List (from, to, value →, gradient ←) for each edge."""
#     edges = []
#     for user in order:
#         parts = [Node("input", (), source.value) for source in user.inputs]
#         backward([*parts, Node(user.op, tuple(parts), user.value)])  # a graph of this one operation
#         edges += [(source, user, source.value, user.grad * part.grad) for source, part in zip(user.inputs, parts)]
#     return edges
#
#
# def title(node):
#     """Name a node: its name and what it computes."""
#     what = {"input": "", "const": f"{node.value:g}"}.get(node.op, SIGNS.get(node.op, node.op))
#     return f"{node.name} [{what}]" if node.name and what else node.name or what
#
#
# def as_text(order):
#     """Write the graph from the inputs to the output: each node, and below it the edges that come in."""
#     lines, edges = [], edges_of(order)
#     for user in order:
#         lines.append(f"{title(user):12} value {user.value:<8g} gradient {user.grad:g}")
#         incoming = [edge for edge in edges if edge[1] is user]
#         lines += [f"    from {title(source):12} → {value:<8g} ← {grad:g}" for source, _, value, grad in incoming]
#     return "\n".join(lines)
#
#
# def as_dot(order):
#     """Write the graph in Graphviz's language."""
#     number = {id(node): i for i, node in enumerate(order)}
#     lines = ["digraph {", "rankdir=LR", "node [shape=box, style=rounded]"]
#     for node, i in zip(order, number.values()):
#         lines.append(f'{i} [label="{title(node)}\\nvalue {node.value:g}\\ngradient {node.grad:g}"]')
#     for source, user, value, grad in edges_of(order):
#         lines.append(f'{number[id(source)]} -> {number[id(user)]} [label="→ {value:g}\\n← {grad:g}"]')
#     return "\n".join([*lines, "}"])
#
#
# def draw(order):
#     """Show the graph whose nodes are in order, after backward: as a picture if Graphviz is here, else as text."""
#     backward(order)
#     if shutil.which("dot") is None:
#         print(as_text(order))
#         return
#     from IPython.display import SVG, display
#
#     run = subprocess.run(["dot", "-Tsvg"], input=as_dot(order).encode(), capture_output=True, check=True)
#     display(SVG(run.stdout.decode()))
#
#
# x, y = variable("x", 3.0), variable("y", 1.0)
# a, b = add(x, y), sub(x, y)
# f = mul(a, b)
# a.name, b.name, f.name = "a", "b", "f"
# draw([x, y, a, b, f])

# %% [markdown] lang="ja"
# ### 文字でも読めるように
#
# 講義の $y = (x + 2)^2 + 5$ を、文字で書き出してみます。

# %% [markdown] lang="en"
# ### As text, too
#
# Here is the lecture's $y = (x + 2)^2 + 5$ written as text.

# %% tags=["active-ipynb"]
# x, two, five = variable("x", 3.0), constant(2.0), constant(5.0)
# h = add(x, two)
# square = power(h, 2)
# y = add(square, five)
# h.name, square.name, y.name = "h", "h²", "y"
# order = [x, two, five, h, square.inputs[1], square, y]
# backward(order)
# print(as_text(order))

# %% [markdown] lang="ja"
# ## ラボ B：逆伝播と数値微分の速さを比べる
#
# 講義の表を、自分のコンピュータで測ります。
# $n$ 個の変数 $w_1, \dots, w_n$ があり、損失は $L = (w_1 - 1)^2 + \dots + (w_n - 1)^2$ だとします。
# $n$ 個の偏微分を全部求めるのに、どれだけかかるでしょうか。
#
# | 方法 | 必要な計算 |
# |---|---|
# | 数値微分 | 変数を一つずつずらすので、順伝播が $n + 1$ 回（差を片側だけで取る場合） |
# | 誤差逆伝播 | 順伝播が 1 回と、逆伝播が 1 回 |
#
# 次のセルは、両方の時間を測って比べます。matplotlib があれば、グラフも描きます。
#
# **考えてみましょう**
#
# - $n$ を 2 倍にすると、それぞれの時間は何倍になりますか。順伝播 1 回の時間も $n$ に比例することに注意してください。
# - パラメータが 1 億個のモデルでは、数値微分は逆伝播のおよそ何倍の時間がかかりますか。
# - 数値微分の答えと逆伝播の答えは、どれくらい違っていますか。どちらが正しい値に近いでしょう。

# %% [markdown] lang="en"
# ## Lab B: backpropagation against numerical differentiation
#
# Measure the lecture's table on your own machine.
# There are $n$ variables $w_1, \dots, w_n$, and the loss is $L = (w_1 - 1)^2 + \dots + (w_n - 1)^2$.
# How long does it take to find all $n$ partial derivatives?
#
# | method | what has to be computed |
# |---|---|
# | numerical differentiation | variables are shifted one by one: $n + 1$ forward passes (one-sided differences) |
# | backpropagation | one forward pass and one backward pass |
#
# The next cell measures both. With matplotlib it draws them as well.
#
# **Think about it**
#
# - When $n$ doubles, what happens to each of the times?
#   Remember that a single forward pass takes time proportional to $n$.
# - For a model with a hundred million parameters, about how many times as long as backpropagation would it take?
# - How far apart are the results of the two? Which of them is closer to the truth?

# %% tags=["active-ipynb"]
# import time
#
#
# def loss_graph(point):
#     """Go forward: build the loss (w1 - 1)² + ... + (wn - 1)² at a point; return its nodes in topological order."""
#     one, total = constant(1.0), constant(0.0)
#     order = [one, total]
#     for value in point:
#         w = variable("w", value)
#         error = sub(w, one)
#         square = mul(error, error)
#         total = add(total, square)
#         order += [w, error, square, total]
#     return order
#
#
# def by_backward(point):
#     """Find all n derivatives with one forward and one backward pass."""
#     order = loss_graph(point)
#     backward(order)
#     return [node.grad for node in order if node.op == "input"]
#
#
# def by_differences(point, step=1e-6):
#     """Find all n derivatives by shifting one variable after the other: n + 1 forward passes."""
#     here = loss_graph(point)[-1].value
#     shifted = [[*point[:i], point[i] + step, *point[i + 1 :]] for i in range(len(point))]
#     return [(loss_graph(other)[-1].value - here) / step for other in shifted]
#
#
# def milliseconds(method, point):
#     """Time a method: the faster of two runs."""
#     times = []
#     for _ in range(2):
#         start = time.perf_counter()
#         method(point)
#         times.append(1000 * (time.perf_counter() - start))
#     return min(times)
#
#
# sizes = [1, 4, 16, 64, 256]
# measured = []
# print("    n   backpropagation      differences   ratio   largest difference")
# for n in sizes:
#     point = [0.1 * i for i in range(n)]
#     fast, slow = milliseconds(by_backward, point), milliseconds(by_differences, point)
#     apart = max(abs(one - other) for one, other in zip(by_backward(point), by_differences(point)))
#     measured.append((fast, slow))
#     print(f"{n:5} {fast:14.3f} ms {slow:13.3f} ms {slow / fast:7.1f}   {apart:.1e}")

# %% tags=["active-ipynb"]
# try:
#     import matplotlib.pyplot as plt
# except ImportError:
#     print("グラフを描くには matplotlib が要ります。表だけでも比べられます。")
#     print("matplotlib would draw this as a picture; the table above says it all.")
# else:
#     _, axis = plt.subplots(figsize=(5, 3.5), layout="constrained")
#     axis.loglog(sizes, [slow for _, slow in measured], "o-", label="numerical differentiation")
#     axis.loglog(sizes, [fast for fast, _ in measured], "o-", label="backpropagation")
#     axis.set(xlabel="number of variables n", ylabel="milliseconds")
#     axis.legend()
#     plt.show()
