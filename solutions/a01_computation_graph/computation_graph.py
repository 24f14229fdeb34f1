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
# # 計算グラフ
#
# 数式を「計算グラフ」というデータにして、Python だけで計算させます。
# 作り終えると、自分で組み立てた式の値と勾配が求まり、式の図も描けるようになります。
#
# 必要なのは Python の基本（関数、リスト、辞書、クラスの使い方）と、高校の微分です。
# NumPy などのライブラリは使いません。
#
# もとにした講義：機械学習講習会 第四回「誤差逆伝播法」（@Kobakos32, 2025）
#
# ## なぜ計算グラフなのか
#
# 勾配降下法では、損失 $L$ を各パラメータで偏微分した値が要ります。
#
# $$w \leftarrow w - \alpha \frac{\partial L}{\partial w}$$
#
# $\partial$ は偏微分の記号で、ほかの変数を止めて、その変数だけを動かしたときの微分を表します。
# 線形回帰なら、式を手で微分できます。
# ところがニューラルネットワークの $L$ は、非常に複雑な合成関数です。手で微分するのは現実的ではありません。
#
# そこで、計算の過程そのものをデータとして持っておきます。それが計算グラフです。
#
# - **ノード**（節点）は、一つの演算を表します。
# - **エッジ**（辺）は、データの流れを表します。
#
# 複雑な計算も、足し算や掛け算といった小さな部品に分かれます。途中の結果も、ノードに残しておけます。
#
# **例 1**： $f(x) = x^2 + 3$ は、 $a = x^2$ 、 $f = a + 3$ という順に計算できます。
#
# ```text
# x ──┐
#     ├─▶ [ pow ] ── a ──┐
# 2 ──┘                  ├─▶ [ add ] ──▶ f
#                    3 ──┘
# ```
#
# **例 2**： $f(x, y) = (x + y) \times (x - y)$ は、 $a = x + y$ 、 $b = x - y$ 、 $f = a \times b$ という順です。
#
# ```text
# x ─┬──────▶ [ add ] ── a ──▶ [ mul ] ──▶ f
#    │          ▲                ▲
#    │   ┌──────┘                │
#    └───│──▶ [ sub ] ── b ──────┘
#        │      ▲
# y ─────┴──────┘
# ```
#
# $x = 3$ 、 $y = 1$ なら、 $a = 4$ 、 $b = 2$ 、 $f = 8$ です。
# $x$ と $y$ は、どちらも二か所で使われています。このような **枝分かれ** が、この課題でも次の課題でも大事になります。
#
# ## この課題の流れ
#
# | | 名前 | すること |
# |---|---|---|
# | 1 | `build` | 式を計算グラフにする |
# | 2 | `topological_order` | 計算してよい順に、ノードを並べる |
# | 3 | `forward` | 左から右へ計算する（順伝播） |
# | 4 | `numerical_gradient` | 変数を少しずらして、勾配を測る |
#
# 4 番は、勾配を求めるいちばん素朴な方法です。この方法の限界を、最後のラボで自分の目で確かめます。
# それを越えるのが、次の課題の主役である逆伝播です。

# %% [markdown] lang="en"
# # Computation graphs
#
# You will turn formulas into data, called computation graphs, and have plain Python compute with them.
# At the end you can find the value and the gradient of any formula that you put together, and draw it.
#
# You need basic Python (functions, lists, dictionaries, how to use a class) and the calculus taught at school.
# No NumPy, and no other library.
#
# Based on the lecture 機械学習講習会 第四回 (Machine Learning Workshop, session 4: backpropagation; @Kobakos32, 2025).
#
# ## Why computation graphs?
#
# Gradient descent needs the partial derivative of the loss $L$ with respect to every parameter.
#
# $$w \leftarrow w - \alpha \frac{\partial L}{\partial w}$$
#
# The sign $\partial$ marks a partial derivative: one variable moves, all others are held still.
# For linear regression you can differentiate the formula by hand.
# But the $L$ of a neural network is a very complicated composite function, and by hand is out of the question.
#
# So we keep the course of the computation itself, as data. That is a computation graph.
#
# - A **node** stands for one operation.
# - An **edge** stands for the flow of data.
#
# However complicated the computation, it falls into small parts such as additions and multiplications.
# Results on the way can be left at the nodes.
#
# **Example 1.** $f(x) = x^2 + 3$ is computed in the steps $a = x^2$ and $f = a + 3$.
#
# ```text
# x ──┐
#     ├─▶ [ pow ] ── a ──┐
# 2 ──┘                  ├─▶ [ add ] ──▶ f
#                    3 ──┘
# ```
#
# **Example 2.** $f(x, y) = (x + y) \times (x - y)$ takes the steps $a = x + y$, $b = x - y$ and $f = a \times b$.
#
# ```text
# x ─┬──────▶ [ add ] ── a ──▶ [ mul ] ──▶ f
#    │          ▲                ▲
#    │   ┌──────┘                │
#    └───│──▶ [ sub ] ── b ──────┘
#        │      ▲
# y ─────┴──────┘
# ```
#
# At $x = 3$ and $y = 1$ we get $a = 4$, $b = 2$ and $f = 8$.
# Both $x$ and $y$ are used in two places. Such a **branch** will matter in this assignment and in the next.
#
# ## The way ahead
#
# | | name | what it does |
# |---|---|---|
# | 1 | `build` | turns a formula into a graph |
# | 2 | `topological_order` | lists the nodes in an order in which they can be computed |
# | 3 | `forward` | computes from left to right (forward propagation) |
# | 4 | `numerical_gradient` | measures the gradient by moving the variables a little |
#
# The fourth is the simplest way there is to find a gradient. In the last lab you will see its limits for yourself.
# What goes beyond them is the backward pass, the subject of the next assignment.

# %%
"""Computation graphs: formulas as nodes and edges, their values by forward propagation, their slopes measured."""

# %% [markdown] lang="ja"
# ## 自分で確かめる
#
# 答えは、このノートブックか `computation_graph.py` の、どちらか一方に書いてください。
# 次のセルを実行すると、`run_tests("build")` でノートブックのコードをテストできます。
# 先に関数のセルを実行してから、テストを呼びます。
# テストは易しい順に並んでいて、最初に失敗したところで止まります。
# 直したら、関数のセルとテストのセルを、もう一度実行してください。
#
# `computation_graph.py` に書くときは、このフォルダで `python -m pytest -k build` を実行します。
#
# テストの中身は `test_computation_graph.py` で読めます。ほとんどは手で計算できる数です。
# 採点では、ほかの数やグラフでも試します。

# %% [markdown] lang="en"
# ## Checking yourself
#
# Write your answers in this notebook or in `computation_graph.py`: in one of them, not in both.
# After the next cell, `run_tests("build")` tests the code of this notebook.
# Run the cell with the functions first, then the cell with the tests.
# The tests go from easy to hard and stop at the first failure.
# Mend it, then run both cells again.
#
# If you write in `computation_graph.py`, run `python -m pytest -k build` in this folder instead.
#
# The tests themselves are in `test_computation_graph.py`, most of them with numbers you can check by hand.
# Grading tries other numbers and other graphs as well.

# %% tags=["active-ipynb"]
# import sys
#
# import pytest
#
# sys.modules["computation_graph"] = sys.modules["__main__"]  # the tests say `import computation_graph`: this notebook
#
#
# def run_tests(exercise):
#     """Run the visible tests of one exercise, say "build", on this notebook's code; stop at the first failure."""
#     sys.modules.pop("test_computation_graph", None)  # so that they are read afresh
#     options = ["-q", "-x", "--no-header", "--color=yes", "--capture=sys", "-rN"]
#     quiet = ["-p", "no:cacheprovider", "-p", "no:warnings"]
#     pytest.main(["test_computation_graph.py", "-k", exercise, *options, *quiet])

# %% [markdown] lang="ja"
# ## コードでのノード
#
# ノードは、クラス `Node` のオブジェクトです。このクラスと、ノードを作る関数は、用意してあります。
#
# | 作り方 | `op` | `inputs` | 計算すること |
# |---|---|---|---|
# | `variable("x")` | `"input"` | なし | 変数。値は計算のときに外から来る |
# | `constant(3)` | `"const"` | なし | 定数。値ははじめから `value` に入っている |
# | `add(a, b)` | `"add"` | `a` と `b` | $a + b$ |
# | `sub(a, b)` | `"sub"` | `a` と `b` | $a - b$ |
# | `mul(a, b)` | `"mul"` | `a` と `b` | $a \times b$ |
# | `power(a, 2)` | `"pow"` | `a` と、定数 2 のノード | $a^2$ |
#
# 変数と定数も、入力のないノードとして表します。
# エッジは `inputs` です。ノードは、自分がどのノードから値をもらうのかを知っています。
# 逆に、自分がどこで使われるのかは知りません。
#
# 次の二つに注意してください。
#
# - **作っただけでは、何も計算されません。** `add(a, b)` は「足す」というノードを作り、`value` は `None` のままです。
#   計算は、あとで `forward` がします。
# - **入力は必ずノードです。** 数の 3 を使いたいときは `constant(3)` とします。
#   `power` の二つ目だけは数をそのまま受け取り、中で定数のノードにします。
#
# 二つのノードが「同じ」とは、同じオブジェクトであることです。
# `constant(3)` を二回呼べば、値は等しくても、別々のノードが二つできます。
# 逆に、一つのノードを何か所で使ってもかまいません。 $x \times x$ は `mul(x, x)` です。
#
# **例**： $g(x, y) = x y + x$ のグラフです。
#
# ```python
# x, y = variable("x"), variable("y")
# a = mul(x, y)
# g = add(a, x)      # x は、ここでも使う：枝分かれ
#
# g.op               # "add"
# g.inputs[0] is a   # True
# g.inputs[1] is x   # True
# g.value            # None：まだ計算していない
# ```

# %% [markdown] lang="en"
# ## Nodes in code
#
# A node is an object of the class `Node`. That class is given, and so are the functions that make nodes.
#
# | to make one | `op` | `inputs` | what it computes |
# |---|---|---|---|
# | `variable("x")` | `"input"` | none | a variable: its value comes from outside, when we compute |
# | `constant(3)` | `"const"` | none | a constant: its `value` is there from the start |
# | `add(a, b)` | `"add"` | `a` and `b` | $a + b$ |
# | `sub(a, b)` | `"sub"` | `a` and `b` | $a - b$ |
# | `mul(a, b)` | `"mul"` | `a` and `b` | $a \times b$ |
# | `power(a, 2)` | `"pow"` | `a` and a node for the constant 2 | $a^2$ |
#
# Variables and constants are nodes too: nodes without inputs.
# The edges are in `inputs`. A node knows which nodes it takes its values from.
# It does not know where it is used itself.
#
# Note two things.
#
# - **Making a node computes nothing.** `add(a, b)` makes a node that says "add", and its `value` stays `None`.
#   Computing is the business of `forward`, later.
# - **Inputs are always nodes.** To use the number 3, say `constant(3)`.
#   Only the second argument of `power` is a plain number; `power` makes a constant of it.
#
# Two nodes are "the same" if they are the same object.
# Call `constant(3)` twice and you have two different nodes, equal values or not.
# And one node may be used in as many places as you like. $x \times x$ is `mul(x, x)`.
#
# **An example.** This is the graph of $g(x, y) = x y + x$.
#
# ```python
# x, y = variable("x"), variable("y")
# a = mul(x, y)
# g = add(a, x)      # x is used here again: a branch
#
# g.op               # "add"
# g.inputs[0] is a   # True
# g.inputs[1] is x   # True
# g.value            # None: nothing has been computed yet
# ```


# %%
class Node:
    """A node of a computation graph: the operation `op` on the nodes `inputs`.

    op is one of input, const, add, sub, mul, pow. value is None until it is computed; a constant has its value from
    the start. name is the name of a variable. Two nodes are the same only if they are one object.
    """

    def __init__(self, op, inputs=(), value=None, name=""):
        """Keep what the node is; inputs becomes a tuple."""
        self.op = op
        self.inputs = tuple(inputs)
        self.value = value
        self.name = name

    def __repr__(self):
        """Say what the node is, in a few characters."""
        return f"<{self.op} {self.name or self.value}>"


def variable(name):
    """Make a variable: its value comes from the feed of forward, by this name."""
    return Node("input", name=name)


def constant(value):
    """Make a constant, a number as a node."""
    return Node("const", value=value)


def add(a, b):
    """Make the node a + b; a and b are nodes."""
    return Node("add", (a, b))


def sub(a, b):
    """Make the node a - b; a and b are nodes."""
    return Node("sub", (a, b))


def mul(a, b):
    """Make the node a × b; a and b are nodes."""
    return Node("mul", (a, b))


def power(a, k):
    """Make the node a to the power k; a is a node and k a number, which becomes a constant."""
    return Node("pow", (a, constant(k)))


# %% [markdown] lang="ja"
# ## 1. 式を計算グラフにする `build`
#
# **目標**：講義の二つの式をグラフにする関数を書きます。どちらも、出力のノード（図のいちばん右）を返します。
#
# - `square_plus_three(x)` は $x^2 + 3$ のグラフを返します。
# - `sum_times_difference(x, y)` は $(x + y)(x - y)$ のグラフを返します。
#
# ### 考え方
#
# 式を、演算が一つだけの手順に分けます。一つの手順が、一つのノードになります。
# 手順の中の名前は、Python の変数にそのまま書けます。
# 上の $g(x, y) = xy + x$ の例では、 $a = xy$ 、 $g = a + x$ という手順が、二行のコードになりました。
#
# ### 引数は、どんなノードでもよい
#
# 引数 `x` と `y` は、変数とは限りません。定数のこともあれば、それ自身が大きなグラフのこともあります。
# `square_plus_three(sum_times_difference(x, y))` とすれば、 $\bigl((x + y)(x - y)\bigr)^2 + 3$ のグラフができます。
# 小さな部品を組み合わせて大きなものを作れるのが、計算グラフのよいところです。
#
# ですから、関数の中で `variable("x")` を作り直してはいけません。渡されたノードそのものにつなぎます。
# `x` や `y` の `value` も使いません。この時点では、まだ `None` かもしれないからです。
#
# ### やること
#
# 講義の図のとおりに作るのがお勧めです。同じ値になる別のグラフでも、正解です。
#
# **確かめる**： $x = 2$ なら $x^2 + 3 = 7$ 、 $(x, y) = (3, 1)$ なら $(x + y)(x - y) = 8$ です。
# `run_tests("build")` を実行します。失敗すると、あなたのグラフが表す式が表示されます。

# %% [markdown] lang="en"
# ## 1. From a formula to a graph: `build`
#
# **Goal.** Write two functions that turn the lecture's formulas into graphs.
# Each returns the output node, the rightmost one in the picture.
#
# - `square_plus_three(x)` returns the graph of $x^2 + 3$.
# - `sum_times_difference(x, y)` returns the graph of $(x + y)(x - y)$.
#
# ### The idea
#
# Break the formula into steps of one operation each. Each step becomes a node.
# The names in the steps can be Python variables, just as they are.
# In the example above, $g(x, y) = xy + x$, the steps $a = xy$ and $g = a + x$ became two lines of code.
#
# ### Any node may be an argument
#
# The arguments `x` and `y` need not be variables. They may be constants, or large graphs themselves.
# `square_plus_three(sum_times_difference(x, y))` makes the graph of $\bigl((x + y)(x - y)\bigr)^2 + 3$.
# To build large things out of small parts: that is what computation graphs are good at.
#
# So do not make a new `variable("x")` inside the function. Connect to the very node that you were given.
# Nor use the `value` of `x` or `y`: at this point it may still be `None`.
#
# ### What to do
#
# We suggest the graphs of the lecture. A different graph that computes the same is right, too.
#
# **Check yourself.** At $x = 2$ you should get $x^2 + 3 = 7$, and at $(x, y) = (3, 1)$ you should get
# $(x + y)(x - y) = 8$. Run `run_tests("build")`. If a test fails, it shows the formula that your graph stands for.


# %%
def square_plus_three(x):
    """Return the graph of x² + 3; x is a node of any kind.

    >>> f = square_plus_three(variable("x"))
    >>> f.value is None  # built, not computed
    True
    """
    # BEGIN SOLUTION
    a = power(x, 2)
    return add(a, constant(3))
    # END SOLUTION


def sum_times_difference(x, y):
    """Return the graph of (x + y)(x - y); x and y are nodes of any kind, and may be one and the same.

    >>> f = sum_times_difference(variable("x"), variable("y"))
    >>> f.value is None  # built, not computed
    True
    """
    # BEGIN SOLUTION
    a = add(x, y)
    b = sub(x, y)
    return mul(a, b)
    # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("build")

# %% [markdown] lang="ja"
# ## 2. トポロジカル順序 `topological_order`
#
# **目標**：あるノードの計算に要るノードをすべて集め、計算してよい順に並べます。
#
# ### 計算してよい順とは
#
# ノードを計算するには、その入力が先に計算されていなければなりません。
# どのノードも自分の入力より後ろにある並べ方を、**トポロジカル順序** といいます。
#
# $f = (x + y)(x - y)$ なら、次の二つはどちらも正しい順序です。ほかにもあります。
#
# ```text
# x, y, a, b, f
# y, x, b, a, f
# ```
#
# `x, a, y, b, f` は間違いです。 $a$ が、その入力である $y$ より前にあるからです。
# 次の課題の逆伝播は、この順序を後ろからたどります。
#
# ### まず思いつく方法と、その限界
#
# 「入力を先に並べ、それから自分を並べる。もう並べたノードは飛ばす」という考えは、正しいです。
# 関数が自分自身を呼ぶ形（再帰）で書けます。
# ところが Python は、関数の呼び出しがおよそ 1,000 段より深くなると `RecursionError` で止まります。
# この課題では、ノードが 100,000 個つながった鎖でも動くようにします。
#
# ### メモの山
#
# そこで、「あとですること」を書いたメモの山を、自分で持ちます。山の上に積み、上から取ります。
# メモは二種類です。
#
# - **見る** $n$ ：前に見たノードなら、このメモは捨てます。
#   初めてなら、見たことを覚え、「書く $n$」を積みます。その上に、 $n$ の入力それぞれの「見る」を積みます。
# - **書く** $n$ ：答えのリストの最後に $n$ を加えます。
#
# はじめに「見る 出力」を一枚だけ置き、山がなくなるまで繰り返します。
# 「書く $n$」の上に入力のメモが積まれるので、 $n$ が書かれるのは、入力が全部書かれた後です。
#
# **追ってみる**： $f = a \times b$ 、 $a = x + y$ 、 $b = x - y$ の場合です。山は、右端がいちばん上です。
#
# | | 取ったメモ | そのあとの山 | リスト |
# |---|---|---|---|
# | 1 | 見る f | 書く f・見る a・見る b | |
# | 2 | 見る b | 書く f・見る a・書く b・見る x・見る y | |
# | 3 | 見る y | 書く f・見る a・書く b・見る x・書く y | |
# | 4 | 書く y | 書く f・見る a・書く b・見る x | y |
# | 5 | 見る x | 書く f・見る a・書く b・書く x | y |
# | 6 | 書く x | 書く f・見る a・書く b | y, x |
# | 7 | 書く b | 書く f・見る a | y, x, b |
# | 8 | 見る a | 書く f・書く a・見る x・見る y | y, x, b |
# | 9 | 見る y（二度目：捨てる） | 書く f・書く a・見る x | y, x, b |
# | 10 | 見る x（二度目：捨てる） | 書く f・書く a | y, x, b |
# | 11 | 書く a | 書く f | y, x, b, a |
# | 12 | 書く f | | y, x, b, a, f |
#
# ### なぜ「前に見たか」が大事なのか
#
# $x$ は $a$ からも $b$ からも使われますが、リストには一度だけ現れます。
# また、前に見たノードの **入力を二度たどらない** ことも大事です。次のはしごを見てください。
#
# ```text
# x ══▶ [ add ] ══▶ [ add ] ══▶ [ add ] ══▶ ...      ══ は二本のエッジ：a1 = x + x、a2 = a1 + a1、...
# ```
#
# 一段ごとに道が 2 倍になり、60 段では道が $2^{60}$ 本です。
# すべての道をたどると、何万年もかかります。ノードは 61 個しかありません。
#
# ### やること
#
# `topological_order(output)` は、ノードのリストを返します。
#
# - `output` が（間にほかのノードを挟んででも）使うノードが全部、一度ずつ入ります。変数と定数も入ります。
# - `output` 自身が最後です。使われないノードは入りません。
# - 正しい順序なら、どれでも正解です。メモの山でなくてもかまいません。
#
# Python のヒントです。
#
# - リストは山として使えます。`pile.append(note)` で上に積み、`pile.pop()` で上から取ります。
#   一枚のメモは、`("look", node)` のようなタプルで表せます。
# - 見たノードは集合 `set()` に入れましょう。`node in seen` が、要素がいくつあっても一瞬で終わります。
#   リストだと端から順に比べるので、100,000 個では何十億回も比べることになります。
# - 集合は、呼び出しのたびに空から始めます。前の呼び出しの記憶が残っていると、二回目におかしくなります。
#
# **確かめる**：表を追ってから、`run_tests("topological_order")` を実行します。

# %% [markdown] lang="en"
# ## 2. Topological order: `topological_order`
#
# **Goal.** Gather all nodes that a node depends on, and list them in an order in which they can be computed.
#
# ### What order is that?
#
# A node can be computed once its inputs have been.
# An order in which every node comes after its inputs is called a **topological order**.
#
# For $f = (x + y)(x - y)$, both of these are right. There are more.
#
# ```text
# x, y, a, b, f
# y, x, b, a, f
# ```
#
# `x, a, y, b, f` is wrong: $a$ comes before $y$, which is one of its inputs.
# The backward pass of the next assignment will go through this order from its end.
#
# ### The first idea, and its limit
#
# "List the inputs first, then the node itself. Skip nodes that are listed already." That idea is right.
# It can be written as a function that calls itself, by recursion.
# But Python stops with a `RecursionError` when calls go deeper than about 1,000.
# Here a chain of 100,000 nodes has to work, too.
#
# ### A pile of notes
#
# So keep a pile of notes yourself, each saying what is still to be done. Put notes on top, and take them from the top.
# There are two kinds.
#
# - **look at** $n$: if you have looked at it before, throw the note away.
#   If not, remember that you have now, and put "write $n$" on the pile.
#   On top of that, put a note "look at" for each input of $n$.
# - **write** $n$: add $n$ to the end of the list, which is the answer.
#
# Begin with the single note "look at the output", and go on until the pile is empty.
# The notes about the inputs lie on top of "write $n$". So $n$ is written when all its inputs have been.
#
# **Follow it** for $f = a \times b$, $a = x + y$, $b = x - y$. The top of the pile is at the right.
#
# | | note taken | the pile after it | list |
# |---|---|---|---|
# | 1 | look at f | write f · look at a · look at b | |
# | 2 | look at b | write f · look at a · write b · look at x · look at y | |
# | 3 | look at y | write f · look at a · write b · look at x · write y | |
# | 4 | write y | write f · look at a · write b · look at x | y |
# | 5 | look at x | write f · look at a · write b · write x | y |
# | 6 | write x | write f · look at a · write b | y, x |
# | 7 | write b | write f · look at a | y, x, b |
# | 8 | look at a | write f · write a · look at x · look at y | y, x, b |
# | 9 | look at y (again: thrown away) | write f · write a · look at x | y, x, b |
# | 10 | look at x (again: thrown away) | write f · write a | y, x, b |
# | 11 | write a | write f | y, x, b, a |
# | 12 | write f | | y, x, b, a, f |
#
# ### Why it matters to remember
#
# $x$ is used by $a$ and by $b$, yet it is in the list once.
# It matters just as much **not to follow the inputs of a node twice**. Look at this ladder.
#
# ```text
# x ══▶ [ add ] ══▶ [ add ] ══▶ [ add ] ══▶ ...      ══ is two edges: a1 = x + x, a2 = a1 + a1, ...
# ```
#
# Each rung doubles the number of paths. With 60 rungs there are $2^{60}$ of them.
# To follow them all would take tens of thousands of years. There are only 61 nodes.
#
# ### What to do
#
# `topological_order(output)` returns a list of nodes.
#
# - Every node that `output` uses, directly or through others, is in it once. That includes variables and constants.
# - `output` itself comes last. Nodes that it does not use are not in the list.
# - Any order that is right will do. It need not come from a pile of notes.
#
# Some Python that helps:
#
# - A list can be the pile. `pile.append(note)` puts a note on top, and `pile.pop()` takes the top one.
#   A note can be a tuple such as `("look", node)`.
# - Keep the nodes you have looked at in a set, `set()`. However many are in it, `node in seen` takes no time.
#   A list is searched from one end to the other: with 100,000 nodes, that makes billions of comparisons.
# - Let every call start with an empty set. If it remembers an earlier call, the second one goes wrong.
#
# **Check yourself.** Follow the table. Then run `run_tests("topological_order")`.


# %%
def topological_order(output):
    """Return a list of all nodes that output depends on, each once: inputs before users, and output last.

    >>> difference = sub(variable("x"), variable("y"))
    >>> [node.op for node in topological_order(difference)]
    ['input', 'input', 'sub']
    """
    # BEGIN SOLUTION
    order = []
    seen = set()
    pile = [(output, False)]
    while pile:
        node, inputs_are_written = pile.pop()
        if inputs_are_written:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            pile.append((node, True))
            for source in node.inputs:
                pile.append((source, False))
    return order
    # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("topological_order")

# %% [markdown] lang="ja"
# ## 3. 順伝播 `forward`
#
# **目標**：計算グラフを左から右へ計算します。これを **順伝播** といいます。
#
# ### 考え方
#
# 変数の値は、辞書 `feed` で渡します。`{"x": 3.0, "y": 1.0}` なら、 $x = 3$ 、 $y = 1$ です。
# ノードをトポロジカル順序でたどれば、どのノードに来たときも、その入力の `value` はもう計算されています。
# ですから、ノードごとにすることは一つだけです。
#
# | `op` | `value` にするもの |
# |---|---|
# | `"input"` | `feed` にある、その名前の値 |
# | `"const"` | はじめからある値のまま |
# | `"add"`、`"sub"`、`"mul"` | 二つの入力の `value` の和、差、積 |
# | `"pow"` | 一つ目の入力の `value` を、二つ目の入力の `value` 乗した値 |
#
# `sub` と `pow` では、入力の順が大事です。
#
# **数で確かめる**： $x = 3$ 、 $y = 1$ で $f = (x + y)(x - y)$ を計算します。
#
# | ノード | $x$ | $y$ | $a$ | $b$ | $f$ |
# |---|---|---|---|---|---|
# | `value` | 3 | 1 | 4 | 2 | 8 |
#
# ### 途中の値を残す
#
# 計算した値は、どのノードでも `value` に残します。次の課題の逆伝播が、途中の値を使うからです。
# それぞれのノードを計算するのは **一度だけ** です。はしごのグラフを思い出してください。
# 使われるたびに計算し直すと、60 段で $2^{60}$ 回になります。
#
# ### もう一度、別の値で
#
# 同じグラフを、別の `feed` で計算することがよくあります。学習では何万回も繰り返します。
# そのとき、前の計算の `value` がノードに残っています。「`value` があれば計算済み」と考えると、古い値が返ります。
#
# ### 名前が足りないとき、余るとき
#
# - グラフにある変数の名前が `feed` にないときは、`KeyError` にします。エラーには、その名前を入れます。
#   Python の辞書は、ない鍵を `feed["y"]` のように読むと、鍵の名前が入った `KeyError` を自分で出します。
# - 前の計算の値が残っていても、`feed` にない変数はエラーです。
# - 値の 0 は、立派な値です。「ない」と取り違えないようにしましょう。
# - グラフにない名前が `feed` にあっても、無視します。
#
# ### やること
#
# `forward(output, feed)` は、`output` の値を返します。
# 2 番で書いた `topological_order` を使ってかまいません。
#
# **確かめる**：表の数を入れてから、`run_tests("forward")` を実行します。

# %% [markdown] lang="en"
# ## 3. Forward propagation: `forward`
#
# **Goal.** Compute a graph from left to right. This is called **forward propagation**.
#
# ### The idea
#
# The values of the variables come in a dictionary, `feed`. `{"x": 3.0, "y": 1.0}` means $x = 3$ and $y = 1$.
# Go through the nodes in topological order. Whichever node you come to, the `value` of its inputs is there already.
# So there is only one thing to do at each node.
#
# | `op` | what `value` becomes |
# |---|---|
# | `"input"` | what `feed` has under its name |
# | `"const"` | stays what it is from the start |
# | `"add"`, `"sub"`, `"mul"` | the sum, difference or product of the two inputs' `value` |
# | `"pow"` | the first input's `value` to the power of the second input's `value` |
#
# For `sub` and `pow` it matters which input is the first.
#
# **With numbers.** Compute $f = (x + y)(x - y)$ at $x = 3$, $y = 1$.
#
# | node | $x$ | $y$ | $a$ | $b$ | $f$ |
# |---|---|---|---|---|---|
# | `value` | 3 | 1 | 4 | 2 | 8 |
#
# ### Keep what you compute on the way
#
# Leave the result of every node in its `value`. The backward pass of the next assignment will need it.
# And compute every node **only once**. Remember the ladder:
# computed anew wherever it is used, the first node of 60 rungs is computed $2^{60}$ times.
#
# ### Again, with other values
#
# The same graph is often computed with another `feed`: in learning, thousands of times.
# By then the nodes hold the `value` of the last time.
# If you take "it has a `value`" for "it is done", old values come back.
#
# ### A name too few, a name too many
#
# - If `feed` lacks a variable of the graph, raise a `KeyError` that holds its name.
#   Read a missing key of a Python dictionary, as in `feed["y"]`, and Python raises that very error by itself.
# - A variable that is not in `feed` is an error even if the value of an earlier run is still there.
# - 0 is a value like any other. Do not take it for a missing one.
# - Names in `feed` that the graph does not have are ignored.
#
# ### What to do
#
# `forward(output, feed)` returns the value of `output`.
# You may use your `topological_order` from the last exercise.
#
# **Check yourself.** Put in the numbers of the table. Then run `run_tests("forward")`.


# %%
def forward(output, feed):
    """Compute every node that output depends on, once, keep each result in value, and return output's.

    feed holds the variables' values by name; a missing one raises a KeyError that names it.

    >>> x, y = variable("x"), variable("y")
    >>> forward(add(mul(x, y), x), {"x": 3.0, "y": 4.0})
    15.0
    """
    # BEGIN SOLUTION
    for node in topological_order(output):
        if node.op == "input":
            node.value = feed[node.name]
        elif node.op != "const":
            first, second = node.inputs
            if node.op == "add":
                node.value = first.value + second.value
            elif node.op == "sub":
                node.value = first.value - second.value
            elif node.op == "mul":
                node.value = first.value * second.value
            elif node.op == "pow":
                node.value = first.value**second.value
    return output.value
    # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("forward")

# %% [markdown] lang="ja"
# ## 4. 数値微分 `numerical_gradient`
#
# **目標**：変数を少しずつずらして、関数の勾配を測ります。関数の中身は知らなくてかまいません。
#
# ### 一変数：片側か、両側か
#
# 微分は、 $h$ を 0 に近づけたときの極限です。
#
# $$f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}$$
#
# 計算機では、 $h$ を小さな数にして、割り算で済ませます。これが **数値微分** です。
# 右にだけずらす（前進差分）より、左右に同じだけずらす（**中心差分**）ほうが、ずっと正確です。
#
# $$f'(x) \approx \frac{f(x + h) - f(x - h)}{2h}$$
#
# なぜでしょうか。 $f(x \pm h)$ を $h$ で展開します。
#
# $$f(x \pm h) = f(x) \pm h f'(x) + \frac{h^2}{2} f''(x) \pm \frac{h^3}{6} f'''(x) + \cdots$$
#
# 引き算すると、 $f(x)$ と $f''(x)$ の項が消えます。残った式を $2h$ で割ると、
#
# $$\frac{f(x + h) - f(x - h)}{2h} = f'(x) + \frac{h^2}{6} f'''(x) + \cdots$$
#
# となり、誤差は $h^2$ の大きさです。前進差分では $\frac{h}{2} f''(x)$ が残り、誤差は $h$ の大きさです。
#
# **数で確かめる**： $f(x) = x^3$ の $x = 1$ での微分は 3 です。 $h = 0.1$ としてみます。
#
# - 中心差分： $\frac{1.1^3 - 0.9^3}{0.2} = \frac{1.331 - 0.729}{0.2} = 3.01$
# - 前進差分： $\frac{1.1^3 - 1^3}{0.1} = \frac{0.331}{0.1} = 3.31$
#
# ### 多変数：一つずつ動かす
#
# $f(x_1, \dots, x_n)$ の勾配は、 $n$ 個の偏微分を並べたものです。
# $\partial f / \partial x_i$ を測るときは、 $x_i$ **だけ** を動かし、ほかは元の値のままにします。
#
# $$
# \frac{\partial f}{\partial x_i} \approx
# \frac{f(\dots, x_i + h, \dots) - f(\dots, x_i - h, \dots)}{2h}
# $$
#
# 一つの変数に $f$ を二回呼ぶので、全部で $2n$ 回です。
#
# **数で確かめる**： $f(x, y) = (x + y)(x - y)$ の $(3, 1)$ での勾配です。 $h = 0.5$ とします。
#
# $$
# \frac{\partial f}{\partial x} \approx \frac{f(3.5, 1) - f(2.5, 1)}{2 \times 0.5}
# = \frac{11.25 - 5.25}{1} = 6, \qquad
# \frac{\partial f}{\partial y} \approx \frac{f(3, 1.5) - f(3, 0.5)}{2 \times 0.5}
# = \frac{6.75 - 8.75}{1} = -2
# $$
#
# $f = x^2 - y^2$ なので、式で求めた勾配 $(2x, -2y) = (6, -2)$ と一致します。
# 二次式では $f'''$ が 0 なので、 $h$ が大きくても中心差分は正確です。
#
# ### 点を元のままにする
#
# 呼び出した側は、`point` をまだ使うかもしれません。終わったとき、`point` は元のままでなければなりません。
#
# 注意が要るのは丸め誤差です。`0.1 + 0.7 - 0.7` は `0.1` ではなく `0.09999999999999998` です。
# 足したものを引いても、元の値には戻らないことがあります。
# 元の値を取っておくか、ずらすためのリストを別に作りましょう。
#
# ### やること
#
# `numerical_gradient(f, point, h)` は、 $n$ 個の中心差分のリストを返します。
#
# - `f` は、数のリストを一つ受け取り、数を一つ返す関数です。`f([3.0, 1.0])` のように呼びます。
# - `f` を呼ぶのは、ちょうど $2n$ 回です。 $f$ の計算に時間がかかることもあるからです。
# - 幅は、渡された `h` を使います。
#
# **確かめる**：例の数を入れてから、`run_tests("numerical_gradient")` を実行します。

# %% [markdown] lang="en"
# ## 4. Numerical differentiation: `numerical_gradient`
#
# **Goal.** Measure the gradient of a function by moving its variables a little.
# You need not know what is inside the function.
#
# ### One variable: one side or two?
#
# A derivative is the limit as $h$ goes to 0.
#
# $$f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}$$
#
# A computer takes a small number for $h$ and is content with the division. That is **numerical differentiation**.
# You can move to the right only (the forward difference). Much more accurate is to move equally far to both sides,
# which is the **central difference**.
#
# $$f'(x) \approx \frac{f(x + h) - f(x - h)}{2h}$$
#
# Why? Expand $f(x \pm h)$ in powers of $h$.
#
# $$f(x \pm h) = f(x) \pm h f'(x) + \frac{h^2}{2} f''(x) \pm \frac{h^3}{6} f'''(x) + \cdots$$
#
# Subtract, and the terms with $f(x)$ and $f''(x)$ cancel. Divide what is left by $2h$:
#
# $$\frac{f(x + h) - f(x - h)}{2h} = f'(x) + \frac{h^2}{6} f'''(x) + \cdots$$
#
# The error has the size of $h^2$.
# The forward difference is left with $\frac{h}{2} f''(x)$, an error of the size of $h$.
#
# **With numbers.** The derivative of $f(x) = x^3$ at $x = 1$ is 3. Take $h = 0.1$.
#
# - central difference: $\frac{1.1^3 - 0.9^3}{0.2} = \frac{1.331 - 0.729}{0.2} = 3.01$
# - forward difference: $\frac{1.1^3 - 1^3}{0.1} = \frac{0.331}{0.1} = 3.31$
#
# ### Several variables: move one at a time
#
# The gradient of $f(x_1, \dots, x_n)$ is made up of $n$ partial derivatives.
# To measure $\partial f / \partial x_i$, move $x_i$ **alone**. All others keep their values.
#
# $$
# \frac{\partial f}{\partial x_i} \approx
# \frac{f(\dots, x_i + h, \dots) - f(\dots, x_i - h, \dots)}{2h}
# $$
#
# Each variable takes two calls of $f$, so there are $2n$ in all.
#
# **With numbers.** Here is the gradient of $f(x, y) = (x + y)(x - y)$ at $(3, 1)$, with $h = 0.5$.
#
# $$
# \frac{\partial f}{\partial x} \approx \frac{f(3.5, 1) - f(2.5, 1)}{2 \times 0.5}
# = \frac{11.25 - 5.25}{1} = 6, \qquad
# \frac{\partial f}{\partial y} \approx \frac{f(3, 1.5) - f(3, 0.5)}{2 \times 0.5}
# = \frac{6.75 - 8.75}{1} = -2
# $$
#
# Since $f = x^2 - y^2$, the gradient by formula is $(2x, -2y) = (6, -2)$: the same.
# For a polynomial of degree two $f'''$ is 0, so the central difference is exact even if $h$ is large.
#
# ### Leave the point as it was
#
# The caller may still need `point`. When you are done, it must be what it was.
#
# Beware of rounding: `0.1 + 0.7 - 0.7` is not `0.1` but `0.09999999999999998`.
# Adding something and taking it away again need not lead back to where you were.
# Keep the original value, or make another list to do the moving in.
#
# ### What to do
#
# `numerical_gradient(f, point, h)` returns a list of the $n$ central differences.
#
# - `f` is a function that takes one list of numbers and returns a number. Call it as in `f([3.0, 1.0])`.
# - Call `f` exactly $2n$ times. Computing $f$ may take long.
# - The step is the `h` that you were given.
#
# **Check yourself.** Put in the numbers of the examples. Then run `run_tests("numerical_gradient")`.


# %%
def numerical_gradient(f, point, h=1e-5):
    """Return the central differences of f at point, one for each variable, as a list.

    f takes a list of numbers and returns a number; it is called twice for each variable. point stays as it was.

    >>> numerical_gradient(lambda p: p[0] * p[1], [3.0, 5.0], h=0.5)
    [5.0, 3.0]
    """
    # BEGIN SOLUTION
    moved = list(point)
    gradient = []
    for i, original in enumerate(point):
        moved[i] = original + h
        ahead = f(moved)
        moved[i] = original - h
        behind = f(moved)
        moved[i] = original
        gradient.append((ahead - behind) / (2 * h))
    return gradient
    # END SOLUTION


# %% tags=["active-ipynb"]
# run_tests("numerical_gradient")

# %% [markdown] lang="ja"
# ## ラボ A：自分の計算グラフを描く
#
# 自分で組み立てた式を、値の入った図にしてみましょう。
# 次のセルは、計算の手順を一行に一つずつ、値と一緒に表示します。
# Graphviz（`dot` というコマンド）が入っていれば、図も描きます。エッジに書かれているのは、そこを流れる値です。
#
# `f` や `feed` を書き換えて、ほかの式でも試してください。
#
# **考えてみましょう**
#
# - `square_plus_three(sum_times_difference(x, y))` を描くと、ノードはいくつありますか。
#   同じノードから二本以上のエッジが出ているのは、どこですか。
# - $x^2 - y^2$ は、 $(x + y)(x - y)$ と同じ値になる別のグラフです。演算の数は、どちらが少ないですか。
# - $x \times x$ と $x^2$ のグラフは、どこが違いますか。

# %% [markdown] lang="en"
# ## Lab A: draw your own computation graph
#
# Turn a formula of your own into a picture with values in it.
# The next cell prints the steps of the computation, one a line, with their values.
# If Graphviz is installed (the command `dot`), it draws the graph as well. On each edge is the value that flows there.
#
# Change `f` and `feed`, and try other formulas.
#
# **Think about it**
#
# - Draw `square_plus_three(sum_times_difference(x, y))`. How many nodes does it have?
#   Which nodes have two edges or more going out?
# - $x^2 - y^2$ is another graph with the same values as $(x + y)(x - y)$. Which of them has fewer operations?
# - What is the difference between the graphs of $x \times x$ and of $x^2$?

# %% tags=["active-ipynb"]
# import shutil
# import subprocess
#
# SIGNS = {"add": "+", "sub": "-", "mul": "×", "pow": "^"}
#
#
# def names_of(order):
#     """Name every node: variables by their name, constants by their value, results v1, v2, ..."""
#     names, results = {}, 0
#     for node in order:
#         results += len(node.inputs) > 0
#         names[node] = {"input": node.name, "const": f"{node.value}"}.get(node.op, f"v{results}")
#     return names
#
#
# def print_steps(output):
#     """Print the computation, one operation a line."""
#     order = topological_order(output)
#     names = names_of(order)
#     for node in order:
#         if node.inputs:
#             left, right = (names[source] for source in node.inputs)
#             print(f"{names[node]:4} = {left} {SIGNS[node.op]} {right} = {node.value:g}")
#         elif node.name:
#             print(f"{names[node]:4} = {node.value:g}")
#
#
# def dot_of(output):
#     """Return the graph in the language of Graphviz: nodes are operations, edges carry values."""
#     order = topological_order(output)
#     names, numbers = names_of(order), {node: number for number, node in enumerate(order)}
#     lines = ["digraph {", "rankdir=LR; node [shape=circle];", "result [shape=plaintext label=f];"]
#     for node, number in numbers.items():
#         label, shape = SIGNS.get(node.op, names[node]), "circle" if node.inputs else "plaintext"
#         lines.append(f'n{number} [label="{label}" shape={shape}];')
#         lines += [f'n{numbers[source]} -> n{number} [label="{source.value:g}"];' for source in node.inputs]
#     return "\n".join([*lines, f'n{numbers[output]} -> result [label="{output.value:g}"];', "}"])
#
#
# x, y = variable("x"), variable("y")
# f = sum_times_difference(x, y)
# feed = {"x": 3.0, "y": 1.0}
#
# print("f    =", forward(f, feed), "\n")
# print_steps(f)
# if shutil.which("dot"):
#     from IPython.display import SVG, display
#
#     picture = subprocess.run(["dot", "-Tsvg"], input=dot_of(f), capture_output=True, text=True, encoding="utf-8")
#     display(SVG(picture.stdout))
# else:
#     print("\n(graphviz.org: 図も描けます / draws it as a picture, too)")

# %% [markdown] lang="ja"
# ## ラボ B：誤差は V の字になる
#
# $h$ は小さいほどよいのでしょうか。自分の `numerical_gradient` で測ってみます。
#
# $f(x) = x^4$ の $x = 1.2$ での微分は、式から $4x^3 = 6.912$ と分かっています。
# $h$ を $10^{-1}$ から $10^{-13}$ まで変えて、誤差を表にします。比べるために、前進差分の誤差も並べます。
#
# 誤差の原因は二つあります。
#
# - **打ち切り誤差**：展開の残りの項です。中心差分なら $h^2$ に、前進差分なら $h$ に比例します。
# - **丸め誤差**：float は 16 桁ほどしか持てません。 $f(x + h)$ と $f(x - h)$ はほとんど同じ数なので、
#   引き算すると上の桁が消え、丸めの誤差が残ります。それを小さな $2h$ で割るので、 $1/h$ に比例して大きくなります。
#
# 一方は $h$ とともに減り、もう一方は増えるので、両対数のグラフは V の字になります。
#
# **考えてみましょう**
#
# - 中心差分の誤差が最も小さいのは、 $h$ がいくつのときですか。`h=1e-5` が既定値なのは、なぜでしょう。
# - 誤差が谷に着くまでは、 $h$ を 10 分の 1 にするたびに、誤差は何分の 1 になりますか。二つの方法で比べてください。
# - $f(x) = x^2$ に変えると、中心差分の V の片側がなくなります。なぜですか。

# %% [markdown] lang="en"
# ## Lab B: the error makes a V
#
# Is a smaller $h$ always better? Measure it with your own `numerical_gradient`.
#
# The derivative of $f(x) = x^4$ at $x = 1.2$ is known from the formula: $4x^3 = 6.912$.
# Let $h$ go from $10^{-1}$ to $10^{-13}$ and make a table of the errors.
# The errors of the forward difference stand beside them, to compare.
#
# The error comes from two sources.
#
# - **Truncation**: what is left of the expansion. It goes with $h^2$ for the central difference, with $h$ for the
#   forward difference.
# - **Rounding**: a float has about 16 digits. $f(x + h)$ and $f(x - h)$ are almost the same number.
#   Subtract them, and the leading digits are gone while the rounding errors stay.
#   Dividing by the small $2h$ then makes them large: they go with $1/h$.
#
# As $h$ shrinks, one falls and the other rises. On logarithmic axes that makes a V.
#
# **Think about it**
#
# - For which $h$ is the error of the central difference smallest? Why is `h=1e-5` the default?
# - Down to the valley, by how much does the error shrink each time $h$ becomes ten times smaller? Compare the two.
# - Take $f(x) = x^2$ instead, and one arm of the V of the central difference is gone. Why?

# %% tags=["active-ipynb"]
# x = variable("x")
# fourth_power = power(x, 4)
# at, exact = 1.2, 4 * 1.2**3
#
#
# def f(point):
#     """Compute x⁴ with the graph."""
#     return forward(fourth_power, {"x": point[0]})
#
#
# steps = [10.0**-k for k in range(1, 14)]
# central = [abs(numerical_gradient(f, [at], h)[0] - exact) for h in steps]
# one_sided = [abs((f([at + h]) - f([at])) / h - exact) for h in steps]
#
# print("h        central    forward difference")
# for h, error, other in zip(steps, central, one_sided):
#     print(f"{h:.0e}    {error:.1e}    {other:.1e}")
# best = min(zip(central, steps))[1]
# print(f"\nsmallest error of the central difference: at h = {best:.0e}")
#
# try:
#     import matplotlib.pyplot as plt
# except ImportError:
#     print("\neach # is a factor of ten (central difference)")
#     for h, error in zip(steps, central):
#         print(f"{h:.0e}  " + "#" * sum(error > 10.0**-k for k in range(13)))
# else:
#     tiny = 1e-17  # an error of exactly 0 has no place on a logarithmic axis
#     _, axis = plt.subplots(figsize=(6, 3.5), layout="constrained")
#     axis.loglog(steps, [max(error, tiny) for error in central], "o-", label="central difference")
#     axis.loglog(steps, [max(error, tiny) for error in one_sided], "s--", label="forward difference")
#     axis.set(xlabel="step h", ylabel="error")
#     axis.legend()
#     plt.show()

# %% [markdown] lang="ja"
# ## ラボ C：数値微分の値段
#
# 勾配降下法には、すべてのパラメータの偏微分が要ります。数値微分では、どれくらい時間がかかるでしょうか。
#
# パラメータ $w_1, \dots, w_n$ を持つ損失 $L = \sum_i (w_i - 1)^2$ を計算グラフで作り、
# $n$ を 2 倍ずつ増やしながら、勾配を一回求める時間を測ります。
#
# **考えてみましょう**
#
# - $n$ が 2 倍になると、時間はおよそ何倍になりますか。順伝播の回数と、一回の順伝播の時間に分けて考えてください。
# - 最後の行は、パラメータが 1 億個のモデルでの見積もりです。順伝播一回を 1 秒としています。
#   勾配降下法の一歩に、何年かかりますか。
# - $\partial L / \partial w_1$ と $\partial L / \partial w_2$ を別々に測るとき、ほとんど同じ計算を繰り返しています。
#   どの部分の計算が無駄でしょう。
#
# 講義にあるとおり、誤差逆伝播なら、一回の順伝播と一回の逆伝播で、すべての偏微分が求まります。
# その仕組みを、次の課題で作ります。

# %% [markdown] lang="en"
# ## Lab C: what numerical differentiation costs
#
# Gradient descent needs the partial derivatives of all parameters. How long does it take to measure them?
#
# Build a graph of the loss $L = \sum_i (w_i - 1)^2$ with parameters $w_1, \dots, w_n$.
# Double $n$ again and again, and time one gradient.
#
# **Think about it**
#
# - When $n$ doubles, by what factor does the time grow? Think of the number of forward passes and the time of one
#   of them separately.
# - The last line is an estimate for a model with 100 million parameters, if a forward pass takes one second.
#   How many years does a single step of gradient descent take?
# - Measuring $\partial L / \partial w_1$ and then $\partial L / \partial w_2$ means doing almost the same
#   computation again. Which parts of it are wasted?
#
# As the lecture says, backpropagation finds every partial derivative with one forward pass and one backward pass.
# You will build that in the next assignment.

# %% tags=["active-ipynb"]
# import time
#
#
# def loss_graph(n):
#     """Build the graph of the sum of (w_i - 1)² over n parameters; return its output."""
#     total = constant(0)
#     for i in range(n):
#         total = add(total, power(sub(variable(f"w{i}"), constant(1)), 2))
#     return total
#
#
# def seconds_of_gradient(n):
#     """Time one numerical gradient; return the seconds and how often the loss was computed."""
#     graph, calls = loss_graph(n), 0
#
#     def loss(w):
#         nonlocal calls
#         calls += 1
#         return forward(graph, {f"w{i}": value for i, value in enumerate(w)})
#
#     start = time.perf_counter()
#     numerical_gradient(loss, [0.5] * n)
#     return time.perf_counter() - start, calls
#
#
# sizes, times = [10, 20, 40, 80, 160], []
# print("   n   forward passes   seconds")
# for n in sizes:
#     seconds, calls = seconds_of_gradient(n)
#     times.append(seconds)
#     print(f"{n:4}   {calls:14}   {seconds:7.3f}")
#
# years = 2 * 100_000_000 / (60 * 60 * 24 * 365)
# print(f"\n100,000,000 parameters, one second a forward pass: {years:.1f} years for one gradient")
#
# try:
#     import matplotlib.pyplot as plt
# except ImportError:
#     pass
# else:
#     _, axis = plt.subplots(figsize=(6, 3.5), layout="constrained")
#     axis.loglog(sizes, times, "o-", label="measured")
#     axis.loglog(sizes, [times[-1] * (n / sizes[-1]) ** 2 for n in sizes], ":", label="grows with n²")
#     axis.set(xlabel="number of parameters n", ylabel="seconds for one gradient")
#     axis.legend()
#     plt.show()
