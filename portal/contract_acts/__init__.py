"""What was done to a customer's contracts, and the papers that confirm it."""

from portal.contract_acts.service import ContractActs
from portal.contract_acts.views import ActView, ToldView, reference_of
from storage.models.contracts import ActKind

__all__ = ["ActKind", "ActView", "ContractActs", "ToldView", "reference_of"]
