"""What goes wrong in the PyTorch exercise."""

from autograder.misconceptions import misconception, reference

mnist = reference("a05_mnist")
minibatches, build_torch_model, train_torch = mnist.minibatches, mnist.build_torch_model, mnist.train_torch


@misconception("build_torch_model", ja="float32 のまま", en="Still in float32", handout="a05/#torch")
def single_precision(parameters, right=build_torch_model):
    """
    ja: PyTorch の層は、何も言わなければ float32 で作られます。値を写すときにも、桁が落ちます。モデル全体を float64 にしま
        しょう。
    en: Left to itself, PyTorch makes layers in float32, and digits are lost when values are copied into them. Make the whole
        model float64.
    """
    return right(parameters).float()


@misconception("build_torch_model", ja="ReLU がない", en="There is no ReLU", handout="a05/#torch")
def layers_without_relu(parameters, right=build_torch_model):
    """
    ja: 線形層が続いているだけです。間に活性化関数がなければ、二つの線形層は一つの線形層と同じことしかできません。
    en: There are only linear layers. Without an activation between them, two can do no more than one.
    """
    import torch

    first, _, second = right(parameters)
    return torch.nn.Sequential(first, second)


@misconception(
    "build_torch_model", ja="ロジットにも ReLU を掛けている", en="A ReLU on the logits too", handout="a05/#torch"
)
def relu_on_the_logits(parameters, right=build_torch_model):
    """
    ja: 最後の層のあとにも ReLU があります。ロジットは負の値も取るもので、負の側で差がつかなくなると、学習できません。
    en: There is a ReLU after the last layer too. Logits may be negative, and cut off at 0 they cannot be told apart there.
    """
    import torch

    return torch.nn.Sequential(*right(parameters), torch.nn.ReLU())


@misconception(
    "build_torch_model",
    ja="モデルの最後にソフトマックスがある",
    en="A softmax at the end of the model",
    handout="a05/#torch",
)
def softmax_in_the_model(parameters, right=build_torch_model):
    """
    ja: cross_entropy の中に、もうソフトマックスが入っています。モデルはロジットを返します。
    en: cross_entropy has a softmax inside already. What the model returns is logits.
    """
    import torch

    return torch.nn.Sequential(*right(parameters), torch.nn.Softmax(dim=1))


@misconception(
    "build_torch_model",
    ja="渡された配列とメモリを共有している",
    en="Memory shared with the given arrays",
    handout="a05/#torch",
)
def memory_shared(parameters, right=build_torch_model):
    """
    ja: モデルのパラメータが、渡された配列のメモリをそのまま使っています。学習すると、エンジンのモデルの重みまで変わってしま
        います。中身を写しましょう。
    en: The model's parameters use the very memory of the given arrays. Training changes the weights of the engine's model as
        well. Copy the contents.
    """
    import torch

    network = right(parameters)
    for parameter, values in zip(network.parameters(), parameters, strict=True):
        parameter.data = torch.from_numpy(values)
    return network


@misconception("build_torch_model", ja="バイアスを写していない", en="The biases are not copied", handout="a05/#torch")
def biases_left_out(parameters, right=build_torch_model):
    """
    ja: 重みは合っていますが、バイアスが違います。リストには w1、b1、w2、b2 の四つがあり、どれも写します。
    en: The weights are right, the biases are not. The list holds four arrays, w1, b1, w2 and b2: copy every one.
    """
    return right([parameters[0], 0 * parameters[1], parameters[2], 0 * parameters[3]])


@misconception(
    "train_torch", ja="PyTorch で勾配を忘れていない", en="Gradients pile up in PyTorch", handout="a05/#torch"
)
def torch_never_forgets(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: PyTorch も、勾配を足し込みます。自分の train と同じところで、忘れる必要があります。
    en: PyTorch adds gradients up too. They must be forgotten where your own train forgets them.
    """
    import torch

    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        total = 0.0
        for images, labels in minibatches(x, y, batch_size, rng):
            z = model(torch.tensor(images, dtype=torch.float64))
            loss = torch.nn.functional.cross_entropy(z, torch.tensor(labels, dtype=torch.int64))
            loss.backward()
            optimizer.step()
            total += loss.item() * len(images)
        losses.append(total / len(x))
    return losses


@misconception("train_torch", ja="SGD ではなく Adam を使っている", en="Adam instead of SGD", handout="a05/#torch")
def adam_instead(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: Adam は、歩幅を自分で決める別の方法です。ここでは、自分の SGD と同じ一歩を進むものを選びます。
    en: Adam is another method, which chooses its steps itself. Here, take the one that steps as your own SGD does.
    """
    import torch

    optimizer, losses = torch.optim.Adam(model.parameters(), lr=lr), []
    for _ in range(epochs):
        total = 0.0
        for images, labels in minibatches(x, y, batch_size, rng):
            z = model(torch.tensor(images, dtype=torch.float64))
            loss = torch.nn.functional.cross_entropy(z, torch.tensor(labels, dtype=torch.int64))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(images)
        losses.append(total / len(x))
    return losses


@misconception(
    "train_torch", ja="PyTorch の乱数で混ぜている", en="Mixed by PyTorch's own randomness", handout="a05/#torch"
)
def mixed_by_torch(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: PyTorch の乱数は、渡された rng と関係がありません。エンジンと同じミニバッチで学習するには、同じところから受け取りま
        しょう。
    en: PyTorch's randomness has nothing to do with the given rng. To learn from the engine's minibatches, get them from
        where the engine gets them.
    """
    import torch

    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x)).split(batch_size):
            z = model(torch.tensor(x[rows.numpy()], dtype=torch.float64))
            loss = torch.nn.functional.cross_entropy(z, torch.tensor(y[rows.numpy()], dtype=torch.int64))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
        losses.append(total / len(x))
    return losses


@misconception(
    "train_torch", ja="PyTorch の損失で、平均を平均している", en="In PyTorch, the mean of means", handout="a05/#torch"
)
def torch_mean_of_means(model, x, y, *, epochs, batch_size, lr, rng):
    """
    ja: 最後のミニバッチが小さいと、平均の平均は全体の平均になりません。自分の train と同じ数え方にしましょう。
    en: With a smaller last minibatch, the mean of means is not the mean of all. Count as your own train does.
    """
    import torch

    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        parts = []
        for images, labels in minibatches(x, y, batch_size, rng):
            z = model(torch.tensor(images, dtype=torch.float64))
            loss = torch.nn.functional.cross_entropy(z, torch.tensor(labels, dtype=torch.int64))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            parts.append(loss.item())
        losses.append(sum(parts) / len(parts))
    return losses


@misconception(
    "train_torch", ja="損失が PyTorch のテンソルのまま", en="Losses are PyTorch tensors", handout="a05/#torch"
)
def losses_as_torch_tensors(model, x, y, *, epochs, batch_size, lr, rng, right=train_torch):
    """
    ja: 返すのは float のリストです。一つの数を持つテンソルから数を取り出す方法が、表にあります。
    en: What is returned is a list of floats. The table says how to take the number out of a tensor that holds one.
    """
    import torch

    losses = right(model, x, y, epochs=epochs, batch_size=batch_size, lr=lr, rng=rng)
    return [torch.tensor(loss) for loss in losses]
