"""Who can sign in to the demo, and with what; the login screen shows two of them at its first paint.

Nothing but the standard library is imported here. The argon2id verifiers were made beforehand with
argon2-cffi's defaults, so that opening the demo hashes nothing.
"""

from __future__ import annotations

from typing import NamedTuple

BRAND = "STRATO"
"""Whose portal the demo shows."""


class DemoLogin(NamedTuple):
    """One way into the demo.

    Attributes:
        name: A customer number or a domain.
        password: What fits.
        verifier: What is stored of it.
    """

    name: str
    password: str
    verifier: str

    def __str__(self) -> str:
        return f"{self.name} / {self.password}"


class Shown(NamedTuple):
    """A line for each of the two logins, such as `10012345 / password`."""

    customer: str
    package: str


ERIKA = DemoLogin(
    "10012345",
    "demo-customer-2026",
    "$argon2id$v=19$m=65536,t=3,p=4$fbEOo/9Xu7vvQYx3t9D1pw$YThWJymdEDf5gNFhg3Prz+g7xOOhw1st2vBKSZ+hl0c",
)
"""The consumer of the pictures, with five packages."""

ERIKA_SECOND = DemoLogin(
    "10012399",
    "demo-second-2026",
    "$argon2id$v=19$m=65536,t=3,p=4$OyLWBHYFZ23S2b0Ya9j/5g$ANRB3BQ2RgsoJX7ywTiuy0tuZGbFrHAn2Vw3lnQa+Eo",
)
"""Another customer number of Erika's, which can be linked to the first one."""

AGENCY = DemoLogin(
    "10020300",
    "demo-business-2026",
    "$argon2id$v=19$m=65536,t=3,p=4$/txFG3VUstaI5A+sAm/G/g$Rni/AeEt5LQdM4mKurzghon5iizRzTDjLAUK9Ky37zs",
)
"""A business with 300 packages."""

LOCKED = DemoLogin(
    "10031415",
    "demo-locked-2026",
    "$argon2id$v=19$m=65536,t=3,p=4$7b9S3MWJAsPFOiv/Fud/FQ$yYmWaSiUea6L7q6v/C2eNhnGJfb0SPx/453o6WxkKps",
)
"""Right, but refused: the customer is locked."""

BY_TRANSFER = DemoLogin(
    "10047110",
    "demo-transfer-2026",
    "$argon2id$v=19$m=65536,t=3,p=4$ZHnOZ1OjTqQhBVAI12rGbQ$lhPqJg8+csfAdp1TOhRpIo9+wg8H+CaDSSxEDo6cq00",
)
"""Pays by transfer, and has a long name."""

AUSTRIAN = DemoLogin(
    "10055432",
    "demo-austria-2026",
    "$argon2id$v=19$m=65536,t=3,p=4$d2KAA1BhNd7IfmtuLu+q6Q$jG/sejasPsYDeWKq+oKkrXw+P2H1H6ss3fxYs7rig64",
)
"""Lives and banks in Austria."""

RESELLER = DemoLogin(
    "10090000",
    "demo-large-2026",
    "$argon2id$v=19$m=65536,t=3,p=4$8rShDkeEz2bv60dkjkdxow$ak5lNECbbSRcgAo8qXAUhhvFqmaN++9QqYqYwQuttNY",
)
"""A business with 10 000 packages, in the large demo only."""

DESIGN = DemoLogin(
    "musterfrau-design.de",
    "demo-package-2026",
    "$argon2id$v=19$m=65536,t=3,p=4$i+KOHC86INB4Uu65tx8kXA$/fDjqa5cFqq121K5YqAmiiYLgPWevcQCzFgR4NmwTvk",
)
"""Erika's webhosting."""

DESIGN_MASTER = DemoLogin(
    "musterfrau-design.de",
    "demo-master-2026",
    "$argon2id$v=19$m=65536,t=3,p=4$bKMckWZJ8RMvRfRoLbgcjQ$1cvxQ4uMscN4KDjHjpGda0ouBGDwsRL8IFLZ4fYVMuc",
)
"""Its master password, which opens services and never the portal."""

SHOP = DemoLogin(
    "shop.musterfrau.de",
    "demo-shop-2026",
    "$argon2id$v=19$m=65536,t=3,p=4$eulsPy8q1jywMIaLcpeadg$p9Ows0FGj9GUi6JOLD4uTr0Z+R1g4+jLN7NI/fr959I",
)
"""Erika's webshop."""

BLOG = DemoLogin(
    "wanderblog.org",
    "demo-builder-2026",
    "$argon2id$v=19$m=65536,t=3,p=4$uZnW9YK45iGQX5JtAOesUg$8O/zQF9g4dVjhL5pZI8k2nhSPvNGrvKsLRMhEN2v8Rc",
)
"""Erika's website builder."""

SOEHNE = DemoLogin(
    "müller-söhne.de",
    "demo-idn-2026",
    "$argon2id$v=19$m=65536,t=3,p=4$kVkh/a/BicL73rfmzE/oxA$qj9xKHdEtjLU8zWQaHW4mGCbgzDBnm3abjmBhiEjDaA",
)
"""A package of the agency under an international domain."""

JOINERY = DemoLogin(
    "tischlerei-huber.at",
    "demo-joinery-2026",
    "$argon2id$v=19$m=65536,t=3,p=4$fpAJFue/W67EOYHx/dgGEQ$+j4sRpaRl9ejycrXGgMB3npt7JNCQ3r4hq3T4cBSO2Q",
)
"""The Austrian's package."""

CUSTOMER_LOGINS = (ERIKA, ERIKA_SECOND, AGENCY, LOCKED, BY_TRANSFER, AUSTRIAN, RESELLER)

PACKAGE_LOGINS = (DESIGN, SHOP, BLOG, SOEHNE, JOINERY)

DEMO_CREDENTIALS = Shown(customer=str(ERIKA), package=str(DESIGN))
"""What the login screen shows."""
