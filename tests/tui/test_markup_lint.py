"""Widgets get literals of ours, or what `tui.text` made: held over the syntax tree of all of `tui/`.

Accepted where Textual parses markup (`MARKUP_CALLS`, `MARKUP_ATTRIBUTES`): constants, ``_("…")`` and its kin
with constants, calls of `literal`, `sentence`, `assemble`, `Content` of such, functions annotated
``-> Content``, names annotated or assigned so, and CONSTANTS. Where Textual takes plain strings
(`PLAIN_CALLS`, `PLAIN_ATTRIBUTES`), also `plain`. There is no list of exceptions. Notices need no look:
`GuardedApp.notify` makes them safe itself, which has a test of its own.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

TUI = Path(__file__).parents[2] / "tui"
MAKERS_OF_SAFE_TEXT = {TUI / "text.py", TUI / "terminal.py"}

MARKUP_CALLS = {
    "Button": 1, "Checkbox": 1, "Collapsible": 0, "Label": 1, "Link": 1, "Option": 1, "OptionList": 99,
    "Pretty": 0, "RadioButton": 1, "RadioSet": 99, "Select": 1, "Selection": 1, "SelectionList": 99,
    "Static": 1, "Tab": 1, "TabPane": 1, "TabbedContent": 99, "Tabs": 99, "ToggleButton": 1, "Tree": 1,
    "add_column": 1, "add_columns": 99, "add_leaf": 1, "add_option": 1, "add_options": 1, "add_row": 99,
    "from_markup": 1, "replace_option_prompt": 2, "set_label": 1, "set_options": 1, "update": 1,
    "update_cell": 3,
}  # fmt: skip
"""Calls by their last name: how many of their positional arguments are parsed."""

MARKUP_KEYWORDS = {"label", "content", "prompt", "title", "subtitle", "tooltip", "renderable"}
MARKUP_ATTRIBUTES = {"border_title", "border_subtitle", "label", "tooltip", "prompt"}
PLAIN_CALLS = {
    "Input": 2,
    "PlainInput": 2,
    "PasswordInput": 0,
    "MaskedInput": 1,
    "DiscoveryHit": 1,
    "Digits": 1,
}
PLAIN_KEYWORDS = {"value", "placeholder", "help"}
PLAIN_ATTRIBUTES = {"placeholder", "sub_title"}
TRANSLATIONS = {"_": 1, "gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}
CONTENT_MAKERS = {"literal", "sentence", "assemble"}
MAPPINGS = {"dict", "Mapping", "MutableMapping", "set"}

JOINED: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Await: ("value",),
    ast.BinOp: ("left", "right"),
    ast.BoolOp: ("values",),
    ast.IfExp: ("body", "orelse"),
    ast.JoinedStr: ("values",),
    ast.List: ("elts",),
    ast.NamedExpr: ("value",),
    ast.Starred: ("value",),
    ast.Tuple: ("elts",),
}
"""Expressions that are accepted if all these parts are."""

Loops: TypeAlias = ast.ListComp | ast.GeneratorExp


def last_name(node: ast.AST) -> str:
    """``label`` of ``self.row.label`` and of ``label``."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def bound_names(target: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def says_content(hint: ast.expr | None) -> bool:
    return hint is not None and "Content" in ast.unparse(hint) and "str" not in ast.unparse(hint)


def is_property(node: ast.FunctionDef) -> bool:
    return any("property" in last_name(decorator) for decorator in node.decorator_list)


class Known:
    """What the modules say about names: which functions return Content, which attributes hold it."""

    def __init__(self, trees: list[ast.Module]) -> None:
        functions: dict[str, set[bool]] = {}
        self.attributes: set[str] = set()
        for node in (node for tree in trees for node in ast.walk(tree)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions.setdefault(node.name, set()).add(says_content(node.returns))
                if isinstance(node, ast.FunctionDef) and is_property(node) and says_content(node.returns):
                    self.attributes.add(node.name)
            elif isinstance(node, ast.AnnAssign) and says_content(node.annotation):
                self.attributes.add(last_name(node.target))
        self.makers = CONTENT_MAKERS | {name for name, found in functions.items() if found == {True}}


class MarkupLint:
    """Finds what is given to widgets and was made by nobody of ours."""

    def __init__(self, known: Known) -> None:
        self.complaints: list[str] = []
        self.known = known
        self.scopes: list[ast.AST] = []
        self.asked: set[str] = set()

    # What is accepted

    def accepts(self, node: ast.AST, *, plain: bool = False) -> bool:
        """Whether `node` cannot be what somebody typed."""
        if self.is_safe_of_both(node):
            return True
        if type(node) in JOINED:
            found = [getattr(node, field) for field in JOINED[type(node)]]
            parts = [part for each in found for part in (each if isinstance(each, list) else [each])]
            return all(self.accepts(part, plain=plain) for part in parts)
        if isinstance(node, Loops):
            return self.accepts_loops(node, plain=plain)
        if isinstance(node, ast.Attribute | ast.Name):
            return self.accepts_name(node, plain=plain)
        if isinstance(node, ast.Call):
            return self.accepts_call(node, plain=plain)
        return isinstance(node, ast.Constant)

    def is_safe_of_both(self, node: ast.AST) -> bool:
        """Whether it is ``literal(x) if isinstance(x, str) else x``."""
        return (
            isinstance(node, ast.IfExp)
            and ast.unparse(node.test) == f"isinstance({ast.unparse(node.orelse)}, str)"
            and self.accepts(node.body)
        )

    def accepts_loops(self, node: Loops, *, plain: bool) -> bool:
        # Of a pair, as Select takes them, the first is shown and the second is what it means.
        made = node.elt.elts[0] if isinstance(node.elt, ast.Tuple) else node.elt
        over = [loop.iter for loop in node.generators if last_name(made) in bound_names(loop.target)]
        return self.accepts(made, plain=plain) or (
            bool(over) and all(self.accepts(each, plain=plain) for each in over)
        )

    def accepts_call(self, call: ast.Call, *, plain: bool) -> bool:
        name = last_name(call.func)
        first = call.args[:1]
        if name in TRANSLATIONS:
            return all(isinstance(part, ast.Constant) for part in call.args[: TRANSLATIONS[name]])
        if name == "map":
            return last_name(call.args[0]) in self.known.makers
        if name in {"tuple", "list", "reversed"}:
            return all(self.accepts(part, plain=plain) for part in first)
        if name in {"Content", "styled"}:
            return all(self.accepts(part, plain=True) for part in first)
        is_object = isinstance(call.func, ast.Name) and name[:1].isupper() and name != "Text"
        return self.makes_content(call) or is_object or (plain and name == "plain")

    def makes_content(self, node: ast.AST) -> bool:
        """Whether `node` is surely Content, or a method of it."""
        if not isinstance(node, ast.Call):
            return False
        if last_name(node.func) in self.known.makers | {"Content", "styled", "from_markup"}:
            return True  # what they are given is looked at where they are called
        return isinstance(node.func, ast.Attribute) and self.makes_content(node.func.value)

    def accepts_name(self, node: ast.Attribute | ast.Name, *, plain: bool) -> bool:
        name = last_name(node)
        if name.isupper():
            return True
        if isinstance(node, ast.Attribute):
            own_words = plain and name == "plain" and self.makes_content(node.value)
            return own_words or name in self.known.attributes or self.accepts_attribute(node, plain=plain)
        if name in self.asked:  # bound to itself, as in ``line = line + …``
            return True
        self.asked.add(name)
        try:
            for scope in reversed(self.scopes):
                if found := list(self.bindings(scope, name, plain=plain)):
                    return all(found)
            return False
        finally:
            self.asked.discard(name)

    def accepts_attribute(self, node: ast.Attribute, *, plain: bool) -> bool:
        """Whether every value that the module gives to an attribute of ``self`` is accepted."""
        name = ast.unparse(node)
        given = [
            assigned.value
            for assigned in ast.walk(self.scopes[0])
            if isinstance(assigned, ast.Assign) and name in map(ast.unparse, assigned.targets)
        ]
        is_own = name.startswith("self.") and name.count(".") == 1
        return is_own and bool(given) and all(self.accepts(value, plain=plain) for value in given)

    def bindings(self, scope: ast.AST, name: str, *, plain: bool) -> Iterator[bool]:
        """Yield for everything that `name` is bound to in `scope` whether it is accepted."""
        for node in ast.walk(scope):
            if isinstance(node, ast.arg) and node.arg == name:
                yield says_content(node.annotation)
            elif isinstance(node, ast.AnnAssign) and last_name(node.target) == name:
                given = node.value is not None and self.accepts(node.value, plain=plain)
                yield says_content(node.annotation) or given
            elif (
                isinstance(node, ast.Assign) and any(name in bound_names(each) for each in node.targets)
            ) or (isinstance(node, ast.NamedExpr) and last_name(node.target) == name):
                yield self.accepts(node.value, plain=plain)
            elif isinstance(node, ast.For | ast.AsyncFor) and name in bound_names(node.target):
                yield self.accepts(node.iter, plain=plain)

    # Where it is given

    def look(self, node: ast.AST) -> None:
        """Look through `node` for what is given to widgets."""
        is_scope = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if is_scope:
            self.scopes.append(node)
        if isinstance(node, ast.Call):
            self.look_at_call(node, MARKUP_CALLS, MARKUP_KEYWORDS)
            self.look_at_call(node, PLAIN_CALLS, PLAIN_KEYWORDS, plain=True)
        elif isinstance(node, ast.Assign):
            names = {target.attr for target in node.targets if isinstance(target, ast.Attribute)}
            if names & MARKUP_ATTRIBUTES:
                self.check(node.value, "a title or label")
            if names & PLAIN_ATTRIBUTES:
                self.check(node.value, "a plain string", plain=True)
        for child in ast.iter_child_nodes(node):
            self.look(child)
        if is_scope:
            self.scopes.pop()

    def look_at_call(
        self, call: ast.Call, calls: dict[str, int], keywords: set[str], *, plain: bool = False
    ) -> None:
        name = last_name(call.func)
        if name in calls:
            given = call.args[: calls[name]]
            given += [keyword.value for keyword in call.keywords if keyword.arg in keywords]
            for part in given:
                if not (name == "update" and self.is_another_update(call)):
                    self.check(part, name, plain=plain)

    def check(self, node: ast.expr, sink: str, *, plain: bool = False) -> None:
        if not self.accepts(node, plain=plain):
            self.complaints.append(f"{node.lineno}: {sink} gets {ast.unparse(node)}")

    def is_another_update(self, call: ast.Call) -> bool:
        """Whether ``update`` is a dictionary's, or a progress bar's, but no widget's."""
        node = call.args[0] if call.args else call
        hints = {
            ast.unparse(found.annotation).split("[")[0]
            for scope in self.scopes
            for found in ast.walk(scope)
            if isinstance(found, ast.arg | ast.AnnAssign)
            and found.annotation is not None
            and last_name(node) == (found.arg if isinstance(found, ast.arg) else last_name(found.target))
        }
        is_bar = any(keyword.arg not in MARKUP_KEYWORDS | {"layout"} for keyword in call.keywords)
        return (
            is_bar
            or isinstance(node, ast.Dict | ast.DictComp | ast.Set | ast.SetComp)
            or bool(hints & MAPPINGS)
        )


def complaints_of(sources: dict[str, str]) -> list[str]:
    trees = {name: ast.parse(source) for name, source in sources.items()}
    known = Known(list(trees.values()))
    complaints: list[str] = []
    for name, tree in trees.items():
        lint = MarkupLint(known)
        lint.look(tree)
        complaints += [f"{name}:{complaint}" for complaint in lint.complaints]
    return complaints


def test_screens_give_widgets_only_words_of_ours_or_text_made_safe() -> None:
    paths = sorted(set(TUI.rglob("*.py")) - MAKERS_OF_SAFE_TEXT)
    complaints = complaints_of({str(path.relative_to(TUI.parent)): path.read_text() for path in paths})
    assert paths
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize(
    "source",
    [
        "Label(view.name)",
        "Label(f'Hello {name}')",
        "Label('Hello ' + view.name)",
        "Label('Hello {}'.format(name))",
        "Label('Hello %s' % name)",
        "Label(_('Hello {name}').format(name=name))",
        "Label(_(view.name))",
        "Label(str(view.name))",
        "Label(plain(view.name))",
        "def show(name: str): Label(name)",
        "def show(name): Label(name)",
        "def show(view):\n    name = view.name\n    Label(name)",
        "Static(content=view.name)",
        "Button('Save' if new else view.name)",
        "Option(view.name, id='x')",
        "OptionList('All', *[view.name for view in views])",
        "Select([(view.name, view.id) for view in views])",
        "Select((view.name, view.id) for view in views)",
        "self.query_one(Label).update(view.name)",
        "label.update(view.name, layout=False)",
        "self.border_title = view.name",
        "self.border_subtitle = f'{used} of {all}'",
        "button.label = view.name",
        "button.tooltip = view.name",
        "table.add_row('x', view.name)",
        "Input(value=view.name)",
        "PlainInput(view.name)",
        "Input(placeholder=view.name)",
        "Content.from_markup(view.name)",
        "Label(Content.from_markup(view.name))",
        "Label(Content(view.name))",
        "Label(Text.from_markup(view.name))",
        "Label(Content.from_markup('[b]$x[/]').plain)",
        "Label(render(view))\ndef render(view) -> str: ...",
        "for name in names:\n    Label(name)",
        "Label(', '.join(names))",
        "Label(name if isinstance(name, str) else name)",
        "def __init__(self):\n    self.name = name\n    Label(self.name)",
        "if name := view.name:\n    Label(name)",
    ],
)
def test_what_somebody_typed_is_caught(source: str) -> None:
    assert complaints_of({"screen": source})


@pytest.mark.parametrize(
    "source",
    [
        "Label('Customer number')",
        "Label(_('Customer number'))",
        "Label(ngettext('{count} package', '{count} packages', count))",
        "Label(literal(view.name))",
        "Label(text.literal(view.name, 'bold'))",
        "Label(sentence(_('Applies to {package}.'), package=view.name))",
        "Label(assemble(_('State'), ': ', literal(view.state)))",
        "Label(literal(view.name).stylize('bold'))",
        "Label(Content(plain(view.name)))",
        "Label(Content.from_markup('[b]Safe[/b]'))",
        "Label(Content('\\n').join(lines))",
        "Label(TITLE)",
        "Label(self.TITLE)",
        "Label(literal(a) + ' ' + literal(b))",
        "Label(_('Open') if opened else _('Closed'))",
        "def show(name: Content): Label(name)",
        "def show(view):\n    name = literal(view.name)\n    Label(name)",
        "class Row:\n    title: Content\n    def show(self): Label(self.title)",
        "Label(render(view))\ndef render(view) -> Content: ...",
        "for label in (_('Open'), _('Closed')):\n    Label(label)",
        "for key, label in (('n', _('New')), ('e', _('Edit'))):\n    Label(label)",
        "OptionList(*map(literal, names))",
        "OptionList(*[Option(literal(view.name)) for view in views])",
        "Select([(literal(view.name), view.id) for view in views])",
        "Input(value=plain(view.name), placeholder=_('optional'))",
        "Static(QuotaBar(view.used, view.quota))",
        "fields.update({'name': view.name})",
        "bar.update(task, completed=done)",
        "def take(fields: dict[str, str]): known.update(fields)",
        "Label(literal(name) if isinstance(name, str) else name)",
        "def __init__(self):\n    self.name = literal(name)\n    Label(self.name)",
        "if name := literal(view.name):\n    Label(name)",
        "Input(value=sentence(_('{name}'), name=view.name).plain)",
        "Label()",
        "Static('')",
    ],
)
def test_what_is_ours_or_made_safe_passes(source: str) -> None:
    assert complaints_of({"screen": source}) == []
