"""The keys that mean the same everywhere; palette, help and footer all derive from these bindings."""

from __future__ import annotations

from textual.binding import Binding

from tui.i18n import _


def key(
    keys: str, action: str, description: str, tooltip: str, *, show: bool = True, priority: bool = False
) -> Binding:
    """A binding with all that help and palette need; its id is the action's name with its argument.

    Args:
        keys: One key, or several with commas between.
        action: What Textual runs.
        description: One or two words, for the footer.
        tooltip: A sentence, for help and palette.
        show: Whether the footer may show it.
        priority: Whether it works whatever has the focus, and over modal boxes.
    """
    name, _bracket, argument = action.rpartition(".")[2].partition("(")
    id_ = "-".join(filter(None, (name.replace("_", "-"), argument.strip("')").lower())))
    return Binding(
        keys, action, description, tooltip=tooltip, id=id_, show=show, priority=priority, key_display=None
    )


HELP = key("f1", "app.help", _("Help"), _("Show what this is for, and its keys."), priority=True)
PALETTE = key(
    "ctrl+p", "app.command_palette", _("Palette"), _("Find every place and action by name."), priority=True
)
LOG_OUT = key("ctrl+q", "app.log_out", _("Log out"), _("Log out; on the login screen: quit."), priority=True)
RELOAD = key("f5", "reload", _("Reload"), _("Read what is shown again."), show=False)
NEXT = key("tab", "app.focus_next", _("Next"), _("Go to the next pane or field."), show=False)
PREVIOUS = key("shift+tab", "app.focus_previous", _("Previous"), _("Go to the previous one."), show=False)
SAVE = key("f2,ctrl+s", "save", _("Save"), _("Save what you entered."), priority=True)
CANCEL = key("escape", "cancel", _("Cancel"), _("Leave without saving."))
BACK = key("escape", "back", _("Back"), _("Go back to where you came from."))
