"""aclitem: one entry of an access control list ("Privileges").  Stored as the text that PostgreSQL prints."""

from __future__ import annotations

from translator.catalog.acl import ORDER, PUBLIC, AclItem, is_safe
from translator.errors import PgError
from translator.errors.objects import undefined_object
from translator.errors.statements import feature_not_supported
from translator.settings_view import TypeSettings
from translator.types.datatype import DataType, Encoder

KEY_WORDS = ("group", "user")


class AclItemType(DataType):
    """Roles are looked up by name where they must exist."""

    typname = sqlname = "aclitem"

    def parse(self, text: str, settings: TypeSettings) -> str:
        grantee, rest = _name(text)
        if not rest.startswith("="):
            grantee, rest = _after_key_word(grantee, rest)
        privileges: set[str] = set()
        options: set[str] = set()
        rest, last = rest[1:], ""
        while rest and (rest[0] == "*" or (rest[0].isascii() and rest[0].isalpha())):
            letter, rest = rest[0], rest[1:]
            if letter == "*":
                options |= {last} - {""}
                continue
            if letter not in ORDER:
                raise _invalid(f'invalid mode character: must be one of "{ORDER}"')
            privileges.add(letter)
            last = letter
        _require_role(grantee, settings)
        grantor, rest = _grantor(rest, settings)
        if rest.strip():
            raise _invalid("extra garbage at the end of the ACL specification")
        return str(AclItem(grantee, frozenset(privileges), frozenset(options), grantor))

    def output(self, value: str, settings: TypeSettings) -> str:
        return value

    def binary_encoder(self, settings: TypeSettings) -> Encoder:
        raise PgError("42883", "no binary output function available for type aclitem")


def _after_key_word(word: str, rest: str) -> tuple[str, str]:
    """The name behind `group` or `user`, and what follows."""
    if word not in KEY_WORDS:
        raise _invalid(f'unrecognized key word: "{word}"', hint='ACL key word must be "group" or "user".')
    name, rest = _name(rest)
    if not name:
        raise _invalid("missing name", hint='A name must follow the "group" or "user" key word.')
    if not rest.startswith("="):
        raise _invalid('missing "=" sign')
    return name, rest


def _grantor(rest: str, settings: TypeSettings) -> tuple[str, str]:
    if not rest.startswith("/"):
        if rest.strip():
            raise _invalid("extra garbage at the end of the ACL specification")
        raise feature_not_supported("an ACL specification without its grantor")
    grantor, rest = _name(rest[1:])
    if not grantor:
        raise _invalid('a name must follow the "/" sign')
    _require_role(grantor, settings)
    return grantor, rest


def _name(text: str) -> tuple[str, str]:
    """A role's name at the start of a text, quoted or not, and what follows."""
    text = text.lstrip()
    name, place, quoted = [], 0, False
    while place < len(text) and (quoted or text[place] == '"' or is_safe(text[place]) or not text[place].isascii()):
        if text[place] != '"':
            name.append(text[place])
        elif quoted and text[place : place + 2] == '""':
            name.append('"')
            place += 1
        else:
            quoted = not quoted
        place += 1
    return "".join(name), text[place:].lstrip()


def _require_role(name: str, settings: TypeSettings) -> None:
    if name != PUBLIC and (settings.names is None or not settings.names.role_exists(name)):
        raise undefined_object("role", name)


def _invalid(message: str, hint: str | None = None) -> PgError:
    return PgError("22P02", message, hint=hint)


TYPES: tuple[DataType, ...] = (AclItemType(),)
