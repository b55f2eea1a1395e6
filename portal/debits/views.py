"""What is shown of debits."""

from storage.models.debits import CollectionState
from storage.repositories.debits import CollectionRow

__all__ = ["CollectionRow", "CollectionState"]
