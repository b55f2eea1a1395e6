"""An input for secrets: what is typed into it comes out only by its value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from tui.widgets.plain import PlainInput

if TYPE_CHECKING:
    import rich.repr
    from textual.widgets import Input


class _Secretive:
    """Gives a message of an input a description without the value or the outcome of its checks."""

    input: Input

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.input!r})"

    def __rich_repr__(self) -> rich.repr.Result:
        yield self.input


class PasswordInput(PlainInput):
    """An input that shows dots, and that nothing can be copied, cut or selected out of.

    Stock Textual sends a selected password to the terminal's clipboard as plain text. Pasting works. The
    messages arrive where those of `Input` do; their descriptions do not hold what was typed.
    """

    ALLOW_SELECT: ClassVar[bool] = False

    @dataclass(repr=False)
    class Changed(_Secretive, PlainInput.Changed, namespace="input"):
        """The password changed."""

    @dataclass(repr=False)
    class Submitted(_Secretive, PlainInput.Submitted, namespace="input"):
        """Enter was pressed in the password."""

    @dataclass(repr=False)
    class Blurred(_Secretive, PlainInput.Blurred, namespace="input"):
        """The password lost the focus."""

    def __init__(self, *, placeholder: str = "", max_length: int = 1024, **settings: Any) -> None:
        super().__init__(placeholder=placeholder, password=True, max_length=max_length, **settings)

    def validate_password(self, *_: bool) -> bool:
        """Stay hidden whatever is asked for."""
        return True

    @property
    def selected_text(self) -> str:
        """Nothing."""
        return ""

    def action_copy(self) -> None:
        """Copy nothing."""

    def action_cut(self) -> None:
        """Cut nothing, and keep what was typed."""
