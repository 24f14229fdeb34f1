"""What goes wrong in two_variable_chain."""

from autograder.misconceptions import misconception


@misconception(
    "two_variable_chain",
    ja="u を通る道しか数えていない",
    en="Only the way through u is counted",
    handout="a02/#two_variable_chain",
)
def first_way_only(dg_du, dg_dv, du, dv):
    """
    ja: x は v も動かし、v も g を動かします。もう一つの道の分はどうまとめるのでしたか。
    en: x moves v as well, and v moves g as well. How does the share of the other way come in?
    """
    return dg_du * du[0], dg_du * du[1]


@misconception(
    "two_variable_chain",
    ja="v を通る道で上書きしている",
    en="The way through v overwrites the other",
    handout="a02/#two_variable_chain",
)
def second_way_only(dg_du, dg_dv, du, dv):
    """
    ja: 一つ目の道の結果が、二つ目の道の結果で上書きされて消えています。分岐の規則を思い出しましょう。
    en: The result of the first way is overwritten by that of the second. Recall the rule for branches.
    """
    return dg_dv * dv[0], dg_dv * dv[1]


@misconception(
    "two_variable_chain", ja="二つの道を掛けている", en="The two ways are multiplied", handout="a02/#two_variable_chain"
)
def ways_multiplied(dg_du, dg_dv, du, dv):
    """
    ja: 掛けるのは、一つの道に沿って続けて起きることです。二つの道が並んでいるときは、どうしますか。
    en: What happens one after the other along a way is multiplied. What about two ways side by side?
    """
    return dg_du * du[0] * dg_dv * dv[0], dg_du * du[1] * dg_dv * dv[1]


@misconception(
    "two_variable_chain",
    ja="二つの道の平均を取っている",
    en="The two ways are averaged",
    handout="a02/#two_variable_chain",
)
def ways_averaged(dg_du, dg_dv, du, dv):
    """
    ja: 二つの道は、それぞれが全部の力で g を動かします。2 で割る理由はありません。
    en: Each of the two ways moves g with its full force. There is no reason to divide by 2.
    """
    return (dg_du * du[0] + dg_dv * dv[0]) / 2, (dg_du * du[1] + dg_dv * dv[1]) / 2


@misconception(
    "two_variable_chain",
    ja="二つの道の差を取っている",
    en="One way is subtracted from the other",
    handout="a02/#two_variable_chain",
)
def ways_subtracted(dg_du, dg_dv, du, dv):
    """
    ja: 引き算の符号は、v = x − y の微分の中にもう入っています。道をまとめるときに、もう一度引くことはありません。
    en: The sign of a subtraction is in the derivatives of v = x − y already. The ways themselves are not subtracted.
    """
    return dg_du * du[0] - dg_dv * dv[0], dg_du * du[1] - dg_dv * dv[1]


@misconception(
    "two_variable_chain",
    ja="x での微分と y での微分が混ざっている",
    en="Derivatives for x and for y are mixed up",
    handout="a02/#two_variable_chain",
)
def partials_transposed(dg_du, dg_dv, du, dv):
    """
    ja: du の二つは、どちらも u の微分で、x についてと y についてです。∂f/∂x の式に、y についての微分は出てきません。
    en: Both numbers of du are derivatives of u, one for x and one for y. In the formula of ∂f/∂x there is no derivative
        for y.
    """
    return dg_du * du[0] + dg_dv * du[1], dg_du * dv[0] + dg_dv * dv[1]


@misconception(
    "two_variable_chain",
    ja="∂g/∂u と ∂g/∂v が入れ替わっている",
    en="∂g/∂u and ∂g/∂v have changed places",
    handout="a02/#two_variable_chain",
)
def outer_partials_swapped(dg_du, dg_dv, du, dv):
    """
    ja: 一つの道に沿って掛けるものは、同じ中間の変数のものです。u を通る道では、どちらも u が関わります。
    en: Along one way, what is multiplied belongs to the same variable in the middle: on the way through u, both have to do
        with u.
    """
    return dg_dv * du[0] + dg_du * dv[0], dg_dv * du[1] + dg_du * dv[1]


@misconception(
    "two_variable_chain",
    ja="上流の微分を掛けていない",
    en="The derivatives from upstream are missing",
    handout="a02/#two_variable_chain",
)
def ways_without_upstream(dg_du, dg_dv, du, dv):
    """
    ja: u が動いたとき g が何倍動くか、が入っていません。道に沿って最後まで掛けましょう。
    en: It lacks how far g moves when u does. Multiply along the way, to its very end.
    """
    return du[0] + dv[0], du[1] + dv[1]


@misconception(
    "two_variable_chain",
    ja="x と y の微分を一つに足している",
    en="The derivatives for x and y are added into one",
    handout="a02/#two_variable_chain",
)
def one_number_for_both(dg_du, dg_dv, du, dv):
    """
    ja: 足すのは、同じ変数から出た二つの道です。x についての微分と y についての微分は別のもので、二つ返します。
    en: What is added are two ways from the same variable. The derivative for x and the one for y are two things: return
        both.
    """
    return dg_du * du[0] + dg_dv * dv[0] + dg_du * du[1] + dg_dv * dv[1]
