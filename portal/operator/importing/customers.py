"""Customers of an import file, and whose packages are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.customers.bank import new_mandate, new_reference
from portal.customers.password import about
from portal.errors import InvalidInput
from portal.i18n import _
from portal.operator.new_customer import columns, entity, require_past, signing
from portal.passwords import NO_PASSWORD
from storage.models.customers import Customer, PaymentMethod

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from concurrent.futures import Executor

    from portal.operator.importing.ground import Ground
    from portal.operator.importing.models import CustomerLine
    from storage.models.customers import Mandate


@dataclass(slots=True)
class Owner:
    """A customer that packages refer to.

    Attributes:
        line: The line that adds them; 0 if they were stored before this batch.
        verifier: Of the customer password.
        id: 0 until they are written.
    """

    line: int
    verifier: str = field(repr=False)
    id: int = 0


class CustomersIn:
    """The customers of one batch, and those that its packages belong to."""

    def __init__(self, ground: Ground, lines: Sequence[tuple[int, CustomerLine]]) -> None:
        self._ground = ground
        self._lines = lines
        self._owners: dict[str, Owner] = {}
        self._new: list[tuple[CustomerLine, Owner]] = []

    def check(self, referred: Collection[str]) -> None:
        """Check the customers; find those that are `referred` to by their numbers."""
        stored = self._ground.work.customers
        numbers = {*referred, *(model.number for _number, model in self._lines)}
        for number, key in stored.keys(numbers).items():
            self._owners[number] = Owner(0, key.password_hash, key.id)
        given = {model.bank_data.reference for _line, model in self._lines} - {""}
        references = stored.references(given)
        for line, model in self._lines:
            if not self._is_right(line, model, references):
                self._ground.failed.add(model.number)
                continue
            owner = self._owners[model.number] = Owner(line, model.password_hash or NO_PASSWORD)
            self._new.append((model, owner))

    def find(self, line: int, number: str) -> Owner | None:
        """The customer that a package on `line` belongs to; a missing one is an error of that line."""
        owner = self._owners.get(number)
        if owner is not None and owner.line < line:
            return owner
        if number not in self._ground.failed:
            reason = _("There is no such customer, neither in the database nor on an earlier line.")
            self._ground.refuse(line, "customer", reason)
        return None

    def hash(self, pool: Executor) -> None:
        """Make verifiers of the first passwords."""
        given = [(model, owner) for model, owner in self._new if model.password]
        verifiers = pool.map(self._ground.passwords.hash, [model.password for model, _owner in given])
        for (_model, owner), verifier in zip(given, verifiers, strict=True):
            owner.verifier = verifier

    def write(self) -> None:
        """Add the customers and their mandates."""
        work, today = self._ground.work, self._ground.today
        rows = [
            columns(model, model.number, owner.verifier, today, model.state) for model, owner in self._new
        ]
        ids = work.bulk.add_numbered(Customer, rows)
        for (_model, owner), key in zip(self._new, ids, strict=True):
            owner.id = key
        work.customers.add_mandates(
            [
                (self._mandate(model, owner), model.bank_data.iban)
                for model, owner in self._new
                if model.bank_data.method is PaymentMethod.DEBIT
            ]
        )
        self._ground.counts["customers"] += len(self._new)

    def _mandate(self, model: CustomerLine, owner: Owner) -> Mandate:
        bank_data = model.bank_data
        digest = self._ground.work.customers.iban_digest(bank_data.iban)
        signed_at = signing(bank_data, self._ground.means)
        reference = bank_data.reference or new_reference(model.number)
        return new_mandate(owner.id, bank_data, digest, signed_at, reference)

    def _is_right(self, line: int, model: CustomerLine, references: set[str]) -> bool:
        ground, known = self._ground, self._owners.get(model.number)
        before = len(ground.errors)
        if known is not None:
            in_file = known.line > 0 or known.id > ground.before.customers
            ground.refuse_twice(line, "number", in_file=in_file)
        reference = model.bank_data.reference
        if reference in references:
            ground.refuse(line, "bank_data.reference", _("This mandate reference is taken."))
        if reference:
            references.add(reference)
        try:
            require_past(model, ground.today)
        except InvalidInput as error:
            for name, reason in error.problems.items():
                ground.refuse(line, name, reason)
        if model.password:
            words = about("", entity(model, model.number, "", ground.today))
            ground.require_strong(line, model.password, words)
        return len(ground.errors) == before
