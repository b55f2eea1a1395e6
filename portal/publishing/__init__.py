"""Publishing: what stands in the portal, as files that real servers read."""

from portal.publishing.service import Published, Publishing

__all__ = ["Published", "Publishing"]
