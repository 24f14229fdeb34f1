"""What goes wrong in topological_order.

A function built on the right one holds it as a default argument: in a submission its name is taken by the wrong one.
"""

from autograder.misconceptions import misconception, reference

topological_order = reference("a01_computation_graph").topological_order
ORDER = {"replaces": "topological_order", "handout": "a01/#topological-order"}


@misconception(**ORDER, ja="使う側が先に並んでいる", en="Users come before their inputs")
def users_before_inputs(output):
    """
    ja: 計算するには、入力の値が先に要ります。出力から始めて入力へたどった順は、計算する順とは逆向きです。
    en: To compute a node you need its inputs first. The way from the output down to the inputs is the opposite of the order
        in which you compute.
    """
    order, seen, pile = [], {output}, [output]
    while pile:
        node = pile.pop()
        order.append(node)
        for source in node.inputs:
            if source not in seen:
                seen.add(source)
                pile.append(source)
    return order


@misconception(**ORDER, ja="使われるたびに並べている", en="A node is listed once for every use")
def once_per_path(output):
    """
    ja: 枝分かれがあると、一つのノードに何本もの道が通じています。前に見たノードかどうかを、どこかに覚えておきましょう。
    en: Where a graph branches, several paths lead to one node. Remember somewhere which nodes you have seen.
    """
    order, pile = [], [output]
    while pile:
        node = pile.pop()
        order.append(node)
        pile.extend(node.inputs)
    order.reverse()
    return order


@misconception(**ORDER, ja="出力に近い順に並べている", en="Ordered by the distance from the output")
def breadth_first_order(output):
    """
    ja: 出力からの近さで並べると、近道と遠回りの両方で使われるノードが、遠回りの途中のノードより後ろに来てしまいます。
        大事なのは距離ではなく、「入力が全部並んだか」です。
    en: By distance from the output, a node that is used both by a short way and by a long way comes later than the nodes on
        the long way. What matters is not the distance but whether all inputs are listed.
    """
    order, seen = [output], {output}
    for node in order:
        for source in node.inputs:
            if source not in seen:
                seen.add(source)
                order.append(source)
    order.reverse()
    return order


@misconception(**ORDER, ja="見た順の逆に並べている", en="The order of looking, reversed")
def reversed_preorder(output):
    """
    ja: 見た順に書き出して最後に逆にしても、枝分かれがあると正しい順になりません。ノードを書き出してよいのは、その入力を
        全部書き終えた後です。
    en: To write nodes down as you look at them and to reverse the list in the end is not enough where a graph branches. A
        node may be written once all of its inputs have been.
    """
    order, seen, pile = [], set(), [output]
    while pile:
        node = pile.pop()
        if node not in seen:
            seen.add(node)
            order.append(node)
            pile.extend(reversed(node.inputs))
    order.reverse()
    return order


@misconception(**ORDER, ja="出力のノードが入っていない", en="The output is missing")
def forgets_output(output, right=topological_order):
    """
    ja: 出力も計算されるノードの一つです。それを計算しなければ、順伝播の結果が出ません。リストの最後に入ります。
    en: The output is one of the nodes that are computed; without it forward has no result. It belongs at the end.
    """
    return right(output)[:-1]


@misconception(**ORDER, ja="変数と定数が入っていない", en="Variables and constants are missing")
def forgets_leaves(output, right=topological_order):
    """
    ja: 入力を持たないノードも、グラフのノードです。変数は、順伝播のときに値を受け取る場面が要ります。
    en: Nodes without inputs are nodes of the graph too. A variable has to get its value at some point of forward.
    """
    return [node for node in right(output) if node.inputs]


@misconception(**ORDER, ja="見た目が同じノードを一つと数えている", en="Nodes that look alike count as one")
def compares_by_look(output, right=topological_order):
    """
    ja: 値や名前が等しくても、別々に作られたノードは別のノードです。「同じ」かどうかは、同じオブジェクトかどうかで
        決めます。
    en: Nodes that were made separately are different nodes, be their values and names equal. Whether two are the same is
        whether they are one object.
    """
    order, seen = [], set()
    for node in right(output):
        look = node.op, node.name, node.value, node.inputs
        if look not in seen:
            seen.add(look)
            order.append(node)
    return order


@misconception(**ORDER, ja="前の呼び出しを覚えている", en="It remembers the call before")
def remembers_earlier_calls(output, right=topological_order):
    """
    ja: 「見た」という記録が呼び出しの間で残ると、二回目には全部が見たことになります。既定の引数やグローバル変数、ノードに
        付けた印が残っていませんか。
    en: If the record of what was seen outlives the call, everything has been seen by the second. Is it in a default
        argument, a global variable, or in marks on the nodes?
    """
    order = [node for node in right(output) if not hasattr(node, "seen")]
    for node in order:
        node.seen = True
    return order


@misconception(**ORDER, ja="一つ目の入力しかたどっていない", en="Only the first input is followed")
def follows_first_input_only(output):
    """
    ja: 演算には入力が二つあり、どちらも先に計算しておく必要があります。inputs を最後までたどっていますか。
    en: An operation has two inputs, and both have to be computed first. Do you go through all of inputs?
    """
    order, node = [output], output
    while node.inputs:
        node = node.inputs[0]
        order.append(node)
    order.reverse()
    return order


@misconception(**ORDER, ja="深いグラフで再帰が止まる", en="Recursion does not get to the bottom of a deep graph")
def recursive_order(output):
    """
    ja: 考え方は合っています。ただ、関数が自分を呼ぶ深さには限りがあり、100,000 ノードの鎖では足りません。「あとですること」
        の山を自分で持てば、深さの限りがなくなります。
    en: The idea is right. But calls can go only so deep, and a chain of 100,000 nodes is deeper. Keep the pile of what is
        still to be done yourself, and there is no such limit.
    """
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for source in node.inputs:
                visit(source)
            order.append(node)

    visit(output)
    return order


@misconception(**ORDER, ja="見たノードの入力をまたたどっている", en="The inputs of a seen node are followed again")
def checks_too_late(output):
    """
    ja: 並ぶのは一度だけでも、調べるのは道の数だけになっています。道は段ごとに倍になります。「前に見たか」を確かめるのは、
        入力をたどる前と後のどちらでしょうか。
    en: Each node is listed once, but looked at once for every path, and with each rung the paths double. When should you ask
        whether a node was seen: before following its inputs, or after?
    """
    order, seen, pile = [], set(), [(output, False)]
    while pile:
        node, done = pile.pop()
        if not done:
            pile.append((node, True))
            pile.extend((source, False) for source in node.inputs)
        elif node not in seen:
            seen.add(node)
            order.append(node)
    return order
