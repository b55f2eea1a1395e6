"""What people may do: sign-in, permissions and the rules of the portal."""
