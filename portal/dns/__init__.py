"""DNS: records, zone files, templates and versions of each domain's zone."""
