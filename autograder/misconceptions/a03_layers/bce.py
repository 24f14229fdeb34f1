"""What goes wrong in BCEWithLogits."""

import numpy as np

from autograder.misconceptions import misconception, reference

layers = reference("a03_layers")
Sigmoid = layers.Sigmoid
BCEWithLogits = layers.BCEWithLogits


@misconception("BCEWithLogits", ja="損失を平均せず合計している", en="The loss is a sum, not a mean", handout="a03/#bce")
class SummedLoss(BCEWithLogits):
    """
    ja: この損失は、すべての要素についての平均です。合計だと、バッチが大きいほど損失も勾配も大きくなってしまいます。
    en: This loss is the mean over all elements. A sum would grow with the batch, and the gradient with it.
    """

    def forward(self, z, y):
        return super().forward(z, y) * np.size(z)


@misconception("BCEWithLogits", ja="勾配に 1/N がない", en="The gradient lacks the 1/N", handout="a03/#bce")
class GradientWithoutMean(BCEWithLogits):
    """
    ja: ŷ − y は 1 サンプルの損失の微分です。損失はその平均なので、どのサンプルの微分にも、平均から来る係数が付きます。
    en: ŷ − y is the derivative of one sample's loss. The loss is their mean, so each sample's derivative carries the factor
        that the mean brings.
    """

    def backward(self):
        return super().backward() * np.size(self.z)


@misconception(
    "BCEWithLogits", ja="勾配を N で 2 回割っている", en="The gradient is divided by N twice", handout="a03/#bce"
)
class DividedTwice(BCEWithLogits):
    """
    ja: 平均の 1/N は一度だけです。np.mean と割り算の両方を使っていませんか。
    en: The mean brings 1/N once. Are there both an np.mean and a division?
    """

    def backward(self):
        return super().backward() / np.size(self.z)


@misconception("BCEWithLogits", ja="勾配の符号が逆", en="The gradient has the opposite sign", handout="a03/#bce")
class OppositeSign(BCEWithLogits):
    """
    ja: ŷ が y より大きいとき、z を増やすと損失は増えますか、減りますか。勾配の符号はそこから分かります。
    en: When ŷ is greater than y, does increasing z increase the loss or decrease it? That is the sign of the gradient.
    """

    def backward(self):
        return -super().backward()


@misconception(
    "BCEWithLogits",
    ja="シグモイドの微分をもう一度掛けている",
    en="The sigmoid's derivative is multiplied in once more",
    handout="a03/#bce",
)
class ExtraSigmoidDerivative(BCEWithLogits):
    """
    ja: ŷ − y は、もうロジット z についての微分です。シグモイドの微分 ŷ(1 − ŷ) は、交差エントロピーの微分の分母と
        打ち消し合って、その中に入っています。
    en: ŷ − y is the derivative for the logit z already. The sigmoid's ŷ(1 − ŷ) has cancelled with the denominator of the
        cross-entropy's derivative and is in there.
    """

    def backward(self):
        p = Sigmoid().forward(self.z)
        return super().backward() * p * (1 - p)


@misconception("BCEWithLogits", ja="∂L/∂ŷ で止まっている", en="Stops at ∂L/∂ŷ", handout="a03/#bce")
class StopsAtProbability(BCEWithLogits):
    """
    ja: これは確率 ŷ についての微分です。入力はロジット z なので、連鎖率でもう一歩、シグモイドを通って z まで戻り
        ましょう。
    en: This is the derivative for the probability ŷ. The input is the logit z: one more step of the chain rule leads back
        through the sigmoid.
    """

    def backward(self):
        p = Sigmoid().forward(self.z)
        return super().backward() / (p * (1 - p))


@misconception(
    "BCEWithLogits",
    ja="ロジットをそのまま確率として使っている",
    en="The logit is taken for the probability",
    handout="a03/#bce",
)
class LogitAsProbability(BCEWithLogits):
    """
    ja: ŷ − y の ŷ は確率で、ロジット z ではありません。z から ŷ を求める関数は何でしたか。
    en: The ŷ in ŷ − y is the probability, not the logit z. Which function makes ŷ from z?
    """

    def backward(self):
        return (self.z - self.y) / np.size(self.z)


@misconception(
    "BCEWithLogits",
    ja="大きなロジットで損失がオーバーフローする",
    en="The loss overflows for large logits",
    handout="a03/#bce",
)
class NaiveLogarithm(BCEWithLogits):
    """
    ja: ロジットが ±1000 だと ŷ はちょうど 0 か 1 になり、log 0 が現れます。確率を経由せず、損失をロジットの式に書き
        直してから計算しましょう。
    en: At logits of ±1000, ŷ is exactly 0 or 1 and log 0 appears. Rewrite the loss in terms of the logit before computing
        it, without the probability in between.
    """

    def forward(self, z, y):
        super().forward(z, y)
        p = Sigmoid().forward(z)
        return float(np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p)))


@misconception(
    "BCEWithLogits",
    ja="log の中に小さな数を足している",
    en="A small number is added inside the logarithm",
    handout="a03/#bce",
)
class EpsilonInLogarithm(BCEWithLogits):
    """
    ja: log(ŷ + ε) は log 0 を避けますが、損失の値そのものを変えてしまいます。近似しなくてよい書き方があります:
        損失をロジットの式に直してみましょう。
    en: log(ŷ + ε) avoids log 0 but changes the loss itself. There is a way without approximation: write the loss in terms
        of the logit.
    """

    def forward(self, z, y):
        super().forward(z, y)
        p = Sigmoid().forward(z)
        return float(np.mean(-y * np.log(p + 1e-7) - (1 - y) * np.log(1 - p + 1e-7)))


@misconception("BCEWithLogits", ja="ロジットを切り詰めている", en="The logits are clipped", handout="a03/#bce")
class ClippedLogits(BCEWithLogits):
    """
    ja: ロジットを一定の範囲に切り詰めると、その外で損失が変わらなくなります。大きく間違えたサンプルほど損失は大きい
        はずです。オーバーフローしない式に直しましょう。
    en: Clipped logits make the loss constant outside the range, yet a sample that is further off should cost more. Rewrite
        the formula so that it cannot overflow.
    """

    def forward(self, z, y):
        return super().forward(np.clip(z, -30, 30), y)


@misconception(
    "BCEWithLogits", ja="ラベルが 0 か 1 だと決めつけている", en="Labels are taken to be 0 or 1", handout="a03/#bce"
)
class HardLabels(BCEWithLogits):
    """
    ja: y は 0 と 1 の間のどんな値でもかまいません。場合分けをせず、−y log ŷ − (1 − y) log(1 − ŷ) の両方の項を、y の
        重みで足しましょう。
    en: y may lie anywhere between 0 and 1. Instead of telling two cases apart, take both terms of
        −y log ŷ − (1 − y) log(1 − ŷ), weighted by y.
    """

    def forward(self, z, y):
        return super().forward(z, np.where(y > 0.5, 1.0, 0.0))


@misconception("BCEWithLogits", ja="(1 − y) の項がない", en="The term with (1 − y) is missing", handout="a03/#bce")
class MissingSecondTerm(BCEWithLogits):
    """
    ja: −y log ŷ だけでは、y = 0 のサンプルは何を予測しても損失が 0 です。負例が間違いのときにも損失を与える項が要り
        ます。
    en: With −y log ŷ alone, a sample with y = 0 costs nothing whatever is predicted. There has to be a term that makes
        wrong answers on negatives cost something.
    """

    def forward(self, z, y):
        super().forward(z, y)
        return float(np.mean(y * np.logaddexp(0, -z)))


@misconception(
    "BCEWithLogits",
    ja="最初の forward のバッチを使い続けている",
    en="The batch of the first forward is kept for ever",
    handout="a03/#rules",
)
class StaleBatch(BCEWithLogits):
    """
    ja: backward は最後の forward に対するものです。forward のたびに、そのときの z と y を覚え直していますか。
    en: backward belongs to the last forward. Does every forward keep its own z and y anew?
    """

    def forward(self, z, y):
        first = getattr(self, "first", (z, y))
        loss = super().forward(z, y)
        self.first = self.z, self.y = first
        return loss
