"""What developers run: pictures of the screens, and measurements."""
