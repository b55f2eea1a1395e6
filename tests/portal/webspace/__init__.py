"""Webspace: SFTP users, protected directories, usage, cron jobs."""
