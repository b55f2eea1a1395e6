"""Which packages publish a site of their own, and what its files are called."""

from __future__ import annotations

from storage.models.products import Family

FAMILIES = {Family.WEBSITE_BUILDER, Family.WEBSHOP}
"""Their packages publish one: whoever comes to the top of their webspace is shown that."""

FOLDER = "website"
"""In the webspace of a package: where its web server finds the published files."""

SITEMAP = "sitemap.xml"

MARKER = SITEMAP
"""A file that every published site has."""

LOST = "404.html"
"""What visitors read where there is no page."""
