"""What goes wrong in SGD."""

import numpy as np

from autograder.misconceptions import misconception, reference

mnist = reference("a05_mnist")
Tensor = mnist.Tensor
SGD = mnist.SGD


@misconception("SGD", ja="勾配を足している", en="The gradient is added", handout="a05/#sgd")
class Ascent(SGD):
    """
    ja: 勾配は、損失が増える向きを指します。減らすには、逆の向きに動かします。
    en: The gradient points to where the loss grows. To make it smaller, move the other way.
    """

    def step(self):
        for parameter in self.parameters:
            if parameter.grad is not None:
                parameter.data = parameter.data + self.lr * parameter.grad


@misconception("SGD", ja="学習率を使っていない", en="The learning rate is ignored", handout="a05/#sgd")
class LearningRateIgnored(SGD):
    """
    ja: 勾配をそのまま引いています。歩幅は、学習率 lr を掛けて決めます。
    en: The gradient is subtracted as it is. How long the step is, the learning rate lr decides.
    """

    def step(self):
        for parameter in self.parameters:
            if parameter.grad is not None:
                parameter.data = parameter.data - parameter.grad


@misconception("SGD", ja="更新がモデルに届いていない", en="The update does not reach the model", handout="a05/#sgd")
class UpdatesACopy(SGD):
    """
    ja: 計算した新しい値が、モデルの持つ Tensor に入っていません。変数に入れ直しても、新しい Tensor を作っても、モデルは
        前のものを使い続けます。
    en: The new value does not get into the tensor that the model holds. Rebinding a variable or making a new Tensor leaves
        the model with the old one.
    """

    def step(self):
        for number, parameter in enumerate(self.parameters):
            if parameter.grad is not None:
                updated = Tensor(parameter.data - self.lr * parameter.grad, requires_grad=True)
                updated.grad = parameter.grad
                self.parameters = [*self.parameters[:number], updated, *self.parameters[number + 1 :]]


@misconception("SGD", ja="バイアスが更新されない", en="The biases are never updated", handout="a05/#sgd")
class BiasesFrozen(SGD):
    """
    ja: 行列だけが更新されています。バイアスもパラメータで、勾配があります。形によらず、全部を同じように動かしましょう。
    en: Only matrices are updated. A bias is a parameter with a gradient too. Treat all of them alike, whatever their shape.
    """

    def step(self):
        for parameter in self.parameters:
            if parameter.grad is not None and parameter.data.ndim == 2:
                parameter.data = parameter.data - self.lr * parameter.grad


@misconception("SGD", ja="step が勾配を消している", en="step forgets the gradients", handout="a05/#sgd")
class StepForgets(SGD):
    """
    ja: step の仕事は、パラメータを動かすことだけです。勾配を忘れるのは zero_grad の仕事で、いつ忘れるかは、呼ぶ側が決め
        ます。
    en: All that step does is move the parameters. Forgetting gradients is what zero_grad is for, and when to forget is for
        the caller to decide.
    """

    def step(self):
        super().step()
        self.zero_grad()


@misconception(
    "SGD", ja="勾配のないパラメータで止まる", en="Stops at a parameter without a gradient", handout="a05/#sgd"
)
class NoneNotSkipped(SGD):
    """
    ja: 損失に使われなかったパラメータの grad は None です。None は掛け算できません。そのパラメータは、そのままにします。
    en: The grad of a parameter that the loss did not use is None, and None cannot be multiplied. Such a parameter stays as
        it is.
    """

    def step(self):
        for parameter in self.parameters:
            parameter.data = parameter.data - self.lr * parameter.grad


@misconception("SGD", ja="zero_grad が何もしない", en="zero_grad does nothing", handout="a05/#sgd")
class ZeroGradDoesNothing(SGD):
    """
    ja: zero_grad のあとにも、前の勾配が残っています。変数に 0 を入れても、Tensor の grad は変わりません。
    en: After zero_grad the old gradients are still there. Putting 0 into a variable does not change a tensor's grad.
    """

    def zero_grad(self):
        for parameter in self.parameters:
            gradient = parameter.grad
            gradient = None if gradient is None else 0


@misconception(
    "SGD",
    ja="zero_grad が重みの勾配しか消さない",
    en="zero_grad clears the gradients of weights only",
    handout="a05/#sgd",
)
class ZeroGradForWeightsOnly(SGD):
    """
    ja: 行列の勾配は消えていますが、バイアスなど、ほかのパラメータの勾配が残っています。全部のパラメータについて忘れましょう。
    en: The gradients of matrices are gone, those of biases and other parameters are not. Forget them for every parameter.
    """

    def zero_grad(self):
        for parameter in self.parameters:
            if parameter.data.ndim == 2:
                parameter.zero_grad()


@misconception(
    "SGD", ja="zero_grad がパラメータまで 0 にする", en="zero_grad sets the parameters to 0", handout="a05/#sgd"
)
class ZeroGradClearsParameters(SGD):
    """
    ja: 忘れるのは勾配だけです。パラメータの data は、学んだことそのものなので、変えません。
    en: Only gradients are to be forgotten. The data of the parameters is what has been learnt: leave it alone.
    """

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.zero_grad()
            parameter.data = np.zeros_like(parameter.data)
