"""Who gets in by SFTP, as OpenSSH reads it and as SFTP servers import it."""

from __future__ import annotations

import base64
import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.publishing.quoting import Unfit
from portal.publishing.ssh import public_key
from storage.models.packages import PackageState
from tests.portal.house import MASTER_PASSWORD
from tests.portal.publishing.press import KEY, Press, sftp_user, told
from tests.programs import ran

if TYPE_CHECKING:
    from storage.models.packages import Package


def test_a_key_opens_sftp_and_nothing_else(press: Press, package: Package) -> None:
    press.add(sftp_user(package, "web", keys=[f"{KEY} anna@laptop", f'{KEY} "quoted" \\ $(x) # ;']))
    assert press.publish().left_out == ()
    file = press.path(f"ssh/p{package.id}-web/authorized_keys")
    lines = file.read_text().splitlines()
    assert lines == [f"restrict {KEY} anna@laptop", f'restrict {KEY} "quoted" \\ $(x) # ;']
    said = ran("ssh-keygen", "-l", "-f", file)
    assert said.count("(ED25519)") == 2


def test_a_user_is_gone_after_the_last_day_where_the_provider_is(press: Press, package: Package) -> None:
    press.add(sftp_user(package, "web", expires_on=dt.date(2026, 12, 31)))
    press.publish()
    [line] = press.lines(f"ssh/p{package.id}-web/authorized_keys")
    assert line == f'restrict,expiry-time="20261231230000Z" {KEY} anna@laptop'
    ran("ssh-keygen", "-l", "-f", press.path(f"ssh/p{package.id}-web/authorized_keys"))
    [user] = press.json("ssh/users.json")["users"]
    assert (
        user["expiration_date"]
        == dt.datetime(2027, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))).timestamp() * 1000
    )


def test_sftp_servers_import_users_with_their_passwords_and_keys(press: Press) -> None:
    package = press.house.package(press.house.customer(), "musterfrau.de", master=MASTER_PASSWORD)
    own = press.house.hasher.hash("Birke Teller Ozean")
    press.add(
        sftp_user(package, "own", keys=[], password_hash=own, directory="/html/ä"),
        sftp_user(package, "master", keys=[], uses_master=True, password_hash=own),
        sftp_user(package, "keys"),
        sftp_user(package, "nothing", keys=[]),
    )
    assert press.publish().counts.sftp_users == 3
    own_user, master_user, keys_user = press.json("ssh/users.json")["users"]
    root = f"{press.folder.parent}/customers/{package.id}"
    assert own_user == {
        "username": f"p{package.id}-own",
        "status": 1,
        "home_dir": f"{root}/html/ä",
        "permissions": {"/": ["*"]},
        "password": own,
        "public_keys": [],
        "expiration_date": 0,
    }
    assert press.house.hasher.verify(master_user["password"], MASTER_PASSWORD)
    assert keys_user["public_keys"] == [f"{KEY} anna@laptop"]
    assert "password" not in keys_user


def test_nobody_gets_into_a_suspended_package(press: Press, package: Package) -> None:
    press.add(sftp_user(package, "web"))
    press.house.change(package, state=PackageState.SUSPENDED)
    press.publish()
    assert press.json("ssh/users.json") == {"users": []}
    assert press.names("ssh") == ["ssh/users.json"]


@pytest.mark.parametrize(
    "line",
    ["", "ssh-ed25519", "ssh-ed25519 ", "ssh-ed25519 AAAA", "ssh-dss AAAAB3NzaC1kc3MAAACBAP",
     f'command="/bin/sh" {KEY}', f" {KEY}", f"{KEY}\nssh-rsa AAAA", f"{KEY} a\nb", f"{KEY} a\0b", f"# {KEY}",
     KEY.replace("ssh-ed25519 ", "ssh-rsa "), KEY.replace("AAAAC3", "AAA!C3"), KEY.replace(" ", "  "),
     "-----BEGIN OPENSSH PRIVATE KEY-----"],
)  # fmt: skip
def test_what_is_no_public_key_is_unfit(line: str) -> None:
    with pytest.raises(Unfit):
        public_key(line)


def test_a_key_that_is_none_is_left_out_and_the_others_stay(press: Press, package: Package) -> None:
    press.add(sftp_user(package, "web", keys=[f"{KEY} good", "nonsense", f'command="evil" {KEY}']))
    name = f"p{package.id}-web"
    assert told(press.publish()) == {("public key", f"{name} 2"), ("public key", f"{name} 3")}
    assert press.lines(f"ssh/{name}/authorized_keys") == [f"restrict {KEY} good"]


def test_a_user_of_another_name_than_the_packages_is_left_out(press: Press, package: Package) -> None:
    own = f"p{package.id}"
    odd = ("", "-", "-A", "-a b", "-a/b", "-a\nb", "_a", "-../../root")
    names = ["root", "../../root", f"p{package.id + 1}-web", *(f"{own}{each}" for each in odd)]
    press.add(*(sftp_user(package, "x", name=name) for name in names))
    assert told(press.publish()) == {("SFTP user", name) for name in names}
    assert press.names("ssh") == ["ssh/users.json"]


def test_the_key_of_these_tests_is_one() -> None:
    assert base64.b64decode(KEY.split()[1]).startswith(b"\0\0\0\x0bssh-ed25519")
