"""What is kept: the database behind the portal."""
