"""What goes wrong in sum and mean."""

import numpy as np

from autograder.misconceptions import misconception, reference

engine = reference("a04_engine")
Tensor = engine.Tensor


@misconception(
    "Tensor",
    ja="和の勾配を個数で割っている",
    en="The gradient of a sum is divided by the number of entries",
    handout="a04/#reductions",
)
class SumGradientDivided(Tensor):
    """
    ja: 和の局所的な微分は、どの成分についても 1 です。個数で割るのは、平均のときだけです。
    en: The local derivative of a sum is 1 for every entry. Dividing by their number belongs to the mean alone.
    """

    def sum(self, axis=None, keepdims=False):
        kept = self.data.sum(axis=axis, keepdims=True)
        total = kept if keepdims else np.squeeze(kept, axis)
        share = kept.size / self.data.size
        return self._result(total, (self, lambda grad: np.full(self.shape, grad.reshape(kept.shape) * share)))


@misconception(
    "Tensor",
    ja="平均の勾配を個数で割っていない",
    en="The gradient of a mean is not divided",
    handout="a04/#reductions",
)
class MeanGradientNotDivided(Tensor):
    """
    ja: 平均は、和を個数で割ったものです。一つの成分を 1 だけ増やしたとき、平均はどれだけ増えますか。
    en: A mean is a sum divided by the number of entries. When one entry grows by 1, by how much does the mean grow?
    """

    def mean(self, axis=None, keepdims=False):
        kept = self.data.mean(axis=axis, keepdims=True)
        mean = kept if keepdims else np.squeeze(kept, axis)
        return self._result(mean, (self, lambda grad: np.full(self.shape, grad.reshape(kept.shape))))


@misconception(
    "Tensor",
    ja="平均の勾配を、全体の個数で割っている",
    en="The gradient of a mean is divided by the number of all entries",
    handout="a04/#reductions",
)
class MeanDividedByAllEntries(Tensor):
    """
    ja: axis を指定した平均では、平均がいくつもあります。割るのは、一つの平均に入った成分の数です。配列全体の成分の数ではあり
        ません。
    en: A mean along an axis gives many means. Divide by the number of entries in one of them, not by that of the whole array.
    """

    def mean(self, axis=None, keepdims=False):
        kept = self.data.mean(axis=axis, keepdims=True)
        mean = kept if keepdims else np.squeeze(kept, axis)
        count = self.data.size
        return self._result(mean, (self, lambda grad: np.full(self.shape, grad.reshape(kept.shape) / count)))


@misconception(
    "Tensor",
    ja="消えた軸を戻さずに広げている",
    en="The gradient is expanded without the axis that was summed",
    handout="a04/#reductions",
)
class SummedAxisNotRestored(Tensor):
    """
    ja: NumPy は形を右端からそろえます。和をとって消えた軸を、長さ 1 でもとの場所に戻してからでないと、正しく広がりません。
    en: NumPy lines shapes up at their right ends. Put the axis that disappeared back in its place, with length 1, before the
        gradient is expanded.
    """

    def sum(self, axis=None, keepdims=False):
        total = self.data.sum(axis=axis, keepdims=keepdims)
        return self._result(total, (self, lambda grad: np.broadcast_to(grad, self.shape).copy()))


@misconception(
    "Tensor",
    ja="負の axis を、違う場所に戻している",
    en="A negative axis is put back in the wrong place",
    handout="a04/#reductions",
)
class NegativeAxisMisplaced(Tensor):
    """
    ja: axis=-1 は最後の軸です。list.insert(-1, ...) は、最後の一つ手前に入れます。負の番号を、正の番号に直してから考えま
        しょう。
    en: axis=-1 is the last axis. list.insert(-1, ...) puts something before the last. Turn a negative number into the positive
        one first.
    """

    def sum(self, axis=None, keepdims=False):
        total = self.data.sum(axis=axis, keepdims=keepdims)

        def to_self(grad):
            if axis is not None and not keepdims:
                shape = list(grad.shape)
                for each in sorted(axis if isinstance(axis, tuple) else (axis,)):
                    shape.insert(each, 1)
                grad = grad.reshape(shape)
            return np.broadcast_to(grad, self.shape).copy()

        return self._result(total, (self, to_self))


@misconception("Tensor", ja="sum が keepdims を見ていない", en="sum ignores keepdims", handout="a04/#reductions")
class KeepdimsIgnored(Tensor):
    """
    ja: keepdims=True のときは、足した軸が長さ 1 で残ります。値の形を確かめましょう。
    en: With keepdims=True the summed axes stay, with length 1. Look at the shape of the value.
    """

    def sum(self, axis=None, keepdims=False):
        return super().sum(axis)


@misconception(
    "Tensor",
    ja="和の勾配に上流の勾配が入っていない",
    en="The gradient of a sum forgets the upstream gradient",
    handout="a04/#reductions",
)
class SumWithoutUpstream(Tensor):
    """
    ja: 和の局所的な微分は 1 ですが、流すのは、それに上流から届いた勾配を掛けたものです。和が最後の演算とは限りません。
    en: The local derivative of a sum is 1, but what is sent is that times the gradient from upstream. A sum need not be the
        last operation.
    """

    def sum(self, axis=None, keepdims=False):
        total = self.data.sum(axis=axis, keepdims=keepdims)
        return self._result(total, (self, lambda grad: np.ones_like(self.data)))


@misconception(
    "Tensor",
    ja="平均を取ると、勾配が届かなくなる",
    en="A mean cuts the gradient off",
    handout="a04/#reductions",
)
class MeanDetached(Tensor):
    """
    ja: 平均も演算の一つです。値だけを新しいテンソルに入れると、辺がなくなり、勾配が届きません。
    en: A mean is an operation too. Put its value alone into a new tensor, and there is no edge for the gradient to follow.
    """

    def mean(self, axis=None, keepdims=False):
        return type(self)(self.data.mean(axis=axis, keepdims=keepdims), self.requires_grad)
