"""What goes wrong in the elementwise operations."""

import numpy as np

from autograder.misconceptions import misconception, reference

engine = reference("a04_engine")
Tensor = engine.Tensor


@misconception(
    "Tensor",
    ja="足し算で上流の勾配を使っていない",
    en="Addition forgets the upstream gradient",
    handout="a04/#elementwise",
)
class AdditionWithoutUpstream(Tensor):
    """
    ja: 足し算の局所的な微分は 1 です。しかし流すのは、それに上流から届いた勾配を掛けたものです。連鎖率では、直列は積でし
        たね。
    en: The local derivative of an addition is 1. What is sent, though, is that times the gradient that arrived from
        upstream: in a chain, derivatives multiply.
    """

    def __add__(self, other):
        other = self._operand(other)
        return self._result(
            self.data + other.data, (self, lambda grad: np.ones_like(grad)), (other, lambda grad: np.ones_like(grad))
        )


@misconception(
    "Tensor",
    ja="引き算の右側にも同じ符号で流している",
    en="Subtraction sends both sides the same sign",
    handout="a04/#elementwise",
)
class SubtractionWithoutSign(Tensor):
    """
    ja: z = a − b で b を少し増やすと、z は増えますか、減りますか。∂z/∂b の符号を、数で確かめてみましょう。
    en: In z = a − b, does z grow or shrink when b grows a little? Try numbers to find the sign of ∂z/∂b.
    """

    def __sub__(self, other):
        other = self._operand(other)
        return self._result(self.data - other.data, (self, lambda grad: grad), (other, lambda grad: grad.copy()))


@misconception(
    "Tensor",
    ja="左が数のときの引き算が逆",
    en="With a number on the left, subtraction is the wrong way round",
    handout="a04/#elementwise",
)
class ReflectedSubtractionNotReversed(Tensor):
    """
    ja: __rsub__ が呼ばれるのは 2 − x のとき、つまり自分が右側にいるときです。x − 2 と 2 − x では値が違います。
    en: __rsub__ is called for 2 − x, where self is on the right. 2 − x is not x − 2.
    """

    def __rsub__(self, other):
        return self - other


@misconception(
    "Tensor",
    ja="左が数のときの割り算が逆",
    en="With a number on the left, division is the wrong way round",
    handout="a04/#elementwise",
)
class ReflectedDivisionNotReversed(Tensor):
    """
    ja: __rtruediv__ が呼ばれるのは 2 / x のとき、つまり自分が右側にいるときです。x / 2 と 2 / x では値が違います。
    en: __rtruediv__ is called for 2 / x, where self is on the right. 2 / x is not x / 2.
    """

    def __rtruediv__(self, other):
        return self / other


@misconception(
    "Tensor",
    ja="左が数のときの引き算に、勾配がつながっていない",
    en="With a number on the left, subtraction loses the gradient",
    handout="a04/#elementwise",
)
class ReflectedSubtractionDetached(Tensor):
    """
    ja: 左が数でも、テンソル x を使って計算した結果です。x への辺を覚えていないと、勾配は x に届きません。テンソルどうしの
        演算に直せば、辺は自然に付きます。
    en: With a number on the left the result still comes from the tensor x. Without an edge to x no gradient gets there. Make
        it an operation between two tensors, and the edge comes by itself.
    """

    def __rsub__(self, other):
        return type(self)(other - self.data, requires_grad=True)


@misconception(
    "Tensor",
    ja="掛け算で自分自身の値を掛けて流している",
    en="Multiplication sends each side its own value",
    handout="a04/#elementwise",
)
class FactorsNotSwapped(Tensor):
    """
    ja: z = a × b で a を少し動かすと、z は b の分だけ動きます。上流の勾配に掛けるのは、どちらの値でしょうか。
    en: Move a a little in z = a × b, and z moves by b times as much. Which of the two values multiplies the upstream
        gradient?
    """

    def __mul__(self, other):
        other = self._operand(other)
        a, b = self.data, other.data
        return self._result(a * b, (self, lambda grad: grad * a), (other, lambda grad: grad * b))


@misconception(
    "Tensor",
    ja="掛け算で上流の勾配を掛けていない",
    en="Multiplication forgets the upstream gradient",
    handout="a04/#elementwise",
)
class MultiplicationWithoutUpstream(Tensor):
    """
    ja: ∂z/∂a は、この掛け算だけの微分です。流すのは、それに上流から届いた勾配を掛けたものです。
    en: ∂z/∂a is the derivative of this multiplication alone. What is sent is that times the gradient from upstream.
    """

    def __mul__(self, other):
        other = self._operand(other)
        a, b = self.data, other.data
        return self._result(
            a * b, (self, lambda grad: b + np.zeros_like(grad)), (other, lambda grad: a + np.zeros_like(grad))
        )


@misconception(
    "Tensor",
    ja="割る側への勾配の符号が逆",
    en="The gradient of the divisor has the wrong sign",
    handout="a04/#elementwise",
)
class DivisorWithoutSign(Tensor):
    """
    ja: z = a / b で a も b も正のとき、b を増やすと z は増えますか、減りますか。a·b⁻¹ と書いて、b で微分してみましょう。
    en: In z = a / b with both positive, does z grow or shrink when b grows? Write it as a·b⁻¹ and differentiate by b.
    """

    def __truediv__(self, other):
        other = self._operand(other)
        a, b = self.data, other.data
        return self._result(a / b, (self, lambda grad: grad / b), (other, lambda grad: grad * a / b**2))


@misconception(
    "Tensor",
    ja="割る側への勾配で、分母が二乗になっていない",
    en="The gradient of the divisor lacks the square",
    handout="a04/#elementwise",
)
class DivisorNotSquared(Tensor):
    """
    ja: z = a / b を a·b⁻¹ と書いて、b で微分してみましょう。指数が 1 減ると、b は何乗になりますか。
    en: Write z = a / b as a·b⁻¹ and differentiate by b. With the exponent one less, which power of b is it?
    """

    def __truediv__(self, other):
        other = self._operand(other)
        a, b = self.data, other.data
        return self._result(a / b, (self, lambda grad: grad / b), (other, lambda grad: -grad * a / b))


@misconception(
    "Tensor",
    ja="割る側を定数と見ている",
    en="The divisor gets no gradient",
    handout="a04/#elementwise",
)
class DivisorTakenForConstant(Tensor):
    """
    ja: z = a / b では、b が動いても z は動きます。辺は a へだけでなく、b へも要ります。
    en: In z = a / b, z moves when b does, too. There must be an edge to b, not to a alone.
    """

    def __truediv__(self, other):
        other = self._operand(other)
        a, b = self.data, other.data
        return self._result(a / b, (self, lambda grad: grad / b), (other, lambda grad: np.zeros_like(grad)))


@misconception(
    "Tensor",
    ja="符号の反転で、勾配の符号を変えていない",
    en="The change of sign leaves the gradient as it is",
    handout="a04/#elementwise",
)
class NegationPassesGradient(Tensor):
    """
    ja: z = −x で x を少し増やすと、z はその分だけ減ります。局所的な微分は、1 ではありません。
    en: In z = −x, when x grows a little z shrinks by as much. The local derivative is not 1.
    """

    def __neg__(self):
        return self._result(-self.data, (self, lambda grad: grad))


@misconception(
    "Tensor",
    ja="累乗の微分で、指数を 1 減らしていない",
    en="The exponent is not lowered by 1",
    handout="a04/#elementwise",
)
class ExponentNotLowered(Tensor):
    """
    ja: x² の微分を思い出してください。前に出た 2 のほかに、指数はどうなりますか。
    en: Recall the derivative of x². Besides the 2 in front, what happens to the exponent?
    """

    def __pow__(self, exponent):
        base = self.data
        return self._result(base**exponent, (self, lambda grad: grad * exponent * base**exponent))


@misconception(
    "Tensor",
    ja="累乗の微分で、指数を前に掛けていない",
    en="The factor in front of the power is missing",
    handout="a04/#elementwise",
)
class FactorOfPowerMissing(Tensor):
    """
    ja: x³ の微分を思い出してください。指数が 2 になるほかに、前に何が掛かりますか。
    en: Recall the derivative of x³. Besides the exponent becoming 2, what comes in front?
    """

    def __pow__(self, exponent):
        base = self.data
        return self._result(
            base**exponent, (self, lambda grad: grad * base ** (exponent - 1) if exponent else np.zeros_like(grad))
        )


@misconception(
    "Tensor",
    ja="累乗で上流の勾配を掛けていない",
    en="The power forgets the upstream gradient",
    handout="a04/#elementwise",
)
class PowerWithoutUpstream(Tensor):
    """
    ja: dz/dx は、この累乗だけの微分です。流すのは、それに上流から届いた勾配を掛けたものです。
    en: dz/dx is the derivative of this power alone. What is sent is that times the gradient from upstream.
    """

    def __pow__(self, exponent):
        base = self.data
        return self._result(
            base**exponent,
            (self, lambda grad: exponent * base ** (exponent - 1) if exponent else np.zeros_like(base)),
        )


@misconception("Tensor", ja="float32 に切り詰めている", en="Everything is cut to float32", handout="a04/#conventions")
class TensorCutToFloat32(Tensor):
    """
    ja: 値は合っていますが、精度が半分になっています。float64 の配列が来たら、float64 のまま計算しましょう。
    en: The values are right, but half of the digits are gone. What comes as float64 should stay float64.
    """

    def __init__(self, data, requires_grad=False):
        super().__init__(np.asarray(data, dtype=np.float32), requires_grad)


@misconception(
    "Tensor",
    ja="割り算の左右の勾配を取り違えている",
    en="Division mixes up the gradients of its two sides",
    handout="a04/#elementwise",
)
class DivisionSidesSwapped(Tensor):
    """
    ja: z = a / b では、a と b の役割が違います。それぞれを少しだけ動かしたとき、z がどれだけ動くかを、別々に考えましょう。
    en: In z = a / b the two play different parts. Ask for each of them by itself how much z moves when it moves a little.
    """

    def __truediv__(self, other):
        other = self._operand(other)
        a, b = self.data, other.data
        return self._result(a / b, (self, lambda grad: -grad * a / b**2), (other, lambda grad: grad / b))
