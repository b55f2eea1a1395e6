"""Signing in: both logins, the throttle, sessions, and asking for the password again."""

from portal.sign_in.service import SignedIn, SignIn

__all__ = ["SignIn", "SignedIn"]
