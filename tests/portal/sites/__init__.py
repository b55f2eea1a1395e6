"""PHP and certificates of sites."""
