"""Forms that need a signature: what was printed, and filling in another one."""

from tui.screens.written_forms.screen import (
    FormsScreen,
    open_holder_forms,
    open_name_forms,
    open_transfer_forms,
)

__all__ = ["FormsScreen", "open_holder_forms", "open_name_forms", "open_transfer_forms"]
