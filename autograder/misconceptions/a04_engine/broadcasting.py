"""What goes wrong where arrays of different shapes are combined."""

import numpy as np

from autograder.misconceptions import misconception, reference

engine = reference("a04_engine")
Tensor = engine.Tensor


@misconception(
    "Tensor",
    ja="コピーされた分の勾配を足していない",
    en="The gradients of the copies are not added",
    handout="a04/#broadcasting",
)
class NoReductionAfterBroadcasting(Tensor):
    """
    ja: ブロードキャストでは、一つの値が何か所にもコピーされて使われます。これは分岐です。勾配の形が、もとの配列の形と同じ
        になっているか、確かめましょう。
    en: Broadcasting copies one value to several places. That is a branching. Does the gradient have the shape of the array
        it belongs to?
    """

    @staticmethod
    def unbroadcast(grad, shape):
        return grad


@misconception(
    "Tensor",
    ja="補われた軸が長さ 1 で残っている",
    en="The axis put in front stays, with length 1",
    handout="a04/#broadcasting",
)
class FrontAxisKept(Tensor):
    """
    ja: 値は合っていますが、形が違います。もとの配列になかった軸は、和をとったら消えなければなりません。残すのは、もともと長
        さ 1 だった軸です。
    en: The values are right, the shape is not. An axis that the array did not have must go when it is summed. Only an axis
        that had length 1 from the start stays.
    """

    @staticmethod
    def unbroadcast(grad, shape):
        if grad.shape == shape:
            return grad
        front = tuple(range(grad.ndim - len(shape)))
        stretched = tuple(len(front) + axis for axis, length in enumerate(shape) if length == 1)
        return grad.sum(axis=front + stretched, keepdims=True)


@misconception(
    "Tensor",
    ja="引き伸ばされた軸が消えている",
    en="The stretched axis is gone",
    handout="a04/#broadcasting",
)
class StretchedAxisDropped(Tensor):
    """
    ja: もともと長さ 1 だった軸は、和をとったあとも長さ 1 で残ります。勾配の形は、もとの配列の形とちょうど同じです。
    en: An axis that had length 1 from the start stays, with length 1, when it is summed. A gradient has exactly the shape of
        its array.
    """

    @staticmethod
    def unbroadcast(grad, shape):
        if grad.shape == shape:
            return grad
        grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
        return grad.sum(axis=tuple(axis for axis, length in enumerate(shape) if length == 1))


@misconception(
    "Tensor",
    ja="長さ 1 の軸の引き伸ばしを忘れている",
    en="Stretched axes of length 1 are forgotten",
    handout="a04/#broadcasting",
)
class StretchedAxesForgotten(Tensor):
    """
    ja: コピーされるのは、次元が足りないときだけではありません。形 (2, 1) が (2, 3) と計算されるときにも、長さ 1 の軸がコ
        ピーされています。
    en: Copies are made not only where dimensions are missing. When shape (2, 1) meets (2, 3), the axis of length 1 is copied
        too.
    """

    @staticmethod
    def unbroadcast(grad, shape):
        return grad.sum(axis=tuple(range(grad.ndim - len(shape))))


@misconception(
    "Tensor",
    ja="補われた軸を忘れている",
    en="Axes put in front are forgotten",
    handout="a04/#broadcasting",
)
class FrontAxesForgotten(Tensor):
    """
    ja: 次元の数が違うとき、NumPy は足りない側の左に軸を補います。次元の数を比べて、補われた軸についても和をとりましょう。
    en: Where the numbers of dimensions differ, NumPy puts axes in front of the shorter one. Compare those numbers, and sum
        over such axes too.
    """

    @staticmethod
    def unbroadcast(grad, shape):
        if grad.ndim > len(shape):
            return grad
        return grad.sum(axis=tuple(axis for axis, length in enumerate(shape) if length == 1), keepdims=True)


@misconception(
    "Tensor",
    ja="和ではなく平均をとっている",
    en="The copies are averaged, not added",
    handout="a04/#broadcasting",
)
class CopiesAveraged(Tensor):
    """
    ja: 一つの値がコピーされて使われるのは分岐です。分岐では、届いた勾配をどうまとめるのでしたか。平均ではありません。
    en: One value that is copied is a branching. What happens to the gradients that arrive at a branching? It is no average.
    """

    @staticmethod
    def unbroadcast(grad, shape):
        if grad.shape == shape:
            return grad
        grad = grad.mean(axis=tuple(range(grad.ndim - len(shape))))
        return grad.mean(axis=tuple(axis for axis, length in enumerate(shape) if length == 1), keepdims=True)


@misconception(
    "Tensor",
    ja="コピーの一つ分しか数えていない",
    en="Only one of the copies counts",
    handout="a04/#broadcasting",
)
class OneCopyOnly(Tensor):
    """
    ja: コピーの一つに届いた勾配だけを使っています。もとの値はすべてのコピーを通して損失に効くので、全部の勾配が要ります。
    en: Only the gradient that arrived at one of the copies is used. The value acts on the loss through all of them.
    """

    @staticmethod
    def unbroadcast(grad, shape):
        while grad.ndim > len(shape):
            grad = grad[0]
        for axis, length in enumerate(shape):
            if length == 1:
                grad = np.take(grad, [0], axis=axis)
        return grad


@misconception(
    "Tensor",
    ja="形を左端からそろえている",
    en="Shapes are lined up at their left ends",
    handout="a04/#broadcasting",
)
class AlignedAtTheLeft(Tensor):
    """
    ja: NumPy は、形を右端からそろえて比べます。(3, 4) と (4,) の演算で補われるのは左の軸です。右の軸ではありません。
    en: NumPy lines shapes up at their right ends. When (3, 4) meets (4,), the axis is put in on the left, not on the right.
    """

    @staticmethod
    def unbroadcast(grad, shape):
        if grad.shape == shape:
            return grad
        grad = grad.sum(axis=tuple(range(len(shape), grad.ndim)))
        return grad.sum(axis=tuple(axis for axis, length in enumerate(shape) if length == 1), keepdims=True)


@misconception(
    "Tensor",
    ja="もとの形が何であっても、全部を一つの数に足している",
    en="Everything is summed into one number",
    handout="a04/#broadcasting",
)
class SummedIntoOneNumber(Tensor):
    """
    ja: 和をとるのは、コピーされた軸についてだけです。コピーされていない軸の成分は、それぞれ別の勾配を持ちます。
    en: Sum over the axes of the copies alone. Along the other axes every entry has a gradient of its own.
    """

    @staticmethod
    def unbroadcast(grad, shape):
        return grad if grad.shape == shape else np.full(shape, grad.sum())
