"""Small Textual apps that the portal is measured against; run as files, so that nothing else is imported."""
