"""Webspace: SFTP users, protected directories, usage, cron jobs."""

from portal.webspace.cron import CronJobs

__all__ = ["CronJobs"]
