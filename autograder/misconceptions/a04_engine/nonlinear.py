"""What goes wrong in relu, sigmoid, exp and log."""

import numpy as np

from autograder.misconceptions import misconception, reference

engine = reference("a04_engine")
Tensor = engine.Tensor


@misconception(
    "Tensor",
    ja="relu の門を、勾配の符号で開けている",
    en="relu's gate is opened by the gradient's sign",
    handout="a04/#nonlinear",
)
class TensorReluGatedByGradient(Tensor):
    """
    ja: 門が開いているかどうかは、順伝播の x の符号で決まります。届いた勾配の符号ではありません。
    en: Whether the gate is open depends on the sign of x going forward, not on the sign of the gradient that arrives.
    """

    def relu(self):
        return self._result(np.maximum(self.data, 0), (self, lambda grad: grad * (grad > 0)))


@misconception(
    "Tensor", ja="relu の微分が 0 で 1 になっている", en="relu's derivative at 0 is 1", handout="a04/#nonlinear"
)
class TensorReluOpenAtZero(Tensor):
    """
    ja: 折れ目 x = 0 では、どちらかに決めておく必要があります。このコースでは、講義と PyTorch に合わせています。約束を読み直し
        ましょう。
    en: At the kink, x = 0, a choice has to be made. This course chooses as the lecture and PyTorch do: read the convention
        again.
    """

    def relu(self):
        return self._result(np.maximum(self.data, 0), (self, lambda grad: grad * (self.data >= 0)))


@misconception(
    "Tensor", ja="relu が勾配をすべて通している", en="relu lets every gradient pass", handout="a04/#nonlinear"
)
class TensorReluAlwaysOpen(Tensor):
    """
    ja: x が負のところでは、x を少し動かしても出力は 0 のままです。そこでの微分はいくつですか。
    en: Where x is negative, the output stays 0 when x moves a little. What is the derivative there?
    """

    def relu(self):
        return self._result(np.maximum(self.data, 0), (self, lambda grad: grad))


@misconception(
    "Tensor",
    ja="relu の勾配に x を掛けている",
    en="relu's gradient is multiplied by x",
    handout="a04/#nonlinear",
)
class TensorReluTimesInput(Tensor):
    """
    ja: 門は、勾配をそのまま通すか、止めるかのどちらかです。x > 0 での微分は、x ではありません。
    en: A gate either passes the gradient as it is or stops it. The derivative where x > 0 is not x.
    """

    def relu(self):
        a = np.maximum(self.data, 0)
        return self._result(a, (self, lambda grad: grad * a))


@misconception(
    "Tensor",
    ja="sigmoid が大きな数であふれる",
    en="sigmoid overflows at large numbers",
    handout="a04/#nonlinear",
)
class TensorSigmoidOverflows(Tensor):
    """
    ja: e¹⁰⁰⁰ は float64 では表せず、inf / inf は nan になります。同じ値になる二つの式のうち、指数が正にならないほうを、x の符
        号で選びましょう。
    en: A float64 cannot hold e¹⁰⁰⁰, and inf / inf is nan. Of the two formulas for the same value choose, by the sign of x,
        the one whose exponent is not positive.
    """

    def sigmoid(self):
        e = np.exp(self.data)
        s = e / (1 + e)
        return self._result(s, (self, lambda grad: grad * s * (1 - s)))


@misconception(
    "Tensor",
    ja="sigmoid の微分に 1 − σ がない",
    en="sigmoid's derivative lacks the factor 1 − σ",
    handout="a04/#nonlinear",
)
class TensorSigmoidHalfDerivative(Tensor):
    """
    ja: σ(0) = 1/2 での傾きは 1/4 です。自分の微分の式に入れて、確かめてみましょう。因子が一つ足りません。
    en: At 0, where σ is 1/2, the slope is 1/4. Put that into your formula: one factor is missing.
    """

    def sigmoid(self):
        s = super().sigmoid().data
        return self._result(s, (self, lambda grad: grad * s))


@misconception(
    "Tensor",
    ja="sigmoid の微分を、出力ではなく入力で計算している",
    en="sigmoid's derivative is computed from the input, not from the output",
    handout="a04/#nonlinear",
)
class TensorSigmoidDerivativeOfInput(Tensor):
    """
    ja: σ(1 − σ) の σ は、sigmoid の出力です。入力 x をそのまま入れていませんか。
    en: The σ in σ(1 − σ) is the output of the sigmoid. Is it the input, x, that you put in?
    """

    def sigmoid(self):
        x = self.data
        return self._result(super().sigmoid().data, (self, lambda grad: grad * x * (1 - x)))


@misconception(
    "Tensor",
    ja="exp の微分に入力を使っている",
    en="exp's derivative uses the input",
    handout="a04/#nonlinear",
)
class ExpDerivativeFromInput(Tensor):
    """
    ja: eˣ は、微分しても同じ関数です。勾配に掛けるのは、入力でしょうか、出力でしょうか。
    en: Differentiate eˣ and you get the same function. Is it the input or the output that multiplies the gradient?
    """

    def exp(self):
        x = self.data
        return self._result(np.exp(x), (self, lambda grad: grad * x))


@misconception(
    "Tensor",
    ja="exp の微分に、累乗の規則を使っている",
    en="exp is differentiated like a power",
    handout="a04/#nonlinear",
)
class ExpDifferentiatedLikePower(Tensor):
    """
    ja: 「指数を前に出して 1 減らす」のは、x の累乗の規則です。eˣ では、変数が指数のほうにあります。
    en: "Exponent in front, then one less" is the rule for powers of x. In eˣ the variable is the exponent.
    """

    def exp(self):
        x = self.data
        return self._result(np.exp(x), (self, lambda grad: grad * x * np.exp(x - 1)))


@misconception(
    "Tensor",
    ja="log の微分に出力を使っている",
    en="log's derivative uses the output",
    handout="a04/#nonlinear",
)
class LogDerivativeFromOutput(Tensor):
    """
    ja: log x の微分は、入力 x で書けます。出力で割っていませんか。
    en: The derivative of log x is written with the input, x. Do you divide by the output?
    """

    def log(self):
        y = np.log(self.data)
        return self._result(y, (self, lambda grad: grad / y))


@misconception(
    "Tensor",
    ja="log の勾配に x を掛けている",
    en="log's gradient is multiplied by x",
    handout="a04/#nonlinear",
)
class LogTimesInput(Tensor):
    """
    ja: x が大きいほど、log x の傾きはゆるやかになります。x を掛けると、逆に急になってしまいます。
    en: The larger x, the flatter log x. Multiplying by x makes it steeper instead.
    """

    def log(self):
        x = self.data
        return self._result(np.log(x), (self, lambda grad: grad * x))
