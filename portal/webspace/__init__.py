"""Webspace: SFTP users, protected directories, usage, cron jobs."""

from portal.webspace.cron import CronJobs
from portal.webspace.protection import Protection
from portal.webspace.sftp import SftpUsers
from portal.webspace.usage import WebUsage

__all__ = ["CronJobs", "Protection", "SftpUsers", "WebUsage"]
