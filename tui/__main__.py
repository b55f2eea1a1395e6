"""The command `customer-login`: the portal at once; everything else by its arguments."""

from __future__ import annotations

import gc
import sys

from tui.environment import prepare_environment


def main() -> None:
    """Start what the command line asks for; returns by exiting."""
    prepare_environment()
    if len(sys.argv) > 1:
        from tui.command import run

        sys.exit(run(sys.argv[1:]))
    gc.disable()  # until all is loaded: nothing of that is garbage, and looking for it costs time
    from tui.start import start_portal

    sys.exit(start_portal(None, None))


if __name__ == "__main__":
    main()
