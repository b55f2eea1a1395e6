"""What a PDF tells of itself (XMP): that it is PDF/A-3b, and that it carries an invoice (Factur-X 1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from portal.places import PROGRAM

if TYPE_CHECKING:
    import datetime as dt

XML_NAME = "factur-x.xml"
"""What the embedded file is called; readers look for exactly this."""

PACKET = """\
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
</rdf:Description>
{more}</rdf:RDF>
</x:xmpmeta>"""

WITH_XML = """\
<rdf:Description rdf:about="" xmlns:fx="{namespace}">
<fx:DocumentType>INVOICE</fx:DocumentType>
<fx:DocumentFileName>{file}</fx:DocumentFileName>
<fx:Version>1.0</fx:Version>
<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>fx</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
{properties}
</rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""

PROPERTY = """\
<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType>
<pdfaProperty:category>external</pdfaProperty:category>
<pdfaProperty:description>{description}</pdfaProperty:description>
</rdf:li>"""

NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"

PROPERTIES = {
    "DocumentType": "The type of the document in capital letters, such as INVOICE",
    "DocumentFileName": "The name of the embedded XML document",
    "Version": "The version of the standard that applies to the embedded XML document",
    "ConformanceLevel": "The profile of the embedded XML document",
}


def metadata(title: str, author: str, moment: dt.datetime, more: str = "") -> str:
    """The metadata of a document.

    Args:
        title: What it is.
        author: Who made it out.
        moment: When it was made.
        more: Further descriptions, such as `invoice_metadata`.
    """
    return PACKET.format(
        title=escape(title),
        author=escape(author),
        moment=moment.isoformat(timespec="seconds"),
        program=PROGRAM,
        more=more,
    )


def invoice_metadata() -> str:
    """What says that the same stands inside for machines."""
    return WITH_XML.format(
        file=XML_NAME,
        namespace=NAMESPACE,
        properties="\n".join(
            PROPERTY.format(name=name, description=description) for name, description in PROPERTIES.items()
        ),
    )
