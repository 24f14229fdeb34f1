"""Small mistakes made by machine: every place in a solution's regions, one change at a time."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.authoring.markers import find_regions
from autograder.course import Assignment

OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
}
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
REVERSED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
}
ORDERED = (ast.Sub, ast.Div, ast.Pow, ast.MatMult)  # operators whose operands cannot change places
MODULES = ("np", "math", "torch", "F")  # what stands before a dot and is no object
FOR_EFFECT = ("append", "add", "extend", "pop")  # methods on a list or set: "statement dropped" has them


@dataclass(frozen=True)
class Mutant:
    """A solution with one mistake. `key` names it in the list of survivors and does not move with the lines."""

    key: str
    source: str


def mutants(assignment: Assignment) -> Iterator[Mutant]:
    """Every mutant of an assignment's solution, the same ones in the same order each time."""
    text = assignment.source.read_text(encoding="utf-8")
    regions = [(region.begin, region.end) for region in find_regions(text, assignment.source)]
    tree = ast.parse(text)
    seen: dict[str, int] = {}
    for position, node in enumerate(ast.walk(tree)):
        line = getattr(node, "lineno", 0)
        if not any(begin < line < end for begin, end in regions):
            continue
        for name, changed in _changes(node):
            mutated = _with(tree, position, changed)
            before, after = (_statement(source, line) for source in (tree, mutated))
            label = f"{name}: {before} -> {after}"
            seen[label] = seen.get(label, 0) + 1
            yield Mutant(label if seen[label] == 1 else f"{label} #{seen[label]}", ast.unparse(mutated))


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """(kind of mistake, the node in its place)."""
    yield from _changed_expressions(node)
    match node:
        case ast.Return(value=ast.expr() as value):
            yield "returns the negative", _set(node, value=ast.UnaryOp(ast.USub(), value))
            yield "returns nothing", _set(node, value=None)
        case ast.AugAssign():
            yield "assigned, not added", ast.Assign([_set(node.target, ctx=ast.Store())], node.value)
        case ast.If():
            yield "condition turned round", _set(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.Break() | ast.Continue():
            yield "goes on", ast.Pass()
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr | ast.Raise):
        yield "statement dropped", ast.Pass()


def _changed_expressions(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.BinOp(op=operator):
            if type(operator) in OPERATORS:
                yield "operator", _set(node, op=OPERATORS[type(operator)]())
                yield "left operand alone", node.left
                yield "right operand alone", node.right
            if isinstance(operator, ORDERED):
                yield "operands swapped", _set(node, left=node.right, right=node.left)
        case ast.BoolOp(values=[*values]):
            for value in values:
                yield "one condition alone", value
        case ast.Compare(ops=[operator]):
            for table in (COMPARISONS, REVERSED):
                if type(operator) in table:
                    yield "comparison", _set(node, ops=[table[type(operator)]()])
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
            yield "sign dropped", node.operand
        case ast.Constant(value=bool(value)):
            yield "constant", ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            for other in dict.fromkeys((value + 1, value - 1, -value)):
                if other != value:
                    yield "constant", ast.Constant(other)
        case ast.IfExp():
            yield "always the first", node.body
            yield "always the second", node.orelse
        case ast.Lambda():
            yield "gives the negative", _set(node, body=ast.UnaryOp(ast.USub(), node.body))
        case ast.Tuple(elts=[ast.Constant(), ast.Constant()]):
            pass  # a choice of names, or one number twice
        case ast.Tuple(elts=[first, second], ctx=ast.Load()):
            yield "pair swapped", _set(node, elts=[second, first])
        case ast.Attribute(attr="T", ctx=ast.Load()):
            yield "not transposed", node.value
        case ast.Call():
            yield from _changed_calls(node)


def _changed_calls(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Call(func=ast.Name(id="reversed" | "sorted" | "list" | "float"), args=[argument]):
            yield "call dropped", argument
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name)), args=[argument]) if name in MODULES:
            yield "call dropped", argument
        case ast.Call(func=ast.Attribute(value=receiver, attr=method)) if method not in FOR_EFFECT:
            if not (isinstance(receiver, ast.Name) and receiver.id in (*MODULES, "self")):
                yield "call dropped", receiver
    if len(node.args) > 1:
        yield "arguments swapped", _set(node, args=[node.args[1], node.args[0], *node.args[2:]])
    for keyword in node.keywords:
        yield f"{keyword.arg} dropped", _set(node, keywords=[other for other in node.keywords if other is not keyword])


def _set(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _with(tree: ast.Module, position: int, changed: ast.AST) -> ast.Module:
    """A copy of the tree with `changed` in the place of its node number `position`."""
    target = next(node for number, node in enumerate(ast.walk(tree)) if number == position)
    return ast.fix_missing_locations(_rebuild(tree, target, changed))


def _rebuild(node: ast.AST, target: ast.AST, changed: ast.AST) -> ast.AST:
    """The same tree with one node replaced; what has not changed is shared."""
    if node is target:
        return ast.copy_location(copy.copy(changed), node)
    clone = copy.copy(node)
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            setattr(clone, name, _rebuild(value, target, changed))
        elif isinstance(value, list):
            items = [_rebuild(item, target, changed) if isinstance(item, ast.AST) else item for item in value]
            setattr(clone, name, items)
    return clone


def _statement(tree: ast.Module, line: int) -> str:
    """The innermost statement on a line, its first line as source."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and node.lineno == line]
    return ast.unparse(found[-1]).partition("\n")[0] if found else "?"
