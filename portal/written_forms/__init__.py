"""Forms that need a signature: contract handover, domain transfer, change of a domain's holder or Admin-C."""

from portal.written_forms.models import NewContact, OtherParty
from portal.written_forms.service import WrittenForms
from portal.written_forms.views import FormDomain, FormObject, FormPackage, FormPaper, FormView
from storage.models.domains import ContactRole
from storage.models.written_forms import FormKind, FormState

__all__ = [
    "ContactRole",
    "FormDomain",
    "FormKind",
    "FormObject",
    "FormPackage",
    "FormPaper",
    "FormState",
    "FormView",
    "NewContact",
    "OtherParty",
    "WrittenForms",
]
