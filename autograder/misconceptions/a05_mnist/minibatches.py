"""What goes wrong in minibatches."""

import numpy as np

from autograder.misconceptions import misconception, reference

mnist = reference("a05_mnist")


@misconception("minibatches", ja="最後の半端を捨てている", en="The smaller rest is dropped", handout="a05/#minibatches")
def rest_dropped(x, y, batch_size, rng):
    """
    ja: 枚数が batch_size で割り切れないとき、最後の小さなミニバッチが抜けています。そこに入る数字も、1 エポックに一度は
        使います。
    en: Where batch_size does not divide the number of rows, the last, smaller minibatch is missing. Its digits, too, are
        used once in an epoch.
    """
    order = rng.permutation(len(x))
    for start in range(0, len(x) - batch_size + 1, batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]


@misconception(
    "minibatches", ja="ラベルだけ元の順のまま", en="The labels stay in the old order", handout="a05/#minibatches"
)
def labels_left_behind(x, y, batch_size, rng):
    """
    ja: 画像は混ざっていますが、ラベルは元の順のままです。画像に、別の画像のラベルが付いてしまいます。同じ行の番号を、
        両方に使いましょう。
    en: The images are mixed, the labels are still in the old order: images get the labels of others. Use the same row
        numbers for both.
    """
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        yield x[order[start : start + batch_size]], y[start : start + batch_size]


@misconception(
    "minibatches",
    ja="画像とラベルを別々に混ぜている",
    en="Images and labels are mixed apart",
    handout="a05/#minibatches",
)
def mixed_apart(x, y, batch_size, rng):
    """
    ja: 画像とラベルに、別々の並べ替えを使っています。乱数は呼ぶたびに違う順を返します。順は一つだけ作り、両方に使いま
        しょう。
    en: Images and labels are put into two different orders: every call of rng gives another one. Make one order, and use it
        for both.
    """
    of_x, of_y = rng.permutation(len(x)), rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        yield x[of_x[start : start + batch_size]], y[of_y[start : start + batch_size]]


@misconception("minibatches", ja="混ぜていない", en="Nothing is mixed", handout="a05/#minibatches")
def in_the_given_order(x, y, batch_size, rng):
    """
    ja: ミニバッチが、渡された順のままです。ラベルの順に並んだデータでは、一つの数字ばかりを続けて学ぶことになります。
    en: The minibatches come in the order that was given. Data that is sorted by label then teaches one digit for a long
        time, and nothing else.
    """
    for start in range(0, len(x), batch_size):
        yield x[start : start + batch_size], y[start : start + batch_size]


@misconception(
    "minibatches",
    ja="ミニバッチの順だけを混ぜている",
    en="Only the order of the batches is mixed",
    handout="a05/#minibatches",
)
def batches_of_neighbours(x, y, batch_size, rng):
    """
    ja: 隣り合う行をまとめてから、そのまとまりの順だけを混ぜています。ラベルの順に並んだデータでは、一つのミニバッチに同じ
        数字しか入りません。分ける前に混ぜましょう。
    en: Neighbouring rows are grouped first, and only the groups are mixed. With data sorted by label a minibatch then holds
        one digit only. Mix before you cut.
    """
    last = len(x) // batch_size * batch_size  # the smaller rest stays at the end
    for start in [*rng.permutation(np.arange(0, last, batch_size)), *range(last, len(x), batch_size)]:
        yield x[start : start + batch_size], y[start : start + batch_size]


@misconception(
    "minibatches",
    ja="ミニバッチの中だけを混ぜている",
    en="Rows are mixed within their batch only",
    handout="a05/#minibatches",
)
def mixed_within_batches(x, y, batch_size, rng):
    """
    ja: 分けてから、それぞれの中だけを混ぜています。どの行がどの行と一緒になるかは、いつも同じです。分ける前に、全部の行を
        混ぜましょう。
    en: The rows are cut into batches first, and mixed inside each. The same rows always come together. Mix all rows before
        you cut.
    """
    for start in range(0, len(x), batch_size):
        rows = start + rng.permutation(min(batch_size, len(x) - start))
        yield x[rows], y[rows]


@misconception(
    "minibatches", ja="同じ行が何度も選ばれる", en="Rows are drawn more than once", handout="a05/#minibatches"
)
def drawn_with_replacement(x, y, batch_size, rng):
    """
    ja: 毎回くじを引き直すと、同じ行が何度も選ばれ、一度も選ばれない行が出ます。1 エポックでは、全部の行をちょうど一度ずつ
        使います。
    en: Drawing anew each time, some rows come several times and others never. An epoch uses every row exactly once.
    """
    for start in range(0, len(x), batch_size):
        rows = rng.integers(len(x), size=min(batch_size, len(x) - start))
        yield x[rows], y[rows]


@misconception(
    "minibatches", ja="渡された配列を並べ替えている", en="The given arrays are reordered", handout="a05/#minibatches"
)
def reordered_in_place(x, y, batch_size, rng):
    """
    ja: x と y そのものが並べ替えられています。呼び出した側は、元の順のつもりで使い続けます。行の番号だけを混ぜましょう。
    en: x and y themselves are reordered, while the caller goes on as if they were in the old order. Mix the row numbers
        instead.
    """
    order = rng.permutation(len(x))
    x[:], y[:] = x[order], y[order]
    for start in range(0, len(x), batch_size):
        yield x[start : start + batch_size].copy(), y[start : start + batch_size].copy()


@misconception(
    "minibatches",
    ja="渡された rng ではなく、決まった種を使っている",
    en="A fixed seed instead of the given rng",
    handout="a05/#minibatches",
)
def seed_of_its_own(x, y, batch_size, rng):
    """
    ja: 関数の中で種を決めた乱数を作ると、何度呼んでも同じ順になります。エポックのたびに違う順にするには、渡された rng を
        使い続けます。
    en: A generator with a fixed seed, made inside the function, gives the same order at every call. To get another order
        each epoch, go on using the rng that was given.
    """
    order = np.random.default_rng(0).permutation(len(x))
    for start in range(0, len(x), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]


@misconception(
    "minibatches",
    ja="rng ではなく np.random を使っている",
    en="np.random instead of the given rng",
    handout="a05/#minibatches",
)
def global_randomness(x, y, batch_size, rng):
    """
    ja: np.random の順は、渡された rng と関係がありません。同じ種で始めても、同じ学習をもう一度くり返すことができません。
    en: The order of np.random has nothing to do with the given rng. A run cannot be repeated, though its seed is the same.
    """
    order = np.random.permutation(len(x))
    for start in range(0, len(x), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]


@misconception(
    "minibatches", ja="ミニバッチを一つしか渡していない", en="Only one minibatch is yielded", handout="a05/#minibatches"
)
def one_minibatch(x, y, batch_size, rng):
    """
    ja: 最初のミニバッチだけで終わっています。全部の行を使い終えるまで、ループの中で一つずつ渡しましょう。
    en: It ends after the first minibatch. Hand them out one by one, inside a loop, until every row was used.
    """
    rows = rng.permutation(len(x))[:batch_size]
    yield x[rows], y[rows]


@misconception(
    "minibatches",
    ja="batch_size をミニバッチの個数として使っている",
    en="batch_size is taken for the number of batches",
    handout="a05/#minibatches",
)
def that_many_batches(x, y, batch_size, rng):
    """
    ja: batch_size は一つのミニバッチに入る行の数で、ミニバッチの個数ではありません。
    en: batch_size is how many rows a minibatch holds, not how many minibatches there are.
    """
    for rows in np.array_split(rng.permutation(len(x)), batch_size):
        yield x[rows], y[rows]
