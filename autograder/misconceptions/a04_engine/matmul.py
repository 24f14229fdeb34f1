"""What goes wrong in the matrix product and the transpose."""

from autograder.misconceptions import misconception, reference

engine = reference("a04_engine")
Tensor = engine.Tensor


@misconception(
    "Tensor",
    ja="左の行列の勾配で、B を転置していない",
    en="The gradient of the left matrix uses B untransposed",
    handout="a04/#matmul",
)
class LeftGradientWithoutTranspose(Tensor):
    """
    ja: ∂L/∂A_ij = Σ_k ∂L/∂Z_ik B_jk で、足されて消える k は、B の何番目の番号ですか。行列の積では、右の行列の一番目の番号
        が消えるのでした。
    en: In ∂L/∂A_ij = Σ_k ∂L/∂Z_ik B_jk the index k disappears. Which index of B is that? In a matrix product it is the first
        index of the right one that disappears.
    """

    def __matmul__(self, other):
        other = self._operand(other)
        a, b = self.data, other.data
        return self._result(a @ b, (self, lambda grad: grad @ b), (other, lambda grad: a.T @ grad))


@misconception(
    "Tensor",
    ja="右の行列の勾配で、A を転置していない",
    en="The gradient of the right matrix uses A untransposed",
    handout="a04/#matmul",
)
class RightGradientWithoutTranspose(Tensor):
    """
    ja: ∂L/∂B_jk = Σ_i A_ij ∂L/∂Z_ik で、足されて消える i は、A の何番目の番号ですか。行列の積では、左の行列の二番目の番号
        が消えるのでした。
    en: In ∂L/∂B_jk = Σ_i A_ij ∂L/∂Z_ik the index i disappears. Which index of A is that? In a matrix product it is the
        second index of the left one that disappears.
    """

    def __matmul__(self, other):
        other = self._operand(other)
        a, b = self.data, other.data
        return self._result(a @ b, (self, lambda grad: grad @ b.T), (other, lambda grad: a @ grad))


@misconception(
    "Tensor",
    ja="右の行列の勾配が転置されている",
    en="The gradient of the right matrix is transposed",
    handout="a04/#matmul",
)
class RightGradientTransposed(Tensor):
    """
    ja: 勾配は、もとの行列と同じ形です。∂L/∂B_jk の行の番号 j は、A の列の番号です。どちらが左に来るでしょうか。
    en: A gradient has the shape of its matrix. The row number j of ∂L/∂B_jk is the column number of A: which of the two
        comes first?
    """

    def __matmul__(self, other):
        other = self._operand(other)
        a, b = self.data, other.data
        return self._result(a @ b, (self, lambda grad: grad @ b.T), (other, lambda grad: grad.T @ a))


@misconception(
    "Tensor",
    ja="左の行列の勾配で、掛ける順が逆",
    en="The gradient of the left matrix is multiplied in the wrong order",
    handout="a04/#matmul",
)
class LeftGradientInWrongOrder(Tensor):
    """
    ja: 行列の積では、順を入れ替えると別のものになります。∂L/∂Z は (N, m)、A は (N, n) です。(N, n) の左側の N は、どちらか
        ら来ますか。
    en: Matrices do not commute. ∂L/∂Z is (N, m) and A is (N, n): from which factor does the N on the left come?
    """

    def __matmul__(self, other):
        other = self._operand(other)
        a, b = self.data, other.data
        return self._result(a @ b, (self, lambda grad: b.T @ grad), (other, lambda grad: a.T @ grad))


@misconception(
    "Tensor",
    ja="左が配列のときの積が逆",
    en="With an array on the left, the product is the wrong way round",
    handout="a04/#matmul",
)
class ReflectedProductNotReversed(Tensor):
    """
    ja: __rmatmul__ が呼ばれるのは、配列 @ テンソル のとき、つまり自分が右側にいるときです。行列の積では、順が大切です。
    en: __rmatmul__ is called for array @ tensor, where self is on the right. In a matrix product the order matters.
    """

    def __rmatmul__(self, other):
        return self @ other


@misconception(
    "Tensor",
    ja="転置の勾配を転置していない",
    en="The gradient of a transpose is not moved back",
    handout="a04/#matmul",
)
class TransposePassesGradient(Tensor):
    """
    ja: 転置で動いた成分の勾配は、もとの場所に戻さなければなりません。勾配の形が、もとの行列の形と同じか、確かめましょう。
    en: The gradient of an entry that was moved has to be moved back. Does the gradient have the shape of the matrix?
    """

    @property
    def T(self):  # noqa: N802
        return self._result(self.data.T, (self, lambda grad: grad))


@misconception(
    "Tensor",
    ja="転置すると、勾配が届かなくなる",
    en="A transpose cuts the gradient off",
    handout="a04/#matmul",
)
class TransposeDetached(Tensor):
    """
    ja: 転置も演算の一つです。辺を覚えさせないと、勾配はもとのテンソルに届きません。
    en: A transpose is an operation too. Without an edge no gradient gets to the tensor it was made of.
    """

    @property
    def T(self):  # noqa: N802
        return type(self)(self.data.T, self.requires_grad)
