"""What goes wrong in numerical_gradient.

A function built on the right one holds it as a default argument: in a submission its name is taken by the wrong one.
"""

from autograder.misconceptions import misconception, reference

numerical_gradient = reference("a01_computation_graph").numerical_gradient
GRADIENT = {"replaces": "numerical_gradient", "handout": "a01/#numerical-gradient"}


@misconception(**GRADIENT, ja="前進差分になっている", en="Forward, not central, differences")
def forward_difference(f, point, h=1e-5):
    """
    ja: 右にだけずらすと、誤差は h の大きさです。左右に同じだけずらすと、h² の大きさになります。
    en: Moving to the right only, the error has the size of h. Moving equally far to both sides, that of h².
    """
    here = f(list(point))
    gradient = []
    for i in range(len(point)):
        ahead = list(point)
        ahead[i] += h
        gradient.append((f(ahead) - here) / h)
    return gradient


@misconception(**GRADIENT, ja="2h ではなく h で割っている", en="Divided by h, not by 2h")
def divides_by_h(f, point, h=1e-5, right=numerical_gradient):
    """
    ja: x − h から x + h までの幅は、いくつでしょうか。傾きは、高さの差を、その幅で割ったものです。
    en: How far is it from x − h to x + h? A slope is the difference in height over that distance.
    """
    return [2 * slope for slope in right(f, point, h)]


@misconception(**GRADIENT, ja="幅で割っていない", en="Not divided by the width")
def no_division(f, point, h=1e-5, right=numerical_gradient):
    """
    ja: f の差だけでは、ずらした幅によって値が変わってしまいます。傾きにするには、その幅で割ります。
    en: The difference of f alone depends on how far you moved. To make it a slope, divide by that distance.
    """
    return [2 * h * slope for slope in right(f, point, h)]


@misconception(**GRADIENT, ja="差の向きが逆", en="The difference is the wrong way round")
def reversed_sign(f, point, h=1e-5, right=numerical_gradient):
    """
    ja: 右上がりの関数の傾きは正です。右の値から左の値を引いていますか。
    en: A function that rises to the right has a positive slope. Do you take the value on the left from that on the right?
    """
    return [-slope for slope in right(f, point, h)]


@misconception(**GRADIENT, ja="ずらした変数を戻していない", en="The variable that moved is not put back")
def does_not_put_back(f, point, h=1e-5):
    """
    ja: 偏微分では、動かすのは一つの変数だけです。次の変数に移る前に、前の変数を元の値に戻していますか。
    en: In a partial derivative only one variable moves. Before going on to the next, is the last one back where it was?
    """
    gradient = []
    for i in range(len(point)):
        point[i] += h
        ahead = f(point)
        point[i] -= 2 * h
        behind = f(point)
        gradient.append((ahead - behind) / (2 * h))
    return gradient


@misconception(**GRADIENT, ja="足した分を引いて戻している", en="Put back by arithmetic, not to the very value")
def puts_back_by_arithmetic(f, point, h=1e-5):
    """
    ja: 0.1 + 0.7 − 0.7 は、丸め誤差のために 0.1 になりません。元の値を計算で作り直さず、取っておきましょう。
    en: 0.1 + 0.7 − 0.7 is not 0.1, because of rounding. Do not work the original value out again: keep it.
    """
    gradient = []
    for i in range(len(point)):
        point[i] += h
        ahead = f(point)
        point[i] -= 2 * h
        behind = f(point)
        point[i] += h
        gradient.append((ahead - behind) / (2 * h))
    return gradient


@misconception(**GRADIENT, ja="全部の変数を同時にずらしている", en="All variables move at once")
def moves_all_at_once(f, point, h=1e-5):
    """
    ja: 全部を一緒に動かすと、偏微分の和が出てしまいます。一つずつ動かし、ほかは元の値に止めておきます。
    en: If all of them move together, what you measure is the sum of the partial derivatives. Move one, and hold the others.
    """
    gradient = []
    for _ in point:
        ahead, behind = f([x + h for x in point]), f([x - h for x in point])
        gradient.append((ahead - behind) / (2 * h))
    return gradient


@misconception(**GRADIENT, ja="渡された h を使っていない", en="The step that is given is not used")
def ignores_the_step(f, point, h=1e-5, right=numerical_gradient):
    """
    ja: h は引数です。関数の中で決めた小さな数ではなく、渡された幅でずらしましょう。
    en: h is an argument. Move by the step that is given, not by a small number of your own.
    """
    return right(f, point)


@misconception(**GRADIENT, ja="h に変数の値を掛けている", en="The step is scaled by the variable")
def scales_the_step(f, point, h=1e-5):
    """
    ja: ずらす幅は、どの変数でも h です。変数の大きさを掛けると、別の幅の差分になり、値が 0 のときは動きません。
    en: The step is h for every variable. Scaled by the variable's size it is another step, and at 0 none at all.
    """
    gradient = []
    for i in range(len(point)):
        step = h * abs(point[i])
        ahead, behind = list(point), list(point)
        ahead[i] += step
        behind[i] -= step
        gradient.append((f(ahead) - f(behind)) / (2 * step))
    return gradient


@misconception(**GRADIENT, ja="f を余計に呼んでいる", en="f is called more often than needed")
def calls_f_too_often(f, point, h=1e-5, right=numerical_gradient):
    """
    ja: 中心差分の式に f(x) そのものは出てきません。要る値は、変数ごとに二つだけです。
    en: f(x) itself does not occur in the central difference. Each variable needs two values and no more.
    """
    f(list(point))
    return right(f, point, h)
