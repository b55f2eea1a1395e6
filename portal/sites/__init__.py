"""What the web server does for each site of a package: PHP and certificates."""

from portal.sites.php import PhpVersions
from portal.sites.ssl import Certificates

__all__ = ["Certificates", "PhpVersions"]
