"""What goes wrong in ReLU."""

import numpy as np

from autograder.misconceptions import misconception, reference

layers = reference("a03_layers")
ReLU = layers.ReLU


@misconception(
    "ReLU", ja="上流の勾配の符号で通すか決めている", en="The gate looks at the upstream gradient", handout="a03/#relu"
)
class GatesOnUpstream(ReLU):
    """
    ja: 勾配を通すかどうかは、順伝播のときの z の符号で決まります。上流の勾配が負でも、z が正ならそのまま流れます。
    en: Whether the gradient passes depends on the sign of z in the forward pass. A negative upstream gradient passes too
        where z is positive.
    """

    def backward(self, da):
        return da * (da > 0)


@misconception("ReLU", ja="すべての勾配を通している", en="Every gradient passes", handout="a03/#relu")
class PassesEverything(ReLU):
    """
    ja: z が負のところでは出力はいつも 0 で、z が少し変わっても変わりません。そこでの微分はいくつでしょうか。
    en: Where z is negative the output is 0 and stays 0 when z changes a little. What is the derivative there?
    """

    def backward(self, da):
        return 1.0 * da


@misconception("ReLU", ja="通すところと止めるところが逆", en="The gate is the wrong way round", handout="a03/#relu")
class InvertedGate(ReLU):
    """
    ja: 勾配が流れるのは z が正のところ、止まるのは負のところです。マスクの向きを、z = 2 と z = −2 で確かめましょう。
    en: The gradient flows where z is positive and stops where it is negative. Try the mask with z = 2 and z = −2.
    """

    def backward(self, da):
        return da * (1 - self.mask)


@misconception(
    "ReLU", ja="負の側にも少し流している", en="A little leaks through where z is negative", handout="a03/#relu"
)
class LeakyGradient(ReLU):
    """
    ja: それは Leaky ReLU の逆伝播です。講義の ReLU は負の側で常に 0 なので、勾配も 0 です。
    en: That is the backward pass of a leaky ReLU. The lecture's ReLU is constantly 0 on the negative side, and so is its
        gradient.
    """

    def backward(self, da):
        return np.where(self.mask, da, 0.01 * da)


@misconception(
    "ReLU", ja="z = 0 での微分を 1 にしている", en="The derivative at z = 0 is taken as 1", handout="a03/#relu"
)
class OneAtTheKink(ReLU):
    """
    ja: z = 0 は折れ目で、微分は本来決まりません。この講座では講義の式のとおり z ≤ 0 で 0 とします。不等号に等号が
        入っていないか、確かめましょう。
    en: At the kink z = 0 there is no derivative as such. This course follows the lecture: 0 wherever z ≤ 0. Look whether
        your comparison includes equality.
    """

    def forward(self, z):
        a = super().forward(z)
        self.mask = z >= 0
        return a


@misconception(
    "ReLU", ja="上流の勾配を掛けていない", en="The upstream gradient is not multiplied in", handout="a03/#relu"
)
class GateWithoutUpstream(ReLU):
    """
    ja: 0 か 1 のマスクは、この層だけの微分です。連鎖率では、それに上流から来た勾配を掛けたものを下流に渡します。
    en: The mask of 0s and 1s is the derivative of this layer alone. What goes downstream is that times the upstream
        gradient.
    """

    def backward(self, da):
        return 1.0 * self.mask


@misconception("ReLU", ja="出力の値を掛けている", en="The output is multiplied in, not the gate", handout="a03/#relu")
class MultipliesByActivation(ReLU):
    """
    ja: 上流の勾配に掛けるのは、出力の値ではなく微分の値です。z = 3 のとき、ReLU の値は 3 ですが、傾きはいくつですか。
    en: The upstream gradient is multiplied by the derivative, not by the output. At z = 3 the value of ReLU is 3; what is
        its slope?
    """

    def forward(self, z):
        self.a = super().forward(z)
        return self.a

    def backward(self, da):
        return da * self.a


@misconception("ReLU", ja="forward が入力を書き換えている", en="forward changes its input", handout="a03/#rules")
class ForwardChangesInput(ReLU):
    """
    ja: 渡された配列に代入すると、呼び出した側の z まで変わってしまいます。新しい配列を作って返しましょう。
    en: Assigning into the array you were given changes the caller's z as well. Make a new array and return that.
    """

    def forward(self, z):
        self.mask = z > 0
        z[~self.mask] = 0
        return z


@misconception(
    "ReLU",
    ja="backward が上流の勾配を書き換えている",
    en="backward changes the upstream gradient",
    handout="a03/#rules",
)
class BackwardChangesUpstream(ReLU):
    """
    ja: 渡された配列に代入すると、上流の勾配そのものが変わってしまいます。分岐があると、その勾配はほかでも使われます。
        新しい配列を作って返しましょう。
    en: Assigning into the array you were given changes the upstream gradient itself, which other branches may use too. Make
        a new array and return that.
    """

    def backward(self, da):
        da[~self.mask] = 0
        return da


@misconception(
    "ReLU",
    ja="最初の forward のマスクを使い続けている",
    en="The mask of the first forward is kept for ever",
    handout="a03/#rules",
)
class StaleMask(ReLU):
    """
    ja: backward は最後の forward に対するものです。forward のたびにマスクを作り直していますか。
    en: backward belongs to the last forward. Does every forward make its mask anew?
    """

    def forward(self, z):
        mask = getattr(self, "mask", z > 0)
        a = super().forward(z)
        self.mask = mask
        return a
