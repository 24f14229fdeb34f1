"""What goes wrong in Sequential."""

from autograder.misconceptions import misconception, reference

layers = reference("a03_layers")
Sequential = layers.Sequential


@misconception(
    "Sequential", ja="逆伝播が前から順になっている", en="Backward runs from first to last", handout="a03/#sequential"
)
class BackwardInForwardOrder(Sequential):
    """
    ja: 逆伝播は計算グラフを右から左へたどります。出力に最も近い層の勾配が、はじめに求まります。
    en: Backward walks the graph from right to left: the gradient of the layer nearest to the output comes first.
    """

    def backward(self, dz):
        for layer in self.layers:
            dz = layer.backward(dz)
        return dz


@misconception(
    "Sequential",
    ja="最初の層の逆伝播を飛ばしている",
    en="Backward leaves out the first layer",
    handout="a03/#sequential",
)
class SkipsFirstLayer(Sequential):
    """
    ja: ループが最初の層の手前で止まっています。入力に最も近い層にもパラメータがあり、勾配が要ります。添字の範囲を確か
        めましょう。
    en: The loop stops before the first layer, which has parameters too and needs its gradient. Look at the range of the
        index.
    """

    def backward(self, dz):
        for layer in reversed(self.layers[1:]):
            dz = layer.backward(dz)
        return dz


@misconception(
    "Sequential",
    ja="どの層にも同じ勾配を渡している",
    en="Every layer gets the same gradient",
    handout="a03/#sequential",
)
class SameGradientForAll(Sequential):
    """
    ja: 1 つの層の backward が返した勾配が、その前の層にとっての上流の勾配です。ループの中で受け取って、次に渡しま
        しょう。
    en: What one layer's backward returns is the upstream gradient of the layer before it: take it and hand it on.
    """

    def backward(self, dz):
        for layer in reversed(self.layers):
            dx = layer.backward(dz)
        return dx


@misconception(
    "Sequential",
    ja="どの層にもネットワークの入力を渡している",
    en="Every layer gets the network's input",
    handout="a03/#sequential",
)
class SameInputForAll(Sequential):
    """
    ja: 各層の入力は、1 つ前の層の出力です。ループの中で受け取って、次の層に渡しましょう。
    en: A layer's input is the output of the layer before it: take it in the loop and hand it to the next.
    """

    def forward(self, x):
        for layer in self.layers:
            z = layer.forward(x)
        return z


@misconception(
    "Sequential", ja="最後の層を飛ばしている", en="Forward leaves out the last layer", handout="a03/#sequential"
)
class SkipsLastLayer(Sequential):
    """
    ja: 最後の層が計算に入っていません。出力層も layers の一つです。添字の範囲を確かめましょう。
    en: The last layer is not applied. The output layer is one of the layers too: look at the range of the index.
    """

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = layer.forward(x)
        return x
