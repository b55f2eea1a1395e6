"""What falls due, on its day."""
