"""What must never be, found where it is."""
