"""DNS: the records of each zone, and every version a zone has had."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Administered, Base, words


class DnsType(StrEnum):
    """The record types that customers may set."""

    A = "A"
    AAAA = "AAAA"
    CNAME = "CNAME"
    MX = "MX"
    TXT = "TXT"
    SRV = "SRV"
    CAA = "CAA"
    NS = "NS"
    TLSA = "TLSA"
    SSHFP = "SSHFP"


class DnsRecord(Administered):
    """One resource record (RFC 1035) of a domain's zone."""

    __tablename__ = "dns_records"
    __table_args__ = (
        CheckConstraint("ttl BETWEEN 60 AND 86400", name="ttl"),
        Index("ix_dns_records_domain_id_name", "domain_id", "name", "type", "id"),
        Index("ix_dns_records_domain_id_type", "domain_id", "type", "name", "id"),
    )

    domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id"))
    name: Mapped[str] = mapped_column(String(253))
    """Relative to the zone, in punycode and lower case; `@` for the domain itself."""
    type: Mapped[DnsType] = mapped_column(words(DnsType))
    ttl: Mapped[int] = mapped_column(default=3600)
    """Seconds."""
    value: Mapped[str] = mapped_column(Text)
    """The record data in presentation form, such as `10 mx.example.net.`; names in it end in a dot."""


class ZoneVersion(Base):
    """One save of a zone: what it took away and what it brought."""

    __tablename__ = "zone_versions"
    __table_args__ = (UniqueConstraint("domain_id", "number"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id"))
    number: Mapped[int]
    at: Mapped[dt.datetime]
    actor: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(30))
    """A word of ours: added, changed, removed, imported, template, restored, undone."""
    removed: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Records with name, type, ttl and value."""
    added: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
