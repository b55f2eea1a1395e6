"""Which public keys are accepted, and what is said of the others."""

from __future__ import annotations

import logging
import shutil
import subprocess
import traceback
from typing import TYPE_CHECKING

import pytest

from portal.errors import InvalidInput
from portal.validation import checked
from portal.webspace.sftp import EnteredSftpUser
from portal.webspace.ssh_keys import comment_of, fingerprint
from tests.hostile import HOSTILE
from tests.portal.webspace import public_keys as keys

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {
    "ed25519": keys.ED25519,
    "ecdsa 256": keys.ECDSA_256,
    "ecdsa 384": keys.ECDSA_384,
    "ecdsa 521": keys.ECDSA_521,
    "ed25519 on a token": keys.SK_ED25519,
    "ecdsa on a token": keys.SK_ECDSA,
    "rsa of 2048 bits": keys.RSA_2048,
}

BODY = keys.ED25519.split()[1]

UNKNOWN = (
    "Line 1: this is no public key that is accepted here. It begins with ssh-ed25519, ecdsa-sha2-…, sk-… or"
    " ssh-rsa, and stands in a file that ends in .pub."
)
CUT = "Line 1: this key is not complete. Please copy the whole line."
IN_FRONT = "Line 1: nothing can stand before the key, such as “command=…” or “from=…”."

REFUSED = {
    "a word": ("hello", UNKNOWN),
    "only the middle": (BODY, UNKNOWN),
    "DSA": ("ssh-dss AAAAB3NzaC1kc3MAAACB", UNKNOWN),
    "a certificate": (f"ssh-ed25519-cert-v01@openssh.com {BODY}", UNKNOWN),
    "RFC 4716": (f"---- BEGIN SSH2 PUBLIC KEY ----\n{BODY}", UNKNOWN),
    "an option": (f'command="rm -rf ~" {keys.ED25519}', IN_FRONT),
    "an option without a value": (f"no-pty {keys.ED25519}", IN_FRONT),
    "several options": (f'from="10.0.0.1",no-pty {keys.ED25519} x', IN_FRONT),
    "kind only": ("ssh-ed25519", CUT),
    "cut": (keys.ED25519[:-8], CUT),
    "cut within the Base64": (keys.ED25519[:-1], CUT),
    "another kind in front": (f"ssh-rsa {BODY}", CUT),
    "not Base64": (f"ssh-ed25519 {'ä' * 68}", CUT),
    "a letter too many": (f"ssh-ed25519 {BODY[:-1]}*", CUT),
    "weak": (keys.RSA_1024, "Line 1: an RSA key needs 2048 bits at least; this one has 1024."),
    "twice": (f"{keys.ED25519} a\n\n{keys.ED25519} b", "Line 3: this key stands there twice."),
    "an escape sequence": (
        f"{keys.ED25519} \x1b[2J",
        "Line 1: Character U+001B cannot be used here. Please remove it.",
    ),
    "long": (f"ssh-ed25519 {'A' * 7000}", "Line 1: this is too long for a key."),
}


def entered(text: object) -> EnteredSftpUser:
    return checked(EnteredSftpUser, {"name": "web", "public_keys": text})


@pytest.mark.parametrize("kind", GOOD)
def test_keys_of_good_kinds_are_accepted(kind: str) -> None:
    assert entered(f"{GOOD[kind]}\n").public_keys == (GOOD[kind],)


@pytest.mark.parametrize("what", REFUSED)
def test_other_lines_are_refused_with_a_sentence(what: str) -> None:
    text, sentence = REFUSED[what]
    with pytest.raises(InvalidInput) as caught:
        entered(text)
    assert caught.value.problems == {"public_keys": sentence}


@pytest.mark.parametrize("kind", keys.PRIVATE)
def test_a_private_key_is_refused_with_a_warning_and_seen_nowhere(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(InvalidInput) as caught:
        entered(keys.PRIVATE[kind])
    assert caught.value.problems["public_keys"].startswith(
        "This is your private key. Never give it to anybody;"
    )
    assert "consider the key lost" in caught.value.problems["public_keys"]
    told = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value)) + caplog.text
    assert keys.CANARY not in told


def test_comments_and_empty_lines_are_left_out_and_what_stands_behind_a_key_is_cleaned() -> None:
    text = f"# of the office\n\n  {keys.ED25519}   erika@laptop   im  Büro \r\n{keys.RSA_2048}\n"
    kept = entered(text).public_keys
    assert kept == (f"{keys.ED25519} erika@laptop im Büro", keys.RSA_2048)
    assert [comment_of(key) for key in kept] == ["erika@laptop im Büro", ""]


def test_what_is_kept_is_accepted_again_as_a_list_and_as_lines() -> None:
    kept = entered(f"{keys.ED25519} erika\n{keys.ECDSA_256}").public_keys
    assert entered(kept).public_keys == entered("\n".join(kept)).public_keys == kept


def test_twenty_keys_are_the_most() -> None:
    import base64

    start, body = keys.ED25519.split()
    raw = base64.b64decode(body)
    many = [f"{start} {base64.b64encode(raw[:-1] + bytes([n])).decode()}" for n in range(21)]
    assert len(entered("\n".join(many[:20])).public_keys) == 20
    with pytest.raises(InvalidInput) as caught:
        entered("\n".join(many))
    assert caught.value.problems == {"public_keys": "21 keys are too many: 20 at most."}


@pytest.mark.parametrize("value", [None, 7, [1], {"a": "b"}, [None]])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        entered(value)
    assert caught.value.problems == {"public_keys": "This must be text."}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_lines_are_no_keys_and_hostile_comments_stay_on_their_line(name: str) -> None:
    assert kept_of(HOSTILE[name]) == ()
    assert all(key.isprintable() for key in kept_of(f"{keys.ED25519} {HOSTILE[name]}"))


def kept_of(text: str) -> tuple[str, ...]:
    """The keys in a text; none if it is refused, which is told at their field."""
    try:
        return entered(text).public_keys
    except InvalidInput as refused:
        assert_only(refused, "public_keys")
        return ()


def assert_only(refused: InvalidInput, field: str) -> None:
    assert set(refused.problems) == {field}


def test_fingerprints_are_those_of_ssh_keygen(tmp_path: Path) -> None:
    program = shutil.which("ssh-keygen")
    assert program is not None
    for key in GOOD.values():
        path = tmp_path / "key.pub"
        path.write_text(f"{key}\n")
        told = subprocess.run([program, "-lf", path], capture_output=True, text=True, check=True).stdout
        assert fingerprint(key) == told.split()[1]
