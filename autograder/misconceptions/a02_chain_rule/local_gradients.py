"""What goes wrong in local_gradients. `right` is bound before the wrong one takes the name."""

import math

from autograder.misconceptions import misconception, reference

chain_rule = reference("a02_chain_rule")
local_gradients = chain_rule.local_gradients


@misconception(
    "local_gradients",
    ja="足し算で入力の値を返している",
    en="Addition gives the values of its inputs",
    handout="a02/#local_gradients",
)
def add_gives_its_inputs(op, *inputs, right=local_gradients):
    """
    ja: 返すのは値ではなく、入力を少し動かしたときに結果が何倍動くか、です。足し算では、入力の大きさによって変わるでし
        ょうか。
    en: Not the values are wanted but how many times as far the result moves when an input does. Does that depend on
        the inputs of an addition?
    """
    if op == "add":
        return inputs
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="足し算で勾配を半分ずつに分けている",
    en="Addition splits the gradient in halves",
    handout="a02/#local_gradients",
)
def add_shares_the_gradient(op, *inputs, right=local_gradients):
    """
    ja: 足し算は勾配を「分け合う」のではありません。x だけを 0.1 増やすと、x + y はいくつ増えますか。
    en: The inputs of an addition do not share a gradient between them. When x alone grows by 0.1, by how much does x
        + y grow?
    """
    if op == "add":
        return 0.5, 0.5
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="引き算の二つ目の符号が違う",
    en="The second sign of a subtraction is wrong",
    handout="a02/#local_gradients",
)
def sub_without_its_sign(op, *inputs, right=local_gradients):
    """
    ja: 引く数が大きくなると、差はどちらに動きますか。二つ目の入力についての微分を、数で確かめましょう。
    en: When what is subtracted grows, which way does the difference move? Try the derivative for the second input
        with numbers.
    """
    if op == "sub":
        return 1.0, 1.0
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="掛け算で自分の値を返している",
    en="A factor gives its own value, not the other's",
    handout="a02/#local_gradients",
)
def mul_factors_swapped(op, *inputs, right=local_gradients):
    """
    ja: y を止めて x を少し動かすと、x × y の動きの大きさを決めるのは、どちらの値でしょうか。x = 4、y = 2 で試しまし
        ょう。
    en: Hold y still and move x a little: which of the two values decides how far x × y moves? Try it with x = 4, y =
        2.
    """
    if op == "mul":
        return inputs
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="掛け算で積を返している",
    en="A multiplication gives the product",
    handout="a02/#local_gradients",
)
def mul_gives_the_product(op, *inputs, right=local_gradients):
    """
    ja: 返すのは演算の結果ではなく、入力を少し動かしたときの結果の動きの割合です。二つの入力で、同じになるとは限りませ
        ん。
    en: Not the result is wanted but how fast it moves with an input. That need not be the same for both inputs.
    """
    if op == "mul":
        return inputs[0] * inputs[1], inputs[0] * inputs[1]
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="割り算の二つ目の符号が違う",
    en="The second sign of a division is wrong",
    handout="a02/#local_gradients",
)
def div_without_its_sign(op, *inputs, right=local_gradients):
    """
    ja: 割る数が大きくなると、x / y はどちらに動きますか (x も y も正のとき)。符号を確かめましょう。
    en: When the divisor grows, which way does x / y move (with x and y positive)? Look at the sign.
    """
    if op == "div":
        a, b = inputs
        return 1.0 / b, a / b**2
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="割り算の二つ目に、割られる数が入っていない",
    en="The second derivative of a division lacks the numerator",
    handout="a02/#local_gradients",
)
def div_without_its_numerator(op, *inputs, right=local_gradients):
    """
    ja: x / y は、x と y⁻¹ の積です。y を動かすとき、止めてある x は係数として残ります。
    en: x / y is x times y to the power −1. While y moves, x is held still, and stays in front as a factor.
    """
    if op == "div":
        b = inputs[1]
        return 1.0 / b, -1.0 / b**2
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="割り算の二つ目で、二乗を忘れている",
    en="The second derivative of a division lacks the square",
    handout="a02/#local_gradients",
)
def div_without_the_square(op, *inputs, right=local_gradients):
    """
    ja: y についての微分は、べき乗の式で k = −1 としたものです。新しい指数はいくつになりますか。
    en: For y, use the formula for powers with k = −1. What is the new exponent?
    """
    if op == "div":
        a, b = inputs
        return 1.0 / b, -a / b
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="べき乗の指数を減らしていない",
    en="The exponent of a power is not decremented",
    handout="a02/#local_gradients",
)
def exponent_not_decremented(op, *inputs, right=local_gradients):
    """
    ja: べき乗の微分では、指数が前に出るだけでなく、残った指数も変わります。x² の微分を思い出しましょう。
    en: In the derivative of a power the exponent comes to the front, and what remains of it changes too. Recall the
        derivative of x².
    """
    if op == "pow":
        x, k = inputs
        return (k * x**k,)
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="べき乗の指数が前に出ていない",
    en="The exponent of a power does not come to the front",
    handout="a02/#local_gradients",
)
def power_without_its_factor(op, *inputs, right=local_gradients):
    """
    ja: 指数は一つ減っていますが、もとの指数はどこへ行くのでしたか。x² の微分が x にならないことを確かめましょう。
    en: The exponent has gone down by one; but where does the old one go? The derivative of x² is not x.
    """
    if op == "pow":
        x, k = inputs
        return (x ** (k - 1),)
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="べき乗の微分を x で割って求めている",
    en="The derivative of a power divides by x",
    handout="a02/#local_gradients",
)
def power_divides_by_its_base(op, *inputs, right=local_gradients):
    """
    ja: x の k 乗を x で割る方法は、x = 0 のときに使えません。講義の式の形のまま計算すれば、割り算は要りません。
    en: Dividing the k-th power of x by x is impossible at x = 0. Computed in the form of the lecture's formula, no
        division is needed.
    """
    if op == "pow":
        x, k = inputs
        return (k * x**k / x,)
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="べき乗を対数を通して計算している",
    en="A power goes through the logarithm",
    handout="a02/#local_gradients",
)
def power_through_logarithm(op, *inputs, right=local_gradients):
    """
    ja: ln x は x が正のときにしかありません。pow の x は 0 や負の数のこともあります。Python の ** は、そのままで負の
        数も扱えます。
    en: ln x exists for positive x alone, and the x of pow may be 0 or negative. Python's ** deals with negative
        numbers by itself.
    """
    if op == "pow":
        x, k = inputs
        return (k * math.exp((k - 1) * math.log(x)),)
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="べき乗で x の符号が失われている",
    en="A power loses the sign of its base",
    handout="a02/#local_gradients",
)
def power_of_its_size(op, *inputs, right=local_gradients):
    """
    ja: 負の数の奇数乗は負です。絶対値で計算すると、その符号が消えてしまいます。
    en: A negative number to an odd power is negative. Computed with its absolute value, that sign gets lost.
    """
    if op == "pow":
        x, k = inputs
        return (k * abs(x) ** (k - 1),)
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="べき乗で指数の微分も返している",
    en="pow gives a derivative for its exponent, too",
    handout="a02/#local_gradients",
)
def exponent_gets_a_derivative(op, *inputs, right=local_gradients):
    """
    ja: このコースでは、指数は定数です。pow が返すのは、底についての微分だけです。タプルの長さを確かめましょう。
    en: In this course an exponent is a constant: pow gives the derivative for its base alone. Look at the length of
        your tuple.
    """
    if op == "pow":
        x, k = inputs
        return k * x ** (k - 1), x**k * math.log(x) if 0 < x < math.inf else 0.0
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="指数関数にべき乗の式を使っている",
    en="The formula for powers is used for eˣ",
    handout="a02/#local_gradients",
)
def exp_by_the_power_rule(op, *inputs, right=local_gradients):
    """
    ja: べき乗の式は、底が動いて指数が止まっているときのものです。eˣ では、動くのはどちらでしょうか。
    en: The formula for powers is for a base that moves and an exponent that does not. Which of them moves in eˣ?
    """
    if op == "exp":
        return (inputs[0] * math.exp(inputs[0] - 1),)
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="指数関数の微分を、出力でなく入力にしている",
    en="exp gives its input, not its output",
    handout="a02/#local_gradients",
)
def exp_gives_its_input(op, *inputs, right=local_gradients):
    """
    ja: eˣ は微分しても変わりません。微分が等しいのは、入力の x とでしょうか、出力とでしょうか。
    en: eˣ is not changed by differentiation. Is the derivative equal to the input x, then, or to the output?
    """
    if op == "exp":
        return (inputs[0],)
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="対数の微分を、入力でなく出力から求めている",
    en="The derivative of log is taken from its output",
    handout="a02/#local_gradients",
)
def log_from_its_output(op, *inputs, right=local_gradients):
    """
    ja: 1 を割るのは、対数の値ではなく、対数に入れる前の値です。x = 1 での ln x の傾きを、グラフで考えてみましょう。
    en: What 1 is divided by is not the value of the logarithm but the value that went into it. Think of the slope of
        ln x at x = 1.
    """
    if op == "log":
        return (1.0 / math.log(inputs[0]) if inputs[0] != 1 else math.inf,)
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="入力が一つの演算で、タプルでなく数を返している",
    en="A bare number instead of a tuple of one",
    handout="a02/#local_gradients",
)
def bare_number_for_one_input(op, *inputs, right=local_gradients):
    """
    ja: かっこで囲んだだけの (5.0) は、ただの数です。一つだけのタプルには、コンマが要ります。
    en: (5.0) is a number in parentheses and no more. A tuple of one needs a comma.
    """
    if op in ("pow", "exp", "log"):
        return right(op, *inputs)[0]
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="知らない演算で何も起きない",
    en="An unknown operation passes in silence",
    handout="a02/#local_gradients",
)
def unknown_gives_nothing(op, *inputs, right=local_gradients):
    """
    ja: どの if にも当てはまらないとき、関数は何も言わずに終わります。知らない名前が来たことを、呼び出した側に知らせま
        しょう。
    en: Where no `if` applies, the function ends without a word. Let the caller know that the name is unknown.
    """
    if op not in ("input", "const", "add", "sub", "mul", "div", "pow", "exp", "log"):
        return None
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="知らない演算で KeyError になる",
    en="An unknown operation is a KeyError",
    handout="a02/#local_gradients",
)
def unknown_is_a_key_error(op, *inputs, right=local_gradients):
    """
    ja: 辞書にないキーを引くと KeyError になります。この関数が約束しているのは ValueError です。名前があるかを先に調べ
        ましょう。
    en: Looking up what a dictionary lacks is a KeyError. What this function promises is a ValueError: see first
        whether the name is there.
    """
    if op not in ("input", "const", "add", "sub", "mul", "div", "pow", "exp", "log"):
        raise KeyError(op)
    return right(op, *inputs)


@misconception(
    "local_gradients",
    ja="微分を差分で測っている",
    en="The derivatives are measured by differences",
    handout="a02/#local_gradients",
)
def measured_by_differences(op, *inputs, right=local_gradients):
    """
    ja: 少しずらした点との差では、誤差が残ります。それぞれの演算の微分は、式で分かっています。
    en: A difference to a point nearby leaves an error. The derivative of each operation is known as a formula.
    """
    compute = {
        "add": lambda a, b: a + b,
        "sub": lambda a, b: a - b,
        "mul": lambda a, b: a * b,
        "div": lambda a, b: a / b,
        "pow": lambda a, k: a**k,
        "exp": lambda a: math.exp(a),
        "log": lambda a: math.log(a),
    }
    if op in compute:
        h, found = 1e-5, []
        for i in range(1 if op == "pow" else len(inputs)):
            ahead, behind = list(inputs), list(inputs)
            ahead[i] += h
            behind[i] -= h
            found.append((compute[op](*ahead) - compute[op](*behind)) / (2 * h))
        return tuple(found)
    return right(op, *inputs)
