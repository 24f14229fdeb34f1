"""What goes wrong in forward.

A function built on the right one holds it as a default argument: in a submission its name is taken by the wrong one.
"""

from autograder.misconceptions import misconception, reference

graph = reference("a01_computation_graph")
topological_order, forward = graph.topological_order, graph.forward
FORWARD = {"replaces": "forward", "handout": "a01/#forward"}


@misconception(**FORWARD, ja="引き算の順が逆", en="Subtraction is the wrong way round")
def swapped_subtraction(output, feed):
    """
    ja: sub(a, b) は a − b で、a が一つ目の入力です。引かれる方と引く方を、5 − 2 で確かめましょう。
    en: sub(a, b) is a − b, and a is the first input. Check with 5 − 2 which is taken away from which.
    """
    for node in topological_order(output):
        if node.op == "input":
            node.value = feed[node.name]
        elif node.op != "const":
            a, b = (source.value for source in node.inputs)
            node.value = (
                a + b if node.op == "add" else b - a if node.op == "sub" else a * b if node.op == "mul" else a**b
            )
    return output.value


@misconception(**FORWARD, ja="累乗が掛け算になっている", en="Powers are computed as products")
def power_as_product(output, feed):
    """
    ja: power(a, k) は a を k 回掛けたもので、a × k ではありません。5 の 3 乗で確かめましょう。
    en: power(a, k) is a multiplied by itself k times, not a × k. Check with 5 to the power 3.
    """
    for node in topological_order(output):
        if node.op == "input":
            node.value = feed[node.name]
        elif node.op != "const":
            a, b = (source.value for source in node.inputs)
            node.value = {"add": a + b, "sub": a - b}.get(node.op, a * b)
    return output.value


@misconception(**FORWARD, ja="累乗の底と指数が逆", en="Base and exponent are swapped")
def swapped_power(output, feed):
    """
    ja: power(a, k) の一つ目の入力 a が底で、二つ目の入力 k が指数です。2³ と 3² は違いますね。
    en: Of the inputs of power(a, k) the first, a, is the base, and the second, k, the exponent. 2³ is not 3².
    """
    for node in topological_order(output):
        if node.op == "input":
            node.value = feed[node.name]
        elif node.op == "pow":
            node.value = node.inputs[1].value ** node.inputs[0].value
        elif node.op != "const":
            a, b = (source.value for source in node.inputs)
            node.value = {"add": a + b, "sub": a - b, "mul": a * b}[node.op]
    return output.value


@misconception(**FORWARD, ja="前の計算の値を使い回している", en="Values of the run before are used again")
def stale_values(output, feed):
    """
    ja: value があっても、それは前の feed で計算した値かもしれません。forward が呼ばれるたびに、全部のノードを計算し直し
        ましょう。
    en: A node may have a value, but it may be that of an earlier feed. Compute every node anew each time forward is called.
    """
    for node in topological_order(output):
        if node.value is not None:
            continue
        if node.op == "input":
            node.value = feed[node.name]
        else:
            a, b = (source.value for source in node.inputs)
            node.value = (
                a + b if node.op == "add" else a - b if node.op == "sub" else a * b if node.op == "mul" else a**b
            )
    return output.value


@misconception(**FORWARD, ja="使われるたびに計算し直している", en="A node is computed again for every use")
def computes_again_for_every_use(output, feed):
    """
    ja: 入力の値をそのつど求め直すと、枝分かれのたびに計算が倍になります。計算したノードの値を覚えておけば、一度で
        済みます。
    en: If the value of an input is worked out afresh wherever it is used, every branch doubles the work. Keep what you have
        computed, and once is enough.
    """
    if output.op == "input":
        output.value = feed[output.name]
    elif output.op != "const":
        a, b = (computes_again_for_every_use(source, feed) for source in output.inputs)
        output.value = (
            a + b if output.op == "add" else a - b if output.op == "sub" else a * b if output.op == "mul" else a**b
        )
    return output.value


@misconception(**FORWARD, ja="深いグラフで再帰が止まる", en="Recursion does not get to the bottom of a deep graph")
def recursive_forward(output, feed):
    """
    ja: 値は合っていますが、関数が自分を呼ぶ深さには限りがあります。トポロジカル順序を使えば、入力はもう計算されているので、
        自分を呼ばなくて済みます。
    en: The values are right, but calls can go only so deep. In topological order the inputs have been computed already, so
        there is nothing to call yourself for.
    """
    done = set()

    def visit(node):
        if node in done:
            return node.value
        done.add(node)
        if node.op == "input":
            node.value = feed[node.name]
        elif node.op != "const":
            a, b = (visit(node.inputs[0]), visit(node.inputs[1]))
            node.value = (
                a + b if node.op == "add" else a - b if node.op == "sub" else a * b if node.op == "mul" else a**b
            )
        return node.value

    return visit(output)


@misconception(**FORWARD, ja="途中の値を残していない", en="Values on the way are not kept")
def values_not_kept(output, feed, right=forward):
    """
    ja: 出力の値は合っていますが、途中のノードの value が None のままです。逆伝播は途中の値を使うので、各ノードに残しましょう。
    en: The output's value is right, but the nodes on the way still have None. The backward pass uses those values: leave
        each at its node.
    """
    order = topological_order(output)
    before = [node.value for node in order]
    value = right(output, feed)
    for node, old in zip(order, before, strict=True):
        node.value = old
    return value


@misconception(**FORWARD, ja="足りない変数を 0 とみなしている", en="A missing variable counts as 0")
def missing_becomes_zero(output, feed, right=forward):
    """
    ja: 値のない変数を黙って 0 にすると、名前の書き間違いに誰も気づけません。足りない名前は、エラーで知らせます。
    en: If a variable without a value silently becomes 0, nobody notices a misspelt name. A missing name is an error that
        has to be raised.
    """
    names = [node.name for node in topological_order(output) if node.op == "input"]
    return right(output, {name: feed.get(name, 0.0) for name in names})


@misconception(**FORWARD, ja="足りない変数に前の値を使っている", en="A missing variable keeps its old value")
def missing_keeps_old_value(output, feed, right=forward):
    """
    ja: 前に計算したときの値が変数に残っていても、今回の feed になければ、値は「ない」のです。
    en: A variable may still hold the value of the run before. If this feed does not have it, it has no value.
    """
    old = {node.name: node.value for node in topological_order(output) if node.op == "input" and node.value is not None}
    return right(output, {**old, **feed})


@misconception(**FORWARD, ja="0 を「ない」と取り違えている", en="0 is taken for a missing value")
def zero_taken_for_missing(output, feed, right=forward):
    """
    ja: Python の if では、0.0 は偽になります。「値が 0 である」と「名前がない」を、別のこととして調べましょう。
    en: In an if of Python, 0.0 counts as false. To be 0 and not to be there are two things: ask about the second.
    """
    return right(output, {name: value for name, value in feed.items() if value})


@misconception(**FORWARD, ja="余る名前をエラーにしている", en="A name too many is refused")
def refuses_other_names(output, feed, right=forward):
    """
    ja: feed には、このグラフにない名前が入っていることもあります。要る名前だけを読み、ほかは無視しましょう。
    en: A feed may hold names that this graph does not have. Read those you need and ignore the others.
    """
    names = {node.name for node in topological_order(output) if node.op == "input"}
    for name in feed:
        if name not in names:
            raise KeyError(name)
    return right(output, feed)


@misconception(**FORWARD, ja="定数の値まで feed から読んでいる", en="Constants are looked up in the feed")
def constants_from_feed(output, feed, right=forward):
    """
    ja: 入力のないノードには、変数と定数の二種類があります。定数の値ははじめから value にあり、feed には入っていません。
    en: There are two kinds of nodes without inputs, variables and constants. A constant has its value from the start, and
        the feed has nothing for it.
    """
    for node in topological_order(output):
        if not node.inputs:
            node.value = feed[node.name]
    return right(output, feed)


@misconception(**FORWARD, ja="エラーに変数の名前が入っていない", en="The error does not name the variable")
def error_without_the_name(output, feed, right=forward):
    """
    ja: KeyError にはなりますが、どの変数が足りないのかが分かりません。使う人が直せるように、名前を入れましょう。
    en: There is a KeyError, but it does not say which variable is missing. Put the name in, so that people can mend it.
    """
    try:
        return right(output, feed)
    except KeyError:
        raise KeyError("no value") from None


@misconception(**FORWARD, ja="ノードを名前で覚えている", en="Nodes are remembered by their name")
def values_by_name(output, feed):
    """
    ja: 名前があるのは変数だけで、演算や定数のノードは、どれも名前が空です。名前を鍵にすると、別のノードの値が混ざり
        ます。
    en: Only variables have names; the name of every other node is empty. With the name as key, values of different nodes
        get mixed up.
    """
    values = dict(feed)
    for node in topological_order(output):
        if node.op == "const":
            values[node.name] = node.value
        elif node.op != "input":
            a, b = (values[source.name] for source in node.inputs)
            power = abs(a) ** b if node.op == "pow" else 0.0
            values[node.name] = {"add": a + b, "sub": a - b, "mul": a * b}.get(node.op, power)
        node.value = values[node.name]
    return output.value
