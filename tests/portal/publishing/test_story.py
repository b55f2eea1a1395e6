"""From the customer's screen to the mail server: a mailbox signs in once it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.mail.models import MailboxSettings, NewMailbox
from tests.portal.house import PACKAGE_PASSWORD
from tests.programs import running_dovecot

if TYPE_CHECKING:
    from tests.portal.publishing.press import Press

PASSWORD = "Birke Teller Ozean Igel"
ERIKA = "erika@musterfrau.de"


def test_a_mailbox_that_a_webmaster_makes_opens_until_it_is_switched_off(press: Press) -> None:
    house = press.house
    house.package(house.customer(), "musterfrau.de", password=PACKAGE_PASSWORD)
    access = house.package_access("musterfrau.de")
    domain = press.domain("musterfrau.de")
    made = house.portal.mail.add_mailbox(
        access,
        NewMailbox(local_part="Erika", domain_id=domain.id, size_mb=500, password=PASSWORD, again=PASSWORD),
    )
    press.publish()
    with running_dovecot(press.path("mail/passwd")) as dovecot:
        assert dovecot.signs_in(ERIKA, PASSWORD)
        assert not dovecot.signs_in(ERIKA, "Nicht dieses Passwort")
        assert "quota_rule\t*:storage=500M" in dovecot.user(ERIKA)
        on = MailboxSettings(size_mb=500)
        house.portal.mail.change_mailbox(access, made.id, on.model_copy(update={"enabled": False}), on)
        assert dovecot.signs_in(ERIKA, PASSWORD)  # not yet published
        press.publish()
        dovecot.await_refusal(ERIKA, PASSWORD)
