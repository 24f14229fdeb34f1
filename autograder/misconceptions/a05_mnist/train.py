"""What goes wrong in train."""

from autograder.misconceptions import misconception, reference

mnist = reference("a05_mnist")
SGD, minibatches, softmax_cross_entropy = mnist.SGD, mnist.minibatches, mnist.softmax_cross_entropy
train = mnist.train


@misconception("train", ja="勾配を忘れていない", en="Gradients are never forgotten", handout="a05/#train")
def never_forgets(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: エンジンは勾配を足し込みます。前のミニバッチの勾配を忘れないと、二歩目から、古い勾配も一緒に使われます。
    en: The engine adds gradients up. Unless those of the last minibatch are forgotten, every step from the second on goes by
        old gradients as well.
    """
    optimizer, losses = SGD(model.parameters(), lr), []
    for _ in range(epochs):
        total = 0.0
        for images, labels in minibatches(x, y, batch_size, rng):
            loss = softmax_cross_entropy(model(images), labels)
            loss.backward()
            optimizer.step()
            total += loss.data.item() * len(images)
        losses.append(total / len(x))
    return losses


@misconception(
    "train",
    ja="勾配を忘れるのがエポックに一度だけ",
    en="Gradients are forgotten once an epoch only",
    handout="a05/#train",
)
def forgets_once_an_epoch(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: 勾配を忘れるところが、内側のループの外にあります。エポックの中では、勾配が足し込まれていきます。一歩ごとに忘れま
        しょう。
    en: Forgetting happens outside the inner loop, so gradients pile up within an epoch. Forget before each step.
    """
    optimizer, losses = SGD(model.parameters(), lr), []
    for _ in range(epochs):
        optimizer.zero_grad()
        total = 0.0
        for images, labels in minibatches(x, y, batch_size, rng):
            loss = softmax_cross_entropy(model(images), labels)
            loss.backward()
            optimizer.step()
            total += loss.data.item() * len(images)
        losses.append(total / len(x))
    return losses


@misconception("train", ja="逆伝播の前に進んでいる", en="The step comes before backward", handout="a05/#train")
def step_before_backward(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: 勾配を求める前に進んでいるので、一歩目には勾配がなく、二歩目からは一つ前のミニバッチの勾配で動いています。
    en: The step is taken before the gradients are there. The first step has none to go by, and each later one uses those of
        the minibatch before.
    """
    optimizer, losses = SGD(model.parameters(), lr), []
    for _ in range(epochs):
        total = 0.0
        for images, labels in minibatches(x, y, batch_size, rng):
            loss = softmax_cross_entropy(model(images), labels)
            optimizer.step()
            optimizer.zero_grad()
            loss.backward()
            total += loss.data.item() * len(images)
        losses.append(total / len(x))
    return losses


@misconception(
    "train", ja="進む前に勾配を忘れている", en="Gradients are forgotten before the step", handout="a05/#train"
)
def forgets_before_the_step(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: 勾配を求めたあと、使う前に忘れています。これでは、パラメータは一度も動きません。忘れるのは、いつがよいでしょうか。
    en: The gradients are found, then forgotten before they are used. No parameter ever moves. When is the time to forget?
    """
    optimizer, losses = SGD(model.parameters(), lr), []
    for _ in range(epochs):
        total = 0.0
        for images, labels in minibatches(x, y, batch_size, rng):
            loss = softmax_cross_entropy(model(images), labels)
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            total += loss.data.item() * len(images)
        losses.append(total / len(x))
    return losses


@misconception(
    "train", ja="最初のミニバッチしか使っていない", en="Only the first minibatch is used", handout="a05/#train"
)
def first_minibatch_only(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: エポックごとに、ミニバッチを一つ使っただけで終わっています。全部のミニバッチについて、一歩ずつ進みます。内側のルー
        プを確かめましょう。
    en: Each epoch ends after one minibatch. There is a step for every minibatch: look at the inner loop.
    """
    optimizer, losses = SGD(model.parameters(), lr), []
    for _ in range(epochs):
        for images, labels in minibatches(x, y, batch_size, rng):
            loss = softmax_cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.data.item())
            break
    return losses


@misconception(
    "train", ja="エポックの最後に一歩だけ進んでいる", en="One step at the end of each epoch", handout="a05/#train"
)
def one_step_an_epoch(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: 一歩進むところが、内側のループの外にあります。ミニバッチに分けるのは、一つごとに一歩進むためです。
    en: The step is outside the inner loop. The point of minibatches is to take a step after each of them.
    """
    optimizer, losses = SGD(model.parameters(), lr), []
    for _ in range(epochs):
        total = 0.0
        for images, labels in minibatches(x, y, batch_size, rng):
            loss = softmax_cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            total += loss.data.item() * len(images)
        optimizer.step()
        losses.append(total / len(x))
    return losses


@misconception(
    "train", ja="ミニバッチの平均を平均している", en="The mean of the minibatches' means", handout="a05/#train"
)
def mean_of_means(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: 最後のミニバッチが小さいと、そこに入った数字だけが重く数えられます。エポックの損失は、全部の数字を同じ重さで平均し
        たものです。
    en: Where the last minibatch is smaller, its digits count for more. The loss of an epoch is a mean in which all digits
        count alike.
    """
    optimizer, losses = SGD(model.parameters(), lr), []
    for _ in range(epochs):
        parts = []
        for images, labels in minibatches(x, y, batch_size, rng):
            loss = softmax_cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            parts.append(loss.data.item())
        losses.append(sum(parts) / len(parts))
    return losses


@misconception("train", ja="損失を合計したまま返している", en="Losses are summed, not averaged", handout="a05/#train")
def total_of_the_epoch(model, x, y, *, epochs, batch_size, lr, rng, right=train):
    """
    ja: エポックの損失は、数字一枚あたりの平均です。全部の枚数で割ると、はじめの損失が log 10 の近くになります。
    en: The loss of an epoch is a mean for one digit. Divided by how many digits there are, the first is near log 10.
    """
    losses = right(model, x, y, epochs=epochs, batch_size=batch_size, lr=lr, rng=rng)
    return [loss * len(x) for loss in losses]


@misconception(
    "train",
    ja="最後のミニバッチの損失を返している",
    en="The loss of the last minibatch is returned",
    handout="a05/#train",
)
def loss_of_the_last_minibatch(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: エポックの損失として、最後のミニバッチの損失だけを使っています。全部のミニバッチの分を集めましょう。
    en: What you give as an epoch's loss is that of its last minibatch alone. Collect those of all minibatches.
    """
    optimizer, losses = SGD(model.parameters(), lr), []
    for _ in range(epochs):
        for images, labels in minibatches(x, y, batch_size, rng):
            loss = softmax_cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.data.item())
    return losses


@misconception(
    "train",
    ja="ミニバッチごとの損失を返している",
    en="One loss for each minibatch is returned",
    handout="a05/#train",
)
def loss_of_each_minibatch(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: 返すリストの長さはエポックの数です。ミニバッチごとの損失は、エポックの終わりに一つの平均にまとめましょう。
    en: The list has as many numbers as there are epochs. At the end of an epoch, make one mean of the minibatches' losses.
    """
    optimizer, losses = SGD(model.parameters(), lr), []
    for _ in range(epochs):
        for images, labels in minibatches(x, y, batch_size, rng):
            loss = softmax_cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.data.item())
    return losses


@misconception(
    "train", ja="どのエポックも同じミニバッチ", en="The same minibatches in every epoch", handout="a05/#train"
)
def batches_made_once(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: ミニバッチを最初に一度だけ作って、使い回しています。エポックのたびに、混ぜ直したものを受け取りましょう。
    en: The minibatches are made once, at the start, and used again and again. Get them anew, mixed anew, in every epoch.
    """
    optimizer, losses = SGD(model.parameters(), lr), []
    batches = list(minibatches(x, y, batch_size, rng))
    for _ in range(epochs):
        total = 0.0
        for images, labels in batches:
            loss = softmax_cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.data.item() * len(images)
        losses.append(total / len(x))
    return losses


@misconception("train", ja="データを順番のまま使っている", en="The data are used in their order", handout="a05/#train")
def never_mixed(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: データを先頭から順に切り出しています。混ぜながら分ける関数は、もう書きましたね。
    en: The data are cut in the order in which they come. You have written the function that mixes them.
    """
    optimizer, losses = SGD(model.parameters(), lr), []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(x), batch_size):
            images, labels = x[start : start + batch_size], y[start : start + batch_size]
            loss = softmax_cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.data.item() * len(images)
        losses.append(total / len(x))
    return losses


@misconception("train", ja="エポックの数を使っていない", en="epochs is ignored", handout="a05/#train")
def one_epoch_only(model, x, y, *, epochs, batch_size, lr, rng, right=train):
    """
    ja: 全部の数字を一度使ったところで終わっています。それを epochs 回くり返します。
    en: It ends when every digit was used once. That is to be done epochs times.
    """
    return right(model, x, y, epochs=1, batch_size=batch_size, lr=lr, rng=rng)


@misconception("train", ja="学習率が lr ではない", en="Another learning rate than lr", handout="a05/#train")
def learning_rate_of_its_own(model, x, y, *, epochs, batch_size, lr, rng, right=train):
    """
    ja: 決まった学習率で進んでいます。渡された lr を SGD に渡しましょう。
    en: The steps have a fixed learning rate. Hand the lr that you are given on to SGD.
    """
    return right(model, x, y, epochs=epochs, batch_size=batch_size, lr=0.01, rng=rng)


@misconception("train", ja="損失が Tensor のまま", en="Losses are returned as tensors", handout="a05/#train")
def losses_as_tensors(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: 返すのは数のリストです。Tensor のまま集めると、これまでの計算グラフが全部メモリに残ります。値だけを取り出して足し
        ましょう。
    en: What is returned is a list of numbers. Collected as tensors, they keep all graphs of the past in memory. Take the
        values out, and add those.
    """
    optimizer, losses = SGD(model.parameters(), lr), []
    for _ in range(epochs):
        total = 0.0
        for images, labels in minibatches(x, y, batch_size, rng):
            loss = softmax_cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total = loss * len(images) + total
        losses.append(total / len(x))
    return losses
