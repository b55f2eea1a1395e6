"""Link customer numbers: another number of one's own signs in to the same account from then on."""

from tui.screens.linking.opening import open_linking

__all__ = ["open_linking"]
