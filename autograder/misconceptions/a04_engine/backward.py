"""What goes wrong in walking the graph."""

import numpy as np

from autograder.misconceptions import misconception, reference

engine = reference("a04_engine")
Tensor = engine.Tensor


@misconception(
    "Tensor",
    ja="分岐で勾配を上書きしている",
    en="At a branch the gradient is overwritten",
    handout="a04/#backward",
)
class BranchOverwritten(Tensor):
    """
    ja: 一つのテンソルが二か所で使われると、勾配が二回届きます。代入すると、先に届いた分が消えてしまいます。分岐では、どうする
        のでしたか。
    en: A tensor that is used in two places gets two gradients. Assigning forgets the first. What does the lecture say about
        branches?
    """

    def backward(self, grad=None):
        if not self.requires_grad or (grad is None and self.data.size != 1):
            raise RuntimeError
        arrived = {self: np.ones_like(self.data) if grad is None else np.array(grad)}
        for tensor in reversed(self._topological_order()):
            grad = np.asarray(arrived.pop(tensor))
            for parent, send in tensor._edges:
                arrived[parent] = self.unbroadcast(send(grad), parent.shape)
            tensor.grad = grad if tensor.grad is None else tensor.grad + grad


@misconception(
    "Tensor",
    ja="届いたそばから流している (深さ優先)",
    en="Gradients are sent on before all have arrived (depth first)",
    handout="a04/#backward",
)
class DepthFirstWithoutOrder(Tensor):
    """
    ja: あるテンソルから先へ流してよいのは、それを使った側がすべて済んでからです。最初に届いた勾配だけを流すと、あとから届いた
        分が先へ伝わりません。
    en: A tensor may send on only when all that used it are done. If it sends as soon as the first gradient is there, what
        arrives later goes no further.
    """

    def backward(self, grad=None):
        if not self.requires_grad or (grad is None and self.data.size != 1):
            raise RuntimeError
        arrived = {self: np.ones_like(self.data) if grad is None else np.array(grad)}
        visited, stack = {self}, [self]
        while stack:
            tensor = stack.pop()
            for parent, send in tensor._edges:
                sent = self.unbroadcast(send(np.asarray(arrived[tensor])), parent.shape)
                arrived[parent] = arrived[parent] + sent if parent in arrived else sent
                if parent not in visited:
                    visited.add(parent)
                    stack.append(parent)
        for tensor, grad in arrived.items():
            tensor.grad = np.asarray(grad) if tensor.grad is None else tensor.grad + grad


@misconception(
    "Tensor",
    ja="出力から近い順にたどっている (幅優先)",
    en="Tensors are visited by their distance from the output (breadth first)",
    handout="a04/#backward",
)
class NearestFirst(Tensor):
    """
    ja: 出力からの近さの順では、近い道と遠い道の両方から勾配が届くテンソルが、早く流しすぎます。使った側がすべて済んでから訪れる
        順を考えましょう。
    en: By distance from the output, a tensor that is reached by a short way and by a long one sends too early. Find an order
        in which all users come first.
    """

    def backward(self, grad=None):
        if not self.requires_grad or (grad is None and self.data.size != 1):
            raise RuntimeError
        arrived = {self: np.ones_like(self.data) if grad is None else np.array(grad)}
        queue = [self]
        for tensor in queue:
            for parent, send in tensor._edges:
                sent = self.unbroadcast(send(np.asarray(arrived[tensor])), parent.shape)
                if parent not in arrived:
                    queue.append(parent)
                arrived[parent] = arrived[parent] + sent if parent in arrived else sent
        for tensor, grad in arrived.items():
            tensor.grad = np.asarray(grad) if tensor.grad is None else tensor.grad + grad


@misconception(
    "Tensor",
    ja="道の数だけ、同じテンソルを訪れている",
    en="A tensor is visited once for every path",
    handout="a04/#backward",
)
class VisitedOncePerPath(Tensor):
    """
    ja: 値は合っていますが、道が枝分かれするたびに仕事が倍になります。勾配を足し終えてから、どのテンソルも一回だけ訪れるように
        しましょう。
    en: The values are right, but the work doubles at every branch. Add up what arrives first, and visit each tensor only once.
    """

    def backward(self, grad=None):
        if not self.requires_grad or (grad is None and self.data.size != 1):
            raise RuntimeError
        stack = [(self, np.ones_like(self.data) if grad is None else np.array(grad))]
        while stack:
            tensor, grad = stack.pop()
            tensor.grad = np.asarray(grad) if tensor.grad is None else tensor.grad + grad
            for parent, send in tensor._edges:
                stack.append((parent, self.unbroadcast(send(np.asarray(grad)), parent.shape)))


@misconception(
    "Tensor",
    ja="前回までの勾配も、一緒に流している",
    en="Gradients of earlier calls are sent along",
    handout="a04/#second-call",
)
class OldGradientsSentAlong(Tensor):
    """
    ja: 途中のテンソルの grad には、前の backward の分も残っています。それを上流の勾配として流すと、二重に数えてしまいます。今回
        届いた分だけを、別の入れ物で足し合わせましょう。
    en: In the grad of tensors on the way the part of earlier calls is still there. Sent on as an upstream gradient it is
        counted twice. Add up what arrives during this call somewhere else.
    """

    def backward(self, grad=None):
        if not self.requires_grad or (grad is None and self.data.size != 1):
            raise RuntimeError
        grad = np.ones_like(self.data) if grad is None else np.array(grad)
        self.grad = grad if self.grad is None else self.grad + grad
        for tensor in reversed(self._topological_order()):
            for parent, send in tensor._edges:
                sent = np.asarray(self.unbroadcast(send(tensor.grad), parent.shape))
                parent.grad = sent if parent.grad is None else parent.grad + sent


@misconception(
    "Tensor",
    ja="二回目の backward が、前の勾配を消している",
    en="A second backward replaces the gradients of the first",
    handout="a04/#second-call",
)
class SecondCallReplaces(Tensor):
    """
    ja: grad には足し込む約束です。前の分を忘れるのは、zero_grad が呼ばれたときだけです。
    en: By convention a backward adds to grad. What was there is forgotten only when zero_grad is called.
    """

    def backward(self, grad=None):
        if self.requires_grad:
            for tensor in self._topological_order():
                tensor.grad = None
        super().backward(grad)


@misconception(
    "Tensor",
    ja="再帰でたどっている",
    en="The graph is walked recursively",
    handout="a04/#order",
)
class RecursiveWalk(Tensor):
    """
    ja: Python の再帰は、深さ 1,000 ほどで止まります。層や演算がもっと長くつながることもあるので、「これからすること」をリスト
        に積んで、くり返しでたどりましょう。
    en: Python stops recursion at a depth of about 1,000. Operations can be chained for longer than that: keep a list of things
        to do, and loop.
    """

    def _topological_order(self):
        order, seen = [], set()

        def visit(tensor):
            if tensor not in seen:
                seen.add(tensor)
                for parent, _ in tensor._edges:
                    visit(parent)
                order.append(tensor)

        visit(self)
        return order


@misconception(
    "Tensor",
    ja="渡された上流の勾配を使っていない",
    en="The upstream gradient that was given is not used",
    handout="a04/#backward",
)
class GivenUpstreamIgnored(Tensor):
    """
    ja: backward(grad) の grad は、∂L/∂自分 です。1 から始めてよいのは、grad が省略されたときだけです。
    en: The grad of backward(grad) is ∂L/∂self. Begin with 1 only where it was left out.
    """

    def backward(self, grad=None):
        super().backward(None if grad is None else np.ones_like(self.data))


@misconception(
    "Tensor",
    ja="最後のテンソル自身に勾配が入っていない",
    en="The last tensor gets no gradient of its own",
    handout="a04/#backward",
)
class OutputWithoutGradient(Tensor):
    """
    ja: backward を呼ばれたテンソル自身も、グラフの一員です。その勾配は、渡された上流の勾配 (省略されれば 1) です。
    en: The tensor that backward is called on is part of the graph too. Its gradient is the upstream gradient it was given, or
        1.
    """

    def backward(self, grad=None):
        before = self.grad
        super().backward(grad)
        self.grad = before


@misconception(
    "Tensor",
    ja="途中のテンソルに勾配が残っていない",
    en="Tensors on the way keep no gradient",
    handout="a04/#conventions",
)
class OnlyLeavesKeepGradients(Tensor):
    """
    ja: この課題では、途中のテンソルも grad を持つ約束です。PyTorch で retain_grad() を呼んだときと同じです。
    en: In this assignment tensors on the way hold their grad too, as in PyTorch after retain_grad().
    """

    def backward(self, grad=None):
        super().backward(grad)
        for tensor in self._topological_order():
            if tensor._edges:
                tensor.grad = None


@misconception(
    "Tensor",
    ja="勾配の要らないテンソルにも勾配を入れている",
    en="Tensors that require no gradient get one",
    handout="a04/#conventions",
)
class GradientsForConstants(Tensor):
    """
    ja: requires_grad が False のテンソルは定数です。grad は None のままにする約束です。
    en: A tensor with requires_grad False is a constant. Its grad stays None.
    """

    def _result(self, data, *edges):
        tensor = type(self)(data, any(parent.requires_grad for parent, _ in edges))
        tensor._edges = list(edges)
        return tensor


@misconception(
    "Tensor",
    ja="計算の結果が、いつも勾配を必要とすることになっている",
    en="Whatever is computed requires a gradient",
    handout="a04/#conventions",
)
class ResultsAlwaysRequireGradients(Tensor):
    """
    ja: 定数だけから計算したものは、定数です。入力のどれかが勾配を必要とするときにだけ、結果も必要とします。
    en: What is computed from constants alone is a constant. A result requires a gradient only if one of its inputs does.
    """

    def _result(self, data, *edges):
        tensor = super()._result(data, *edges)
        tensor.requires_grad = True
        return tensor


@misconception(
    "Tensor",
    ja="成分がいくつもあるのに、上流の勾配なしで始めている",
    en="Several entries, no upstream gradient, and no error",
    handout="a04/#backward",
)
class SeveralEntriesWithoutError(Tensor):
    """
    ja: 成分が二つ以上あると、どれを L とするかが決まりません。勝手に 1 を並べると、和を微分したことになります。例外で知らせる
        約束です。
    en: With more than one entry it is not clear what L is. To begin with ones is to differentiate their sum. By convention
        that is an error.
    """

    def backward(self, grad=None):
        super().backward(np.ones_like(self.data) if grad is None else grad)


@misconception(
    "Tensor",
    ja="勾配の要らないテンソルの backward が、例外にならない",
    en="backward of a tensor that requires no gradient raises nothing",
    handout="a04/#backward",
)
class NoGradientRequiredWithoutError(Tensor):
    """
    ja: 勾配を必要としないテンソルから始めても、求めるものがありません。黙って終わると、requires_grad の付け忘れに気付けませ
        ん。例外で知らせる約束です。
    en: From a tensor that requires no gradient there is nothing to compute. Passing over that in silence hides a forgotten
        requires_grad: by convention it is an error.
    """

    def backward(self, grad=None):
        if self.requires_grad:
            super().backward(grad)


@misconception(
    "Tensor",
    ja="共有している配列に += で足している",
    en="Gradients are added in place to a shared array",
    handout="a04/#conventions",
)
class AddedInPlace(Tensor):
    """
    ja: 足し算は、届いた勾配の配列を、そのまま両方の入力に渡します。そこへ += で足すと、同じ配列を持つほかのテンソルの勾配まで変
        わります。新しい配列を作りましょう。
    en: An addition hands the very array that arrived to both inputs. Adding to it with += changes the gradient of every other
        tensor that holds it. Make a new array.
    """

    def __add__(self, other):
        other = self._operand(other)
        return self._result(self.data + other.data, (self, lambda grad: grad), (other, lambda grad: grad))

    def backward(self, grad=None):
        if not self.requires_grad or (grad is None and self.data.size != 1):
            raise RuntimeError
        arrived = {self: np.ones_like(self.data) if grad is None else np.array(grad)}
        for tensor in reversed(self._topological_order()):
            grad = np.asarray(arrived.pop(tensor))
            for parent, send in tensor._edges:
                sent = np.asarray(self.unbroadcast(send(grad), parent.shape))
                if parent in arrived:
                    arrived[parent] += sent
                else:
                    arrived[parent] = sent
            tensor.grad = grad if tensor.grad is None else tensor.grad + grad


@misconception(
    "Tensor",
    ja="同じ入力への二本の辺を、一本と数えている",
    en="Two edges to the same input count as one",
    handout="a04/#backward",
)
class RepeatedInputCountedOnce(Tensor):
    """
    ja: x × x では、同じ x が二回使われています。入力を set などにまとめると、一本の辺が消えてしまいます。
    en: In x × x the same x is used twice. Gather the inputs in a set, say, and one of the two edges is lost.
    """

    def _result(self, data, *edges):
        return super()._result(data, *{id(parent): (parent, send) for parent, send in edges}.values())


@misconception(
    "Tensor",
    ja="入力の側から順にたどっている",
    en="The walk goes from the inputs to the output",
    handout="a04/#backward",
)
class OrderNotReversed(Tensor):
    """
    ja: トポロジカル順序は、入力が先です。逆伝播では、まず出力の勾配が決まり、それが入力へ伝わります。どちらの端から始めますか。
    en: A topological order has the inputs first. Going backward, the gradient of the output is known first and travels to the
        inputs. From which end do you start?
    """

    def backward(self, grad=None):
        if not self.requires_grad or (grad is None and self.data.size != 1):
            raise RuntimeError
        arrived = {self: np.ones_like(self.data) if grad is None else np.array(grad)}
        for tensor in self._topological_order():
            grad = np.asarray(arrived.get(tensor, np.zeros_like(tensor.data)))
            for parent, send in tensor._edges:
                sent = self.unbroadcast(send(grad), parent.shape)
                arrived[parent] = arrived[parent] + sent if parent in arrived else sent
        for tensor, grad in arrived.items():
            tensor.grad = np.asarray(grad) if tensor.grad is None else tensor.grad + grad
