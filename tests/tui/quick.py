"""What makes hundreds of apps in one process quick; none of it changes what an app does.

Stands on private members of Textual (8.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from textual import screen as textual_screen
from textual import strip
from textual._context import visible_screen_stack
from textual.css import stylesheet
from textual.css.model import RuleSet
from textual.css.parse import parse
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region
from textual.message_pump import MessagePump
from textual.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.app import App
    from textual.css.styles import RulesMap
    from textual.css.tokenizer import Token
    from textual.dom import DOMNode
    from textual.message import Message

FRAMES = 20
"""A second: what is in between two looks need not be laid out three times."""

_late: WeakSet[App[Any]] = WeakSet()
_unpainted: WeakSet[Screen[Any]] = WeakSet()
_parsed: dict[Any, list[RuleSet]] = {}
_handled: dict[tuple[type, type, str], bool] = {}
_stock_refresh = Screen._compositor_refresh
_stock_dispatch = MessagePump._get_dispatch_methods
_stock_replace = Stylesheet.replace_rules


def be_quick() -> None:
    """Prepare Textual, once in a process."""
    replaced: tuple[tuple[object, str, object], ...] = (
        (textual_screen, "UPDATE_PERIOD", 1 / FRAMES),
        (stylesheet, "parse", _parse_once),
        (Screen, "_compositor_refresh", _refresh_late),
        (MessagePump, "_get_dispatch_methods", _dispatch_what_is_handled),
        (Stylesheet, "replace_rules", staticmethod(_replace_what_changed)),
        (RuleSet, "__hash__", object.__hash__),  # a set of rules is itself only, as in Textual's own hash
        (strip, "FIFOCache", lambda _size: {}),  # no strip lives long enough to fill one
    )
    for owner, name, value in replaced:
        setattr(owner, name, value)


def paint_late(app: App[Any]) -> None:
    """Paint an app when it is looked at or has come to rest: what is in between takes a third of the time.

    A slow terminal does not show every state either.
    """
    _late.add(app)


def paint_now(screen: Screen[Any]) -> bool:
    """Let widgets paint what was put off; whether there was something.

    Who looks at the screen puts the pieces together (`Keyboard.strips`), with all that a terminal would get.
    """
    if screen not in _unpainted:
        return False
    _unpainted.discard(screen)
    compositor = screen._compositor
    if dirty := compositor._dirty_regions:
        visible_screen_stack.set(screen.app._background_screens)
        for _painted in compositor._get_renders(Region.from_union(dirty)):
            pass  # it paints a widget whenever it is asked for the next one
        dirty.clear()
    return True


def _refresh_late(screen: Screen[Any]) -> None:
    if screen.app in _late and screen.app.screen is screen:
        _unpainted.add(screen)
        screen._dirty_widgets.clear()
    else:
        _stock_refresh(screen)


def _parse_once(
    scope: str, css: str, read_from: Any, variable_tokens: dict[str, list[Token]], **how: Any
) -> Iterator[RuleSet]:
    """Parse the same style rules for all apps, as one app does for all its screens."""
    variables = tuple((name, *(token.value for token in tokens)) for name, tokens in variable_tokens.items())
    key = (scope, css, read_from, variables, *how.items())
    if key not in _parsed:
        _parsed[key] = list(parse(scope, css, read_from, variable_tokens=variable_tokens, **how))
    return iter(_parsed[key])


def _dispatch_what_is_handled(
    pump: MessagePump, method_name: str, message: Message
) -> Iterable[tuple[type, Any]]:
    """Look for a message's handlers only in classes that have one: most messages pass most widgets by."""
    key = (type(pump), type(message), method_name)
    if key not in _handled:
        _handled[key] = any(_may_handle(cls, method_name, message) for cls in type(pump).__mro__)
    return _stock_dispatch(pump, method_name, message) if _handled[key] else ()


def _may_handle(cls: type, method_name: str, message: Message) -> bool:
    own = vars(cls)
    decorated = own.get("_decorated_handlers") or {}
    return (
        method_name in own
        or f"_{method_name}" in own
        or not decorated.keys().isdisjoint(type(message).__mro__)
    )


def _replace_what_changed(node: DOMNode, rules: RulesMap, *, animate: bool = False) -> None:
    """Set only those of a node's style rules that are others than before: mostly two of fifty."""
    base = node.styles.base
    if animate and "transitions" in rules:
        _stock_replace(node, rules, animate=animate)
        return
    before = dict(base._rules)
    for name in before.keys() | rules.keys():
        if before.get(name) != rules.get(name):
            setattr(base, name, rules.get(name))
    node.notify_style_update()
