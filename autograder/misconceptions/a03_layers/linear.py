"""What goes wrong in Linear."""

import numpy as np

from autograder.misconceptions import misconception, reference

layers = reference("a03_layers")
Linear = layers.Linear


@misconception("Linear", ja="バイアスを足していない", en="The bias is not added", handout="a03/#linear")
class ForgottenBias(Linear):
    """
    ja: 線形層は z = Wx + b です。出力のそれぞれの成分に、b の対応する成分が足されているか、1 サンプルで手計算して
        比べてみましょう。
    en: A linear layer is z = Wx + b. Work one sample out by hand and look whether each entry of the output has its entry
        of b in it.
    """

    def forward(self, x):
        self.x = x
        return x @ self.weight.T


@misconception(
    "Linear", ja="順伝播で W を転置していない", en="Forward uses W where rows need its transpose", handout="a03/#batch"
)
class ForwardWithoutTranspose(Linear):
    """
    ja: 講義の z = Wx は x が縦ベクトルのときの式です。ここではサンプルが行に並びます。x は (N, n)、W は (m, n)、
        z は (N, m) です。形だけを見て、どう掛ければ z の形になるかを考えましょう。
    en: The lecture's z = Wx takes x as a column. Here samples are rows: x is (N, n), W is (m, n) and z is (N, m). Look at
        the shapes alone: which product gives the shape of z?
    """

    def forward(self, x):
        self.x = x
        return x @ self.weight + self.bias


@misconception("Linear", ja="重みの勾配が転置されている", en="The weight gradient is transposed", handout="a03/#linear")
class TransposedWeightGradient(Linear):
    """
    ja: 勾配はパラメータと同じ形をしています。∂L/∂W の (i, j) 成分は ∂L/∂z_i と x_j の積です。行の番号 i がどちらから
        来ているか、確かめましょう。
    en: A gradient has the shape of its parameter. Entry (i, j) of ∂L/∂W is ∂L/∂z_i times x_j: which of the two does the
        row number i come from?
    """

    def backward(self, dz):
        dx = super().backward(dz)
        self.dweight = self.x.T @ dz
        return dx


@misconception(
    "Linear", ja="重みの勾配を N で割っている", en="The weight gradient is divided by N", handout="a03/#batch"
)
class AveragedWeightGradient(Linear):
    """
    ja: 平均の 1/N は損失の中に一度だけあり、上流から来る勾配にもう入っています。同じ W が N 個のサンプルで使われるの
        は「分岐」です。分岐では勾配をどうまとめるのでしたか。
    en: The 1/N of the mean sits in the loss, once, and has come down with the upstream gradient already. One W used by N
        samples is a branching. What happens to gradients at a branching?
    """

    def backward(self, dz):
        dx = super().backward(dz)
        self.dweight = self.dweight / len(dz)
        return dx


@misconception(
    "Linear", ja="バイアスの勾配を N で割っている", en="The bias gradient is divided by N", handout="a03/#batch"
)
class AveragedBiasGradient(Linear):
    """
    ja: 平均の 1/N は損失の中に一度だけあり、上流から来る勾配にもう入っています。b も N 個のサンプルで共有されている
        ので「分岐」です。平均ではなく、分岐の規則を使いましょう。
    en: The 1/N of the mean sits in the loss, once, and has come down with the upstream gradient already. b too is shared
        by N samples: use the rule for a branching, which is no average.
    """

    def backward(self, dz):
        dx = super().backward(dz)
        self.dbias = dz.mean(axis=0)
        return dx


@misconception(
    "Linear",
    ja="バイアスの勾配をバッチで足していない",
    en="The bias gradient is not summed over the batch",
    handout="a03/#batch",
)
class MissingBatchSum(Linear):
    """
    ja: サンプルごとに見れば ∂L/∂b は ∂L/∂z です。しかし b は 1 本しかなく、すべてのサンプルで使われます。分岐では
        勾配をどうするのでしたか。b と同じ形 (m,) になるはずです。
    en: For one sample ∂L/∂b is ∂L/∂z. But there is only one b, and every sample uses it. What happens to gradients at a
        branching? The result has the shape of b, (m,).
    """

    def backward(self, dz):
        dx = super().backward(dz)
        self.dbias = dz
        return dx


@misconception(
    "Linear", ja="バイアスの勾配が 2 次元のまま", en="The bias gradient keeps two dimensions", handout="a03/#batch"
)
class TwoDimensionalBiasGradient(Linear):
    """
    ja: 値は合っていますが形が違います。勾配はパラメータと同じ形をしています。bias は (m,) なので、(1, m) ではない
        はずです。
    en: The values are right, the shape is not. A gradient has the shape of its parameter, and bias has shape (m,), not
        (1, m).
    """

    def backward(self, dz):
        dx = super().backward(dz)
        self.dbias = dz.sum(axis=0, keepdims=True)
        return dx


@misconception(
    "Linear",
    ja="バイアスの勾配を違う軸で足している",
    en="The bias gradient is summed along the wrong axis",
    handout="a03/#batch",
)
class BiasGradientSummedOverOutputs(Linear):
    """
    ja: 足し合わせるのはサンプルについてで、出力の成分についてではありません。dz の形 (N, m) のどちらの軸がサンプルか、
        結果の形が bias と同じになるかを確かめましょう。
    en: What is summed over is the samples, not the outputs. Which axis of dz, (N, m), counts the samples? Does the result
        have the shape of bias?
    """

    def backward(self, dz):
        dx = super().backward(dz)
        self.dbias = dz.sum(axis=1)
        return dx


@misconception(
    "Linear", ja="バイアスの勾配を 1 つの数にしている", en="The bias gradient is a single number", handout="a03/#linear"
)
class ScalarBiasGradient(Linear):
    """
    ja: b_i は z_i だけに効きます。だから ∂L/∂b には成分ごとの勾配が m 個あります。すべてを 1 つの数に足してしまうと、
        どの成分の勾配か分からなくなります。
    en: b_i acts on z_i alone, so ∂L/∂b has m entries, one for each. Adding everything into one number forgets which is
        which.
    """

    def backward(self, dz):
        dx = super().backward(dz)
        self.dbias = dz.sum()
        return dx


@misconception("Linear", ja="逆伝播で W の向きが逆", en="Backward takes W the wrong way round", handout="a03/#batch")
class WeightTransposedInBackward(Linear):
    """
    ja: 講義の Wᵀ·∂L/∂z は縦ベクトルの式です。行にサンプルが並ぶときは、dz が (N, m)、W が (m, n)、dx が (N, n) です。
        成分の式 ∂L/∂x_j = Σ_i ∂L/∂z_i W_ij で、何について足しているかを見ましょう。
    en: The lecture's Wᵀ·∂L/∂z is for columns. With samples as rows, dz is (N, m), W is (m, n) and dx is (N, n). Look at
        ∂L/∂x_j = Σ_i ∂L/∂z_i W_ij: over what does the sum run?
    """

    def backward(self, dz):
        super().backward(dz)
        return dz @ self.weight.T


@misconception("Linear", ja="入力の勾配が縦横逆", en="The input gradient has samples as columns", handout="a03/#batch")
class InputGradientInColumns(Linear):
    """
    ja: 値は合っていますが、サンプルが列に並んでいます。dx は x と同じ形 (N, n) です。講義の縦ベクトルの式を、行の並び
        に書き直しましょう。
    en: The values are right, but samples have become columns. dx has the shape of x, (N, n): rewrite the lecture's formula
        for columns as one for rows.
    """

    def backward(self, dz):
        super().backward(dz)
        return self.weight.T @ dz.T


@misconception(
    "Linear",
    ja="上流の勾配をそのまま返している",
    en="The upstream gradient is returned as it came",
    handout="a03/#linear",
)
class InputGradientIsUpstream(Linear):
    """
    ja: 足し算なら上流の勾配をそのまま流しますが、x は W を掛けてから足されています。x_j が少し変わると、どの z_i が
        どれだけ変わるでしょうか。
    en: An addition passes the upstream gradient on as it is, but x is multiplied by W first. When x_j changes a little,
        which z_i change, and by how much?
    """

    def backward(self, dz):
        super().backward(dz)
        return dz


@misconception(
    "Linear",
    ja="重みの勾配に上流の勾配が入っていない",
    en="The weight gradient lacks the upstream gradient",
    handout="a03/#linear",
)
class WeightGradientWithoutUpstream(Linear):
    """
    ja: x_j は ∂z_i/∂W_ij、つまりこの層だけの微分です。連鎖率では、それに上流から来る ∂L/∂z_i を掛けます。
    en: x_j is ∂z_i/∂W_ij, the derivative of this layer alone. The chain rule multiplies it by what comes from upstream,
        ∂L/∂z_i.
    """

    def backward(self, dz):
        dx = super().backward(dz)
        self.dweight = np.ones_like(dz).T @ self.x
        return dx


@misconception(
    "Linear",
    ja="最初のサンプルだけから重みの勾配を求めている",
    en="The weight gradient is of the first sample alone",
    handout="a03/#batch",
)
class FirstSampleOnly(Linear):
    """
    ja: バッチには N 個のサンプルがあり、そのすべてが同じ W を使います。1 個目だけでなく、全員からの勾配が要ります。
    en: The batch has N samples, and all of them use the same W. The gradient needs every one of them, not the first alone.
    """

    def backward(self, dz):
        dx = super().backward(dz)
        self.dweight = np.outer(dz[0], self.x[0])
        return dx


@misconception(
    "Linear", ja="重みの勾配を上書きしている", en="Each sample overwrites the weight gradient", handout="a03/#batch"
)
class LastSampleOnly(Linear):
    """
    ja: ループの中で勾配を代入すると、最後のサンプルの分しか残りません。同じ W を使う N 個のサンプルは分岐です。
        分岐は和でしたね。
    en: Assigning the gradient inside the loop leaves only the last sample's. N samples that use the same W are a branching,
        and branches add.
    """

    def backward(self, dz):
        dx = super().backward(dz)
        for row, upstream in zip(self.x, dz, strict=True):
            self.dweight = np.outer(upstream, row)
        return dx


@misconception(
    "Linear", ja="勾配を前回の分に足し続けている", en="Gradients pile up from call to call", handout="a03/#rules"
)
class GradientsPileUp(Linear):
    """
    ja: この課題の dweight と dbias は、最後の backward の勾配だけを持つ約束です。前に呼ばれたときの値に足さず、毎回
        新しく代入しましょう。
    en: By this assignment's convention dweight and dbias hold the gradients of the last backward alone. Set them each time;
        do not add to what an earlier call left.
    """

    def backward(self, dz):
        before = self.dweight
        dx = super().backward(dz)
        if before is not None:
            self.dweight = before + self.dweight
        return dx


@misconception(
    "Linear",
    ja="最初の forward の x を使い続けている",
    en="The x of the first forward is kept for ever",
    handout="a03/#rules",
)
class StaleInput(Linear):
    """
    ja: backward は最後の forward に対するものです。forward が呼ばれるたびに、そのときの x を覚え直していますか。
    en: backward belongs to the last forward. Does every forward keep its own x anew?
    """

    def forward(self, x):
        kept = getattr(self, "x", x)
        z = super().forward(x)
        self.x = kept
        return z


@misconception("Linear", ja="x を全部の層で共有している", en="All layers share one x", handout="a03/#rules")
class SharedInput(Linear):
    """
    ja: forward で覚える x は、その層のものです。クラス変数やグローバル変数に入れると、ほかの層の forward で上書きされ
        ます。self に持たせましょう。
    en: The x that forward keeps is this layer's own. In a class variable or a global one, the forward of another layer
        overwrites it: keep it on self.
    """

    kept = None

    def forward(self, x):
        type(self).kept = x
        return super().forward(x)

    def backward(self, dz):
        self.x = type(self).kept
        return super().backward(dz)


@misconception(
    "Linear", ja="backward の中で重みを更新している", en="backward updates the weights", handout="a03/#rules"
)
class UpdatesInsideBackward(Linear):
    """
    ja: backward の仕事は勾配を求めることだけです。ここで重みを更新すると、そのあとで求める入力の勾配が、順伝播のとき
        とは別の W のものになります。
    en: All that backward does is compute gradients. If it updates the weights, the input gradient that follows belongs to
        another W than the one of the forward pass.
    """

    def backward(self, dz):
        super().backward(dz)
        self.weight = self.weight - 0.1 * self.dweight
        return dz @ self.weight


@misconception("Linear", ja="float32 に切り詰めている", en="Cut down to float32", handout="a03/#rules")
class CutToFloat32(Linear):
    """
    ja: 式は合っていますが、途中で float32 に変換しているので桁が足りません。入力の float64 のまま計算しましょう。
    en: The formula is right, but a conversion to float32 on the way loses digits. Stay with the input's float64.
    """

    def forward(self, x):
        return super().forward(x.astype(np.float32)).astype(np.float32)
