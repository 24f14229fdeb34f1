"""What goes wrong in backward: every wrong answer of the probe y = 3x, a = 2y, b = 5y, c = a + b, e = c·y, and more."""

from autograder.misconceptions import misconception, reference

chain_rule = reference("a02_chain_rule")
local_gradients = chain_rule.local_gradients


@misconception(
    "backward", ja="分岐で勾配を上書きしている", en="At a branch the gradient is overwritten", handout="a02/#backward"
)
def overwrites_at_branches(order):
    """
    ja: 同じノードに二本目の勾配が届いたとき、一本目は消えていませんか。分岐は和でした。
    en: When a second gradient arrives at a node, is the first one lost? Branches add.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    for node in order[::-1]:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad = node.grad * local


@misconception("backward", ja="前から順にたどっている", en="It walks from the front", handout="a02/#backward")
def walks_from_the_front(order):
    """
    ja: ノードが勾配を渡すとき、自分の勾配はもう届いていますか。出力から始めて、入力に向かってたどります。
    en: When a node hands its gradient on, has its own arrived yet? The walk begins at the output and goes to the inputs.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    for node in order:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad += node.grad * local


@misconception(
    "backward", ja="出力の勾配を 1 にしていない", en="The output does not get its 1", handout="a02/#backward"
)
def output_without_its_one(order):
    """
    ja: すべてが 0 から始まると、どこまで掛けても足しても 0 です。最初の一つには何を入れるのでしたか。
    en: Where all begins with 0, multiplying and adding gives 0 everywhere. What does the very first one get?
    """
    for node in order:
        node.grad = 0.0
    for node in order[::-1]:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad += node.grad * local


@misconception(
    "backward",
    ja="出力の勾配を出力の値にしている",
    en="The output gets its value as its gradient",
    handout="a02/#backward",
)
def output_gets_its_value(order):
    """
    ja: 出力を少し動かすと、出力は何倍動きますか。その倍率は、出力の値とは関係がありません。
    en: When the output moves a little, how many times as far does the output move? That has nothing to do with its value.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = order[-1].value
    for node in order[::-1]:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad += node.grad * local


@misconception(
    "backward", ja="上流の勾配を掛けていない", en="The upstream gradient is not multiplied in", handout="a02/#backward"
)
def upstream_forgotten(order):
    """
    ja: 局所的な微分は、その演算だけの微分です。連鎖率では、それに何を掛けて下流に渡しますか。
    en: A local derivative is that of one operation by itself. What does the chain rule multiply it by before it goes on?
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    for node in order[::-1]:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad += local


@misconception(
    "backward",
    ja="勾配でなく値を掛けている",
    en="The value is multiplied in, not the gradient",
    handout="a02/#backward",
)
def upstream_is_the_value(order):
    """
    ja: 下流に渡すのは、局所的な微分と、上流から来たものの積です。ノードの value は、局所的な微分を求めるのに使います。
    en: What goes on is the local derivative times what came from upstream. A node's value serves to compute the local
        derivative.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    for node in order[::-1]:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad += node.value * local


@misconception("backward", ja="前の勾配が残っている", en="Old gradients are kept", handout="a02/#rules")
def old_gradients_kept(order):
    """
    ja: 二回目に呼ばれたとき、grad には前の回の結果が入っています。そこに足し続けると、どうなるでしょうか。
    en: When it is called a second time, grad still holds what the first call left. What happens if more is added to that?
    """
    for node in order:
        if node.grad is None:
            node.grad = 0.0
    order[-1].grad = 1.0
    for node in order[::-1]:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad += node.grad * local


@misconception(
    "backward",
    ja="深さ優先で、初めて来たときだけ進む",
    en="Depth first, onward at the first visit",
    handout="a02/#backward",
)
def depth_first_once(order):
    """
    ja: ノードに初めて来たとき、まだ届いていない勾配があるかもしれません。その時点で先に進むと、後から届いた分が下流に
        伝わりません。
    en: When a node is first reached, other gradients may still be on their way to it. If it goes on at once, what arrives
        later never gets any further.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    visited = set()

    def visit(node):
        if node in visited:
            return
        visited.add(node)
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad += node.grad * local
        for source in node.inputs:
            visit(source)

    visit(order[-1])


@misconception(
    "backward",
    ja="深さ優先で、しかも分岐で上書きしている",
    en="Depth first, and branches overwrite",
    handout="a02/#backward",
)
def depth_first_overwrites(order):
    """
    ja: 二つの問題が重なっています。ノードは勾配が全部届く前に先へ進み、届いた勾配は足されずに上書きされています。
        まず、分岐の規則から見直しましょう。
    en: Two things come together: a node goes on before all of its gradient is there, and gradients overwrite each other.
        Begin with the rule for branches.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    visited = set()

    def visit(node):
        if node in visited:
            return
        visited.add(node)
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad = node.grad * local
        for source in node.inputs:
            visit(source)

    visit(order[-1])


@misconception(
    "backward",
    ja="道ごとに、それまでの合計を渡し直している",
    en="Once for every path the whole sum is handed on",
    handout="a02/#backward",
)
def once_for_every_path(order):
    """
    ja: 新しい勾配が届くたびに、前に渡した分も含めた合計をもう一度渡しています。同じ分が何度も数えられます。
    en: Each time a gradient arrives, the sum so far is handed on again, with what was handed on before in it. The same
        share is counted many times.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0

    def visit(node):
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad += node.grad * local
        for source in node.inputs:
            visit(source)

    visit(order[-1])


@misconception(
    "backward",
    ja="再帰で、届くたびに合計を先へ渡し直している",
    en="A recursion hands the whole sum on whenever something arrives",
    handout="a02/#backward",
)
def recursion_into_each_input(order):
    """
    ja: 入力に勾配を足すたびに、その入力から先へ再帰しています。二度目に来たとき、前に渡した分まで含めて渡し直していま
        せんか。ノードは、全部が届いてから一度だけ渡します。
    en: Each time an input's gradient grows, the recursion goes on from there. At the second time, does it not hand on again
        what went before? A node hands on once, when everything has arrived.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0

    def visit(node):
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad += node.grad * local
            visit(node.inputs[i])

    visit(order[-1])


@misconception(
    "backward",
    ja="道ごとにたどり、最後の道の分だけが残る",
    en="Once for every path, the last path remains",
    handout="a02/#backward",
)
def last_path_only(order):
    """
    ja: 入力に着く道はいくつもあるのに、最後に通った道の勾配しか残っていません。道ごとの勾配は、どうまとめるのでしたか。
    en: Many paths lead to an input, but only the gradient of the one taken last remains. How are those of all paths put
        together?
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0

    def visit(node):
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad = node.grad * local
        for source in node.inputs:
            visit(source)

    visit(order[-1])


@misconception("backward", ja="幅優先でたどっている", en="It walks breadth first", handout="a02/#backward")
def breadth_first(order):
    """
    ja: 出力に近い順にたどっても、長い道と短い道が同じノードで合流すると、短い道の分だけで先に進んでしまいます。
        order の並びを使いましょう。
    en: Going by the distance from the output, a node where a long way and a short way meet goes on with the share of the
        short one alone. Make use of how `order` is arranged.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    queue, seen = [order[-1]], {order[-1]}
    for node in queue:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad += node.grad * local
            if node.inputs[i] not in seen:
                seen.add(node.inputs[i])
                queue.append(node.inputs[i])


@misconception(
    "backward",
    ja="幅優先で、しかも分岐で上書きしている",
    en="Breadth first, and branches overwrite",
    handout="a02/#backward",
)
def breadth_first_overwrites(order):
    """
    ja: 二つの問題が重なっています。たどる順番が order と違い、届いた勾配は足されずに上書きされています。まず、分岐の
        規則から見直しましょう。
    en: Two things come together: the walk does not follow `order`, and gradients overwrite each other. Begin with the rule
        for branches.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    queue, seen = [order[-1]], {order[-1]}
    for node in queue:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad = node.grad * local
            if node.inputs[i] not in seen:
                seen.add(node.inputs[i])
                queue.append(node.inputs[i])


@misconception(
    "backward",
    ja="同じノードを二回使う演算で、一回しか数えていない",
    en="An operation that uses a node twice counts it once",
    handout="a02/#backward",
)
def shared_input_counted_once(order):
    """
    ja: x × x では、x が一つ目の入力でもあり、二つ目の入力でもあります。それぞれから勾配が届きます。
    en: In x × x the node x is the first input and the second one. A gradient comes from each.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    for node in order[::-1]:
        slopes = local_gradients(node.op, *[source.value for source in node.inputs])
        for source, local in {node.inputs[i]: local for i, local in enumerate(slopes)}.items():
            source.grad += node.grad * local


@misconception(
    "backward",
    ja="値が等しいノードを同じものと見ている",
    en="Nodes of equal value are taken for one",
    handout="a02/#rules",
)
def nodes_told_apart_by_value(order):
    """
    ja: たまたま同じ値を持つ別のノードの勾配が、混ざっています。ノードは、値ではなく物として区別しましょう。
    en: The gradients of different nodes that happen to have the same value get mixed. Tell nodes apart as objects, not by
        their values.
    """
    grads = {node.value: 0.0 for node in order}
    grads[order[-1].value] = 1.0
    for node in order[::-1]:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            grads[node.inputs[i].value] += grads[node.value] * local
    for node in order:
        node.grad = grads[node.value]


@misconception(
    "backward",
    ja="名前が同じノードを同じものと見ている",
    en="Nodes of equal name are taken for one",
    handout="a02/#rules",
)
def nodes_told_apart_by_name(order):
    """
    ja: 名前が同じ (または、どちらも名前がない) 別のノードの勾配が、混ざっています。ノードは、名前ではなく物として区別
        しましょう。
    en: The gradients of different nodes with the same name, or without any, get mixed. Tell nodes apart as objects, not by
        their names.
    """
    grads = {node.name: 0.0 for node in order}
    grads[order[-1].name] = 1.0
    for node in order[::-1]:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            grads[node.inputs[i].name] += grads[node.name] * local
    for node in order:
        node.grad = grads[node.name]


@misconception(
    "backward", ja="入力のノードだけに grad を入れている", en="Only inputs get their gradient", handout="a02/#backward"
)
def only_inputs_are_filled(order):
    """
    ja: 途中のノードの勾配も計算はされていますが、grad に残っていません。すべてのノードに入れる約束です。
    en: The gradients of the nodes on the way are computed but not left in grad. Every node is to have its own.
    """
    grads = dict.fromkeys(order, 0.0)
    grads[order[-1]] = 1.0
    for node in order[::-1]:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            grads[node.inputs[i]] += grads[node] * local
    for node in order:
        if node.op == "input":
            node.grad = grads[node]


@misconception("backward", ja="定数を飛ばしている", en="Constants are passed over", handout="a02/#backward")
def constants_are_passed_over(order):
    """
    ja: 定数のノードの grad が None のままです。このコースでは定数も一つのノードで、order にあるすべてのノードの grad を
        埋めます。
    en: The grad of the constants is still None. In this course a constant is a node like others, and the grad of every node
        in `order` is filled in.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    for node in order[::-1]:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad += node.grad * local
    for node in order:
        if node.op == "const":
            node.grad = None


@misconception(
    "backward",
    ja="勾配の届かないノードが None のまま",
    en="What no gradient reaches stays None",
    handout="a02/#backward",
)
def unreached_stays_none(order):
    """
    ja: 出力に関係のないノードや pow の指数には、どこからも勾配が届きません。動かしても出力が動かないのなら、勾配は
        いくつですか。
    en: No gradient reaches a node that has nothing to do with the output, or the exponent of a pow. If moving it does not
        move the output, what is its gradient?
    """
    for node in order:
        node.grad = None
    order[-1].grad = 1.0
    for node in order[::-1]:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            if node.grad is not None:
                node.inputs[i].grad = (node.inputs[i].grad or 0.0) + node.grad * local


@misconception(
    "backward",
    ja="渡された order を逆順に並べ替えている",
    en="The list `order` is reversed in place",
    handout="a02/#rules",
)
def reverses_the_list(order):
    """
    ja: order.reverse() は、呼び出した側のリストを並べ替えてしまいます。次に使う人は、逆順とは知りません。リストはその
        ままにして、逆からたどりましょう。
    en: order.reverse() rearranges the caller's own list, and whoever uses it next does not know. Leave the list as it is,
        and walk it from the other end.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    order.reverse()
    for node in order:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])):
            node.inputs[i].grad += node.grad * local


@misconception(
    "backward",
    ja="一つ目の入力にしか勾配を渡していない",
    en="Only the first input gets a gradient",
    handout="a02/#backward",
)
def first_input_only(order):
    """
    ja: 入力が二つある演算では、そのどちらを動かしても結果が動きます。二つ目の入力にも、その微分を使って渡しましょう。
    en: In an operation of two inputs the result moves with either of them. Hand a gradient to the second one as well, by
        its own derivative.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    for node in order[::-1]:
        for i, local in enumerate(local_gradients(node.op, *[source.value for source in node.inputs])[:1]):
            node.inputs[i].grad += node.grad * local


@misconception(
    "backward",
    ja="どの入力にも同じ微分を使っている",
    en="The same derivative serves every input",
    handout="a02/#backward",
)
def same_derivative_for_all(order):
    """
    ja: local_gradients が返す数は、入力の順に並んでいます。二つ目の入力には、二つ目の数を使います。
    en: The numbers that local_gradients gives are in the order of the inputs. The second input takes the second number.
    """
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    for node in order[::-1]:
        slopes = local_gradients(node.op, *[source.value for source in node.inputs])
        for i in range(len(slopes)):
            node.inputs[i].grad += node.grad * slopes[0]
