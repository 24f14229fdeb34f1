"""What goes wrong in chain."""

from autograder.misconceptions import misconception


@misconception("chain", ja="外側の微分を x で求めている", en="The outer derivative is taken at x", handout="a02/#chain")
def outer_derivative_at_x(dg, h, dh):
    """
    ja: g に入ってくるのは x ではありません。g の微分を求める点は、g が実際に受け取る値です。
    en: What goes into g is not x. The point at which to take g's derivative is the value that g really receives.
    """
    return lambda x: dg(x) * dh(x)


@misconception("chain", ja="内側の微分を掛けていない", en="The inner derivative is missing", handout="a02/#chain")
def inner_derivative_forgotten(dg, h, dh):
    """
    ja: x が動くと h が何倍動くか、が入っていません。直列の二段は、両方の倍率が要ります。
    en: It lacks how many times as far h moves when x does. A chain of two needs the rates of both.
    """
    return lambda x: dg(h(x))


@misconception("chain", ja="直列なのに足している", en="In a chain it adds", handout="a02/#chain")
def chain_adds(dg, h, dh):
    """
    ja: 2 倍に動かすものの先に 3 倍に動かすものをつなぐと、全体では何倍でしょうか。和になるのは分岐のときです。
    en: Something that moves twice as far, followed by something that moves three times as far: how far do both together?
        It is branches that add.
    """
    return lambda x: dg(h(x)) + dh(x)


@misconception(
    "chain", ja="内側の微分も h(x) で求めている", en="The inner derivative is taken at h(x)", handout="a02/#chain"
)
def inner_derivative_at_h(dg, h, dh):
    """
    ja: h が受け取るのは x です。h の微分を求める点は、h の出口ではなく入口の値です。
    en: What h receives is x. The point at which to take h's derivative is what goes into h, not what comes out.
    """
    return lambda x: dg(h(x)) * dh(h(x))


@misconception("chain", ja="微分でなく h の値を掛けている", en="The value of h is multiplied in", handout="a02/#chain")
def multiplies_by_the_value(dg, h, dh):
    """
    ja: 連鎖率で掛け合わせるのは、倍率、つまり微分どうしです。h の値は、外側の微分をどの点で求めるかに使います。
    en: What the chain rule multiplies are rates, that is derivatives. The value of h says where to take the outer one.
    """
    return lambda x: dg(h(x)) * h(x)


@misconception("chain", ja="微分どうしを合成している", en="The derivatives are composed", handout="a02/#chain")
def derivatives_composed(dg, h, dh):
    """
    ja: g(h(x)) の微分は、g の微分に h の微分を入れたものではありません。y = (x + 2)² + 5 で確かめましょう。
    en: The derivative of g(h(x)) is not g's derivative with h's derivative put into it. Try y = (x + 2)² + 5.
    """
    return lambda x: dg(dh(x))


@misconception("chain", ja="h の微分を差分で測っている", en="The derivative of h is measured", handout="a02/#chain")
def inner_derivative_measured(dg, h, dh):
    """
    ja: h の微分は dh として渡されています。少しずらした点との差を取る必要はなく、取ると誤差が残ります。
    en: The derivative of h is given: it is dh. There is no need for a difference to a point nearby, which leaves an error.
    """
    return lambda x: dg(h(x)) * (h(x + 1e-5) - h(x - 1e-5)) / 2e-5


@misconception(
    "chain", ja="最後に渡された関数を全員で使っている", en="All use the functions given last", handout="a02/#chain"
)
def last_functions_for_all(dg, h, dh):
    """
    ja: dg、h、dh をグローバル変数に置くと、次に chain が呼ばれたとき上書きされます。内側の関数は、外側の引数を自分で
        覚えています。
    en: In global variables dg, h and dh are overwritten when chain is called again. An inner function remembers the
        arguments of the outer one by itself.
    """
    global kept
    kept = dg, h, dh
    return lambda x: kept[0](kept[1](x)) * kept[2](x)
