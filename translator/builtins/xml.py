"""XML functions ("XML Functions"), as in a PostgreSQL that is built without libxml: of documents there are none."""

from __future__ import annotations

from translator.builtins.declare import aggregate, function
from translator.errors.statements import unsupported_xml


@function(
    "xml(text)",
    "xmlcomment(text)",
    "xmltext(text)",
    "xmlvalidate(xml,text)",
    '"xmlexists"(text,xml)',
    "text(xml)",
    "xpath(text,xml)",
    "xpath(text,xml,text[])",
    "xpath_exists(text,xml)",
    "xpath_exists(text,xml,text[])",
    "xml_is_well_formed(text)",
    "xml_is_well_formed_document(text)",
    "xml_is_well_formed_content(text)",
    *(f"table_to_{made}(regclass,boolean,boolean,text)" for made in ("xml", "xmlschema", "xml_and_xmlschema")),
    *(f"query_to_{made}(text,boolean,boolean,text)" for made in ("xml", "xmlschema", "xml_and_xmlschema")),
    *(f"schema_to_{made}(name,boolean,boolean,text)" for made in ("xml", "xmlschema", "xml_and_xmlschema")),
    *(f"database_to_{made}(boolean,boolean,text)" for made in ("xml", "xmlschema", "xml_and_xmlschema")),
    "cursor_to_xml(refcursor,integer,boolean,boolean,text)",
    "cursor_to_xmlschema(refcursor,boolean,boolean,text)",
)
def of_document(*arguments: object) -> None:
    """Raises PgError 0A000: arguments that are not NULL are of a document, or are to make one."""
    raise unsupported_xml()


@function("xmlconcat2(xml,xml)")
def xmlconcat2(left: str | None, right: str | None) -> None:
    """Of values that are NULL."""


@aggregate("xmlagg(xml)")
class XmlAgg:
    """Of values that are NULL."""

    def step(self, value: str | None) -> None:
        """There is nothing to add."""

    def final(self) -> None:
        """NULL."""
