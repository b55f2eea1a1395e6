"""From a screen to the portal: one helper, in a thread, with the session that is good now."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from textual.message_pump import MessagePump

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from portal.access import Access
    from portal.portal import Portal
    from tui.app import CustomerLogin

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")
Asking = TypeVar("Asking", bound="Access")


class PortalCalls(MessagePump):
    """For screens and boxes that call the portal."""

    @property
    def login(self) -> CustomerLogin:
        """The app, as what it is."""
        return cast("CustomerLogin", self.app)

    @property
    def portal(self) -> Portal:
        """The portal; it is open wherever somebody is signed in."""
        return self.login.portal

    async def portal_call(
        self,
        use_case: Callable[Concatenate[Asking, Arguments], Result],
        access: Asking,
        *args: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Result:
        """Run a use case in a thread.

        If the session ended meanwhile, the customer is asked for the password and the call goes on.

        Raises:
            PortalError: What the use case refuses.
        """
        result: Any = await self.login.call(use_case, access, *args, **named)
        return cast("Result", result)

    def today(self) -> dt.date:
        """The date where the provider is: the one that counts for contracts."""
        from portal.clock import day_in

        return day_in(self.portal.settings.time_zone, self.portal.clock.now())

    @contextmanager
    def told(self) -> Iterator[None]:
        """Refusals inside become notices."""
        from portal.errors import PortalError
        from tui.text import plain

        try:
            yield
        except PortalError as error:
            self.app.notify(plain(error.message), severity="error")
