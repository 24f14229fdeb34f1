"""What goes wrong in Sigmoid."""

import numpy as np

from autograder.misconceptions import misconception, reference

layers = reference("a03_layers")
Sigmoid = layers.Sigmoid


@misconception(
    "Sigmoid", ja="z(1 − z) で微分している", en="The derivative is taken as z(1 − z)", handout="a03/#sigmoid"
)
class DerivativeFromInput(Sigmoid):
    """
    ja: σ' = σ(1 − σ) の σ は、入力 z ではなく出力 σ(z) です。forward で何を覚えておくとよいでしょうか。
    en: In σ′ = σ(1 − σ) the σ is the output σ(z), not the input z. What is worth keeping in forward?
    """

    def forward(self, z):
        self.z = z
        return super().forward(z)

    def backward(self, da):
        return da * self.z * (1 - self.z)


@misconception(
    "Sigmoid", ja="上流の勾配を掛けていない", en="The upstream gradient is not multiplied in", handout="a03/#sigmoid"
)
class SigmoidWithoutUpstream(Sigmoid):
    """
    ja: σ(1 − σ) は、この層だけの微分です。連鎖率では、それに上流から来た勾配を掛けます。
    en: σ(1 − σ) is the derivative of this layer alone. The chain rule multiplies it by the upstream gradient.
    """

    def backward(self, da):
        return self.a * (1 - self.a)


@misconception(
    "Sigmoid", ja="微分から (1 − σ) が抜けている", en="The derivative lacks the factor (1 − σ)", handout="a03/#sigmoid"
)
class MissingComplement(Sigmoid):
    """
    ja: σ は e^z の指数関数とは違い、微分しても元の形のままにはなりません。z = 0 での傾きを手で求めて、比べてみましょう。
    en: Unlike eᶻ, σ is not its own derivative. Work out its slope at z = 0 by hand and compare.
    """

    def backward(self, da):
        return da * self.a


@misconception(
    "Sigmoid",
    ja="出力をもう一度シグモイドに通している",
    en="The output goes through the sigmoid once more",
    handout="a03/#sigmoid",
)
class SigmoidTwice(Sigmoid):
    """
    ja: forward で覚えたのが出力 σ(z) なら、それがもう σ です。もう一度シグモイドに通すと σ(σ(z)) になります。
    en: If what forward kept is the output σ(z), that is σ already. Through the sigmoid again it becomes σ(σ(z)).
    """

    def backward(self, da):
        again = 1 / (1 + np.exp(-self.a))
        return da * again * (1 - again)


@misconception("Sigmoid", ja="大きな z でオーバーフローする", en="Overflows for large z", handout="a03/#sigmoid")
class OverflowingSigmoid(Sigmoid):
    """
    ja: e^1000 は無限大になり、∞/∞ は nan です。σ(z) には、分母と分子に同じものを掛けた別の書き方があります。
        z の符号によって、オーバーフローしない方を選びましょう。
    en: e¹⁰⁰⁰ is infinite, and ∞/∞ is nan. σ(z) can be written in another way, numerator and denominator multiplied by the
        same thing: choose by the sign of z the one that does not overflow.
    """

    def forward(self, z):
        self.a = np.exp(z) / (1 + np.exp(z))
        return self.a
