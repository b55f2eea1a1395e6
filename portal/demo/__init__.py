"""The demo: invented customers of an invented provider, for trying the portal, for tests and for pictures."""
