"""What goes wrong in softmax_cross_entropy."""

import numpy as np

from autograder.misconceptions import misconception, reference

mnist = reference("a05_mnist")
Tensor = mnist.Tensor
softmax_cross_entropy = mnist.softmax_cross_entropy


@misconception(
    "softmax_cross_entropy",
    ja="損失を平均せず合計している",
    en="The loss is a sum over the batch",
    handout="a05/#softmax",
)
def softmax_summed(logits, labels, mean=softmax_cross_entropy):
    """
    ja: この損失は、行ごとの損失の平均です。合計にすると、ミニバッチが大きいほど勾配も大きくなり、同じ学習率では歩幅が
        変わってしまいます。
    en: This loss is the mean of the rows' losses. A sum makes gradients grow with the size of the minibatch, and with them
        the steps that one learning rate gives.
    """
    return mean(logits, labels) * logits.shape[0]


@misconception(
    "softmax_cross_entropy",
    ja="行の数ではなく、表の成分の数で割っている",
    en="The sum is divided by the number of entries, not of rows",
    handout="a05/#softmax",
)
def mean_over_classes_too(logits, labels, mean=softmax_cross_entropy):
    """
    ja: 平均はサンプルについてだけ取ります。0 と 1 の表を掛けたあとの表全体で平均すると、答えの種類の数だけ、余分に割る
        ことになります。
    en: The mean is over samples alone. Taking it over the whole table, after multiplying by zeros and ones, divides by the
        number of classes as well.
    """
    return mean(logits, labels) * (1 / logits.shape[1])


@misconception(
    "softmax_cross_entropy",
    ja="大きなロジットでソフトマックスがあふれる",
    en="The softmax overflows for large logits",
    handout="a05/#softmax",
)
def softmax_without_shift(logits, labels):
    """
    ja: ロジットが 1000 だと、その指数は float64 に入りません。行の全部のロジットから同じ数を引いても、確率は変わりません
        でした。何を引けば、指数が正にならないでしょうか。
    en: The exponential of a logit of 1000 does not fit into a float64. Subtracting one number from all logits of a row
        changes no probability: which number leaves no exponent positive?
    """
    is_label = labels[:, np.newaxis] == np.arange(logits.shape[1])
    return (logits.exp().sum(axis=1).log() - (logits * is_label).sum(axis=1)).mean()


@misconception(
    "softmax_cross_entropy",
    ja="全部の行から、同じ最大値を引いている",
    en="One maximum is subtracted from all rows",
    handout="a05/#softmax",
)
def shift_by_the_batch(logits, labels):
    """
    ja: 引いているのは、バッチ全体の最大値です。ほかよりずっと小さい行では、指数がすべて 0 に丸められて、log 0 になります。
        最大値は、行ごとのものが要ります。
    en: What you subtract is the maximum of the whole batch. In a row far below it all exponentials are rounded to 0, and
        their logarithm is gone. Each row needs its own maximum.
    """
    z = logits - float(logits.data.max())
    is_label = labels[:, np.newaxis] == np.arange(logits.shape[1])
    return (z.exp().sum(axis=1).log() - (z * is_label).sum(axis=1)).mean()


@misconception(
    "softmax_cross_entropy",
    ja="確率に小さな数を足してから対数を取っている",
    en="A small number is added before the logarithm",
    handout="a05/#softmax",
)
def softmax_plus_epsilon(logits, labels):
    """
    ja: log(p + ε) は log 0 を避けますが、損失の値そのものを変えてしまいます。割り算の対数を引き算に直せば、近似は要りま
        せん。
    en: log(p + ε) avoids log 0, and changes the loss itself. Write the logarithm of the quotient as a difference, and nothing
        needs approximating.
    """
    e = (logits - logits.data.max(axis=1, keepdims=True)).exp()
    p = e / e.sum(axis=1, keepdims=True)
    is_label = labels[:, np.newaxis] == np.arange(logits.shape[1])
    return -((p + 1e-7).log() * is_label).sum(axis=1).mean()


@misconception(
    "softmax_cross_entropy",
    ja="ソフトマックスを違う軸で取っている",
    en="The softmax runs down the columns",
    handout="a05/#softmax",
)
def softmax_over_samples(logits, labels):
    """
    ja: 足して 1 になるのは、一枚の画像の 10 個の確率です。一行が一枚でした。どの軸に沿って足すかを確かめましょう。
    en: It is the ten probabilities of one image that make 1, and a row is an image. Along which axis do you add?
    """
    z = logits - logits.data.max(axis=0, keepdims=True)
    is_label = labels[:, np.newaxis] == np.arange(logits.shape[1])
    log_p = z - z.exp().sum(axis=0, keepdims=True).log()
    return -(log_p * is_label).sum(axis=1).mean()


@misconception(
    "softmax_cross_entropy", ja="損失の符号が逆", en="The loss has the opposite sign", handout="a05/#softmax"
)
def softmax_without_minus(logits, labels, right=softmax_cross_entropy):
    """
    ja: 確率は 1 以下なので、その対数は 0 以下です。損失は、正しいラベルの確率が小さいほど大きくなる、0 以上の数でした。
    en: A probability is at most 1, so its logarithm is at most 0. The loss is a number from 0 upward, the larger the smaller
        the probability of the right label.
    """
    return -right(logits, labels)


@misconception(
    "softmax_cross_entropy",
    ja="NumPy で計算していて、計算グラフがない",
    en="Computed with NumPy, so there is no graph",
    handout="a05/#softmax",
)
def loss_cut_from_the_graph(logits, labels, right=softmax_cross_entropy):
    """
    ja: 損失の値は合っていますが、 logits から損失までの計算が記録されていません。 .data は配列で、そこから先をエンジンは
        知りません。 Tensor の演算だけで計算しましょう。
    en: The value is right, but how the loss came from the logits was not recorded. A .data is a mere array, and the engine
        knows nothing of what is done with it. Compute with operations of Tensor.
    """
    return Tensor(right(Tensor(logits.data), labels).data, requires_grad=True)


@misconception(
    "softmax_cross_entropy",
    ja="ソフトマックスではなくシグモイドを使っている",
    en="A sigmoid where the softmax should be",
    handout="a05/#softmax",
)
def sigmoid_for_softmax(logits, labels):
    """
    ja: シグモイドは、一つのロジットだけから確率を求めます。答えが何種類もあるときは、ほかのロジットと比べて、足すと 1 に
        なるようにします。
    en: A sigmoid makes a probability of one logit alone. With several answers each is compared with the others, so that
        they add up to 1.
    """
    is_label = labels[:, np.newaxis] == np.arange(logits.shape[1])
    return -(logits.sigmoid().log() * is_label).sum(axis=1).mean()


@misconception(
    "softmax_cross_entropy",
    ja="log Σ の項がない",
    en="The term log Σ is missing",
    handout="a05/#softmax",
)
def only_the_logit(logits, labels):
    """
    ja: 正しいラベルのロジットを大きくするだけの損失です。ほかのロジットも一緒に大きくなれば、確率は変わりません。ほかの
        ロジットが効く項が抜けています。
    en: This loss only asks for a large logit of the right label. If the others grow with it, no probability changes. The
        term in which the others count is missing.
    """
    is_label = labels[:, np.newaxis] == np.arange(logits.shape[1])
    return -(logits * is_label).sum(axis=1).mean()


@misconception(
    "softmax_cross_entropy",
    ja="対数を取っていない",
    en="The logarithm is missing",
    handout="a05/#softmax",
)
def probability_without_logarithm(logits, labels):
    """
    ja: 損失は −p ではなく −log p です。対数があるので、確率が 0 に近いほど損失は限りなく大きくなります。
    en: The loss is −log p, not −p. By the logarithm it grows without bound as the probability approaches 0.
    """
    e = (logits - logits.data.max(axis=1, keepdims=True)).exp()
    is_label = labels[:, np.newaxis] == np.arange(logits.shape[1])
    return -(e / e.sum(axis=1, keepdims=True) * is_label).sum(axis=1).mean()


@misconception(
    "softmax_cross_entropy",
    ja="0 と 1 の表で、どの行にも全部のラベルが立っている",
    en="Every row of the table holds the labels of all rows",
    handout="a05/#softmax",
)
def labels_of_all_rows(logits, labels):
    """
    ja: 0 と 1 の表を表示してみましょう。一行に 1 はちょうど一つのはずです。 table[:, labels] = 1 と書くと、全部の行の、
        全部のラベルの列が 1 になります。
    en: Print your table of zeros and ones: there should be exactly one 1 in a row. table[:, labels] = 1 puts ones into the
        columns of all labels, in every row.
    """
    table = np.zeros(logits.shape)
    table[:, labels] = 1
    z = logits - logits.data.max(axis=1, keepdims=True)
    return ((z.exp().sum(axis=1, keepdims=True).log() - z) * table).sum(axis=1).mean()


@misconception(
    "softmax_cross_entropy",
    ja="ソフトマックスを 2 回通している",
    en="The softmax is applied twice",
    handout="a05/#softmax",
)
def softmax_twice(logits, labels, right=softmax_cross_entropy):
    """
    ja: 確率にしたものを、もう一度ロジットとして扱っています。はじめの損失が log 10 でも、確実に当てても損失が 0 に近づき
        ません。
    en: What has become a probability is taken for a logit once more. The first loss may be log 10, but however sure the
        answer, the loss does not come near 0.
    """
    e = (logits - logits.data.max(axis=1, keepdims=True)).exp()
    return right(e / e.sum(axis=1, keepdims=True), labels)


@misconception(
    "softmax_cross_entropy",
    ja="二乗誤差を使っている",
    en="A squared error",
    handout="a05/#softmax",
)
def squared_error(logits, labels):
    """
    ja: 確率と 0・1 の差の二乗ではなく、正しいラベルの確率の対数を使います。二乗誤差では、大きく間違えているときに、勾配が
        ほとんど流れません。
    en: Not the square of the difference between probability and truth, but the logarithm of the right label's probability.
        With a squared error, hardly any gradient flows where the answer is very wrong.
    """
    e = (logits - logits.data.max(axis=1, keepdims=True)).exp()
    p = e / e.sum(axis=1, keepdims=True)
    is_label = labels[:, np.newaxis] == np.arange(logits.shape[1])
    return ((p - is_label) ** 2).sum(axis=1).mean()


@misconception(
    "softmax_cross_entropy",
    ja="ロジットを書き換えている",
    en="The logits are changed in place",
    handout="a05/#softmax",
)
def shift_in_place(logits, labels, right=softmax_cross_entropy):
    """
    ja: 損失は合っていますが、渡された logits の中身が変わっています。最大値を引いた結果は、新しい Tensor にしましょう。
    en: The loss is right, but the logits that you were given have changed. Let the subtraction of the maximum make a new
        Tensor.
    """
    logits.data = logits.data - logits.data.max(axis=1, keepdims=True)
    return right(logits, labels)
