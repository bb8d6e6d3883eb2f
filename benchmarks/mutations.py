"""Which small faults could a module have?

A mutant is the module with one fault: another operator, another number, a condition that always or never holds, an
argument that is left out, a statement that is missing. Nothing is made of what no test should hold: docstrings, type
annotations, ``__all__``, ``TYPE_CHECKING``, decorators, what an error says (that it is raised is tested), texts for
people (those with a space in them, and what stands in an f-string), and the ``strict`` of a ``zip``, which guards
against faults of the code itself.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}
NAMES = {"min": "max", "any": "all", "minimum": "maximum", "zeros": "ones", "floor": "ceil"}
NAMES |= {other: one for one, other in NAMES.items()}
REMOVABLE = (ast.Expr, ast.Raise, ast.AugAssign, ast.Continue, ast.Break)
TYPE_MAKERS = ("Literal", "NDArray", "TypeVar", "cast")


@dataclass(frozen=True)
class Mutant:
    """One fault: where it stands, what became of which code (twins of a line are numbered), and the module with it."""

    function: str
    line: str
    change: str
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    r"""Make every mutant of a module.

    Examples
    --------
    >>> [mutant.change for mutant in mutants("def f(a):\n    return a < 1")]
    ['a < 1 -> a <= 1', 'a < 1 -> a >= 1', '1 -> 2']
    """
    tree, lines, seen = ast.parse(source), source.splitlines(), Counter[tuple[str, str, str]]()
    for function, holder, field, place, node in _places(tree, ""):
        for new in _faults(node):
            ast.copy_location(new, node)
            _put(holder, field, place, new)
            line = lines[(node.iter if isinstance(node, ast.comprehension) else node).lineno - 1].strip()
            change = _change(node, new)
            seen[function, line, change] += 1
            times = seen[function, line, change]
            named = change if times == 1 else f"{change} ({times})"
            yield Mutant(function, line, named, ast.fix_missing_locations(copy.deepcopy(tree)))
        _put(holder, field, place, node)


def _put(holder: ast.AST, field: str, place: int | None, node: ast.AST) -> None:
    if place is None:
        setattr(holder, field, node)
    else:
        getattr(holder, field)[place] = node


def _change(node: ast.AST, new: ast.AST) -> str:
    """Write what became of the code, no longer than it must be to be found."""
    if isinstance(node, ast.Call):
        return next(f"{ast.unparse(each)} -> left out" for each in node.keywords if each not in new.keywords)
    if isinstance(node, ast.If | ast.IfExp):
        return f"if {ast.unparse(node.test)} -> if {ast.unparse(new.test)}"
    return " ".join(f"{ast.unparse(node)} -> {ast.unparse(new)}".split())


def _places(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST, str, int | None, ast.AST]]:
    """Walk through what may be mutated: the function, and where in which node it stands."""
    for field, value in ast.iter_fields(node):
        if field in ("decorator_list", "annotation", "returns", "type_params", "format_spec"):
            continue
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _without_meaning(child):
                continue
            if isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant):
                continue
            name = getattr(child, "name", "") if isinstance(child, ast.FunctionDef | ast.ClassDef) else ""
            inside = ".".join(part for part in (function, name) if part)
            if hasattr(child, "lineno") or isinstance(child, ast.comprehension):
                yield inside, node, field, place, child
            if not isinstance(child, ast.Raise):
                yield from _places(child, inside)


def _without_meaning(node: ast.AST) -> bool:
    match node:
        case ast.Expr(ast.Constant()) | ast.Import() | ast.ImportFrom():
            return True
        case ast.Assign([ast.Name("__all__")]) | ast.If(ast.Name("TYPE_CHECKING")):
            return True
        case ast.Subscript(ast.Name(name)) | ast.Call(ast.Name(name)):
            return name in TYPE_MAKERS
        case ast.keyword("strict"):
            return True
    return False


def _faults(node: ast.AST) -> Iterator[ast.AST]:  # noqa: PLR0912, one case for each kind of fault
    match node:
        case ast.Compare(ops=[operator]):
            for other in COMPARISONS[type(operator)]:
                yield ast.Compare(node.left, [other()], node.comparators)
        case ast.BinOp() if not isinstance(node.left, ast.Constant | ast.JoinedStr) or _number(node.left):
            yield ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
        case ast.AugAssign():
            yield ast.AugAssign(node.target, OPERATORS[type(node.op)](), node.value)
        case ast.UnaryOp():
            yield node.operand
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(str(value)) if value and " " not in value:
            yield ast.Constant(f"{value}~")
        case ast.Constant(int(value) | float(value)):
            yield ast.Constant(value + 1)
        case ast.If() | ast.IfExp():
            yield from (_with(node, test=ast.Constant(value)) for value in (True, False))
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=[])
        case ast.Call(keywords=[_, *_]):
            for gone in node.keywords:
                if gone.arg != "strict":
                    yield _with(node, keywords=[each for each in node.keywords if each is not gone])
        case ast.Name(name) if name in NAMES:
            yield ast.Name(NAMES[name], node.ctx)
        case ast.Attribute(attr=name) if name in NAMES:
            yield _with(node, attr=NAMES[name])
    if isinstance(node, REMOVABLE):
        yield ast.Pass()


def _number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and not isinstance(node.value, str)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new
