"""What goes wrong in build: square_plus_three and sum_times_difference."""

from autograder.misconceptions import misconception, reference

graph = reference("a01_computation_graph")
Node, variable, constant = graph.Node, graph.variable, graph.constant
add, sub, mul, power = graph.add, graph.sub, graph.mul, graph.power


@misconception("square_plus_three", ja="3 を足していない", en="The 3 is not added", handout="a01/#build")
def square_without_three(x):
    """
    ja: 講義の手順は a = x²、f = a + 3 の二つです。あなたのグラフには、二つ目の手順のノードがあるでしょうか。
    en: The lecture has two steps, a = x² and f = a + 3. Is there a node for the second one in your graph?
    """
    return power(x, 2)


@misconception(
    "square_plus_three", ja="足してから二乗している", en="The sum is squared, not the variable", handout="a01/#build"
)
def squares_the_sum(x):
    """
    ja: x² + 3 では、先に二乗し、その結果に 3 を足します。グラフでは、先にする計算ほど左に来ます。
    en: In x² + 3 the squaring comes first, and 3 is added to its result. In a graph, what is done first is further left.
    """
    return power(add(x, constant(3)), 2)


@misconception("square_plus_three", ja="二乗ではなく 2 倍にしている", en="Doubled, not squared", handout="a01/#build")
def doubles_instead_of_squaring(x):
    """
    ja: x² は x を 2 回掛けたもので、2x ではありません。x = 3 を入れて、手で計算した値と比べましょう。
    en: x² is x times x, not 2x. Put in x = 3 and compare with what you get by hand.
    """
    return add(mul(constant(2), x), constant(3))


@misconception(
    "square_plus_three", ja="新しい変数を作っている", en="A new variable in place of the argument", handout="a01/#build"
)
def makes_its_own_variable(x):
    """
    ja: 関数の中で variable を呼ぶと、渡されたノードとは別の変数ができ、グラフが引数とつながりません。引数は、変数とは
        限らない「どんなノードでも」です。
    en: Calling variable inside the function makes a variable that has nothing to do with the node you were given, and the
        graph is not connected to the argument. The argument may be any node, not a variable only.
    """
    x = variable("x")
    return add(power(x, 2), constant(3))


@misconception(
    "square_plus_three", ja="数をノードにせずに渡している", en="A bare number as an input", handout="a01/#build"
)
def bare_number_as_input(x):
    """
    ja: ノードの入力になれるのは、ノードだけです。ただの数には op も value もないので、順伝播がそこで止まってしまいます。
        数をノードにする関数がありましたね。
    en: Only nodes can be the inputs of a node. A bare number has neither op nor value, and forward would get stuck on it.
        There is a function that makes a node of a number.
    """
    return add(power(x, 2), 3)


@misconception(
    "square_plus_three",
    ja="ノードに Python の演算子を使っている",
    en="Python's operators on nodes",
    handout="a01/#build",
)
def operators_on_nodes(x):
    """
    ja: この課題の Node には + や ** が定義されていないので、ノードどうしを演算子で計算することはできません。用意された関数
        (add や power など) でノードを作ります。
    en: The Node of this assignment knows no + and no **, so nodes cannot be computed with by operators. Make nodes with the
        functions that are given, such as add and power.
    """
    return x**2 + 3


@misconception(
    "sum_times_difference", ja="引き算の順が逆", en="The difference is the wrong way round", handout="a01/#build"
)
def reversed_difference(x, y):
    """
    ja: x − y と y − x は符号が違います。sub の二つの引数のうち、引かれるのはどちらでしょうか。
    en: x − y and y − x differ in sign. Of the two arguments of sub, which is taken away from which?
    """
    return mul(add(x, y), sub(y, x))


@misconception("sum_times_difference", ja="掛けずに足している", en="Added, not multiplied", handout="a01/#build")
def adds_the_factors(x, y):
    """
    ja: 最後の手順は f = a × b です。和 a と差 b を作ったあと、二つをどう組み合わせるのかを、式で確かめましょう。
    en: The last step is f = a × b. Once you have the sum a and the difference b, look in the formula how they combine.
    """
    return add(add(x, y), sub(x, y))


@misconception(
    "sum_times_difference", ja="どちらの因子も和になっている", en="Both factors are the sum", handout="a01/#build"
)
def squares_the_sum_of_both(x, y):
    """
    ja: 二つの因子は、和と差です。同じノードを二回掛けると、(x + y)² のグラフになります。
    en: One factor is a sum, the other a difference. One node multiplied by itself gives the graph of (x + y)².
    """
    a = add(x, y)
    return mul(a, a)


@misconception(
    "sum_times_difference",
    ja="グラフではなく値を計算している",
    en="Computes a value, not a graph",
    handout="a01/#build",
)
def computes_instead_of_building(x, y):
    """
    ja: ここでは計算の手順をノードにするだけで、計算はしません。変数の value はまだ None です。値は、あとで forward が
        求めます。
    en: Here the steps become nodes; nothing is computed. The value of a variable is still None. Values come later, from
        forward.
    """
    return constant((x.value + y.value) * (x.value - y.value))
