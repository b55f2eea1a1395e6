"""What customers were told, read in the portal."""
