"""A session's large objects: pages of bytes in pg_largeobject, and the descriptors that are open until the transaction
ends ("Large Objects").
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pgproxy.catalog_files import catalog_table
from pgproxy.ddl_default_acl import initial_privileges
from translator.catalog.acl import with_owner
from translator.errors import PgError
from translator.errors.constraints import unique_violation
from translator.errors.privileges import must_be_owner, permission_denied
from translator.errors.transactions import read_only_sql_transaction
from translator.errors.values import invalid_parameter_value

if TYPE_CHECKING:
    from pgproxy.session import Session

PAGE = 2048
LARGEST = (2**31 - 1) * PAGE
PG_LARGEOBJECT = 2613
WRITE, READ = 0x20000, 0x40000


class Descriptor(Struct):
    """A place in a large object."""

    objects: LargeObjects
    number: int
    oid: int
    writable: bool
    place: int = 0

    def read(self, length: int) -> bytes:
        """The bytes from here on, as many as there are; the place is then behind them."""
        data = self.objects.read(self.oid, self.place, length)
        self.place += len(data)
        return data

    def write(self, data: bytes) -> None:
        self._require_writable()
        self.objects.write(self.oid, self.place, data)
        self.place += len(data)

    def seek(self, offset: int, whence: int) -> int:
        """The new place.  Raises PgError 22023."""
        match whence:
            case os.SEEK_SET:
                place = offset
            case os.SEEK_CUR:
                place = self.place + offset
            case os.SEEK_END:
                place = self.objects.size(self.oid) + offset
            case _:
                raise invalid_parameter_value(f"invalid whence setting: {whence}")
        self.place = _checked(place, "seek")
        return place

    def truncate(self, length: int) -> None:
        self._require_writable()
        self.objects.truncate(self.oid, _checked(length, "truncation"))

    def _require_writable(self) -> None:
        if not self.writable:
            raise PgError("55000", f"large object descriptor {self.number} was not opened for writing")


class LargeObjects:
    """What the functions of large objects do for one session.  Writers hold the write lock already."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._open: dict[int, Descriptor] = {}

    def owned(self, owner: int) -> list[int]:
        """The oids of a role's objects."""
        found = self._run("SELECT oid FROM main.pg_largeobject_metadata WHERE lomowner = ? ORDER BY oid", owner)
        return [oid for (oid,) in found]

    def set_owner(self, oid: int, owner: int) -> None:
        """Raises PgError 42704, 42501."""
        self.require_owner(oid)
        acl, before = self.privileges(oid)
        roles = self.session.authority.roles
        self._run("UPDATE main.pg_largeobject_metadata SET lomowner = ? WHERE oid = ?", owner, oid)
        if acl is not None:
            self.set_privileges(oid, with_owner(acl, roles.name(before), roles.name(owner)))

    def is_there(self, oid: int) -> bool:
        return self._owner(oid) is not None

    def privileges(self, oid: int) -> tuple[tuple[str, ...] | None, int]:
        """The access control list, None for the default, and the owner.  Raises PgError 42704."""
        owner = self._existing(oid)
        ((stored,),) = self._run("SELECT lomacl FROM main.pg_largeobject_metadata WHERE oid = ?", oid)
        return None if stored is None else tuple(json.loads(stored)), owner

    def set_privileges(self, oid: int, acl: tuple[str, ...]) -> None:
        written = json.dumps(acl, ensure_ascii=False)
        self._run("UPDATE main.pg_largeobject_metadata SET lomacl = ? WHERE oid = ?", written, oid)

    def lists(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The objects that have a list, by oid."""
        found = self._run("SELECT oid, lomacl FROM main.pg_largeobject_metadata WHERE lomacl IS NOT NULL ORDER BY oid")
        for oid, stored in found:
            yield oid, tuple(json.loads(stored))

    def create(self, oid: int) -> int:
        """The oid of a new object, the next one for 0.  Raises PgError 23505."""
        oid = oid or self.session.database.next_oid()
        if self._owner(oid) is not None:
            index = "pg_largeobject_metadata_oid_index"
            detail = f"Key (oid)=({oid}) already exists."
            raise unique_violation("pg_catalog", "pg_largeobject_metadata", index, detail)
        acl = initial_privileges(self.session, self.session.base_image, "L")
        fact = {"oid": oid, "lomowner": self.session.role.oid, "lomacl": acl}
        table = catalog_table("pg_largeobject_metadata")
        self._run(table.insert(), *table.row(fact))
        return oid

    def unlink(self, oid: int) -> None:
        """Remove an object, with its comment.  Raises PgError 42704, 42501."""
        self.require_owner(oid)
        for number in [number for number, known in self._open.items() if known.oid == oid]:
            del self._open[number]
        self._run("DELETE FROM main.pg_largeobject WHERE loid = ?", oid)
        self._run("DELETE FROM main.pg_largeobject_metadata WHERE oid = ?", oid)
        self._run("DELETE FROM main.pg_description WHERE objoid = ? AND classoid = ?", oid, PG_LARGEOBJECT)

    def open(self, oid: int, mode: int) -> int:
        """A descriptor.  Raises PgError 22023, 25006, 42501, 42704."""
        if not mode & (READ | WRITE):
            raise invalid_parameter_value(f"invalid flags for opening a large object: {mode}")
        writable = bool(mode & WRITE)
        if writable and self.session.transaction.read_only:
            raise read_only_sql_transaction("lo_open(INV_WRITE)")
        self._require(oid, "w" if writable else "r")
        number = next(number for number in range(len(self._open) + 1) if number not in self._open)
        self._open[number] = Descriptor(self, number, oid, writable)
        self.session.transaction.undo.append(partial(self._forget, number))
        return number

    def _forget(self, number: int) -> None:
        """What opened it is undone."""
        self._open.pop(number, None)

    def descriptor(self, number: int) -> Descriptor:
        """An open one.  Raises PgError 42704."""
        found = self._open.get(number)
        if found is None:
            raise PgError("42704", f"invalid large-object descriptor: {number}")
        return found

    def close(self, number: int) -> None:
        del self._open[self.descriptor(number).number]

    def close_all(self) -> None:
        """At the end of a transaction."""
        self._open.clear()

    def get(self, oid: int, offset: int, length: int | None) -> bytes:
        """Bytes of an object, all from `offset` on without a length."""
        self._require(oid, "r")
        _checked(offset, "seek")
        return self.read(oid, offset, max(self.size(oid) - offset, 0) if length is None else length)

    def put(self, oid: int, offset: int, data: bytes) -> None:
        self._require(oid, "w")
        self.write(oid, _checked(offset, "seek"), data)

    def size(self, oid: int) -> int:
        """Bytes up to the last one that was written."""
        last = self._run(
            "SELECT pageno, length(data) FROM main.pg_largeobject WHERE loid = ? ORDER BY pageno DESC LIMIT 1", oid
        )
        return last[0][0] * PAGE + last[0][1] if last else 0

    def read(self, oid: int, offset: int, length: int) -> bytes:
        """The bytes there are of a range; what was never written is zero."""
        end = min(offset + length, self.size(oid))
        if end <= offset:
            return b""
        first = offset // PAGE
        found = bytearray(end - first * PAGE)
        pages = "SELECT pageno, data FROM main.pg_largeobject WHERE loid = ? AND pageno BETWEEN ? AND ?"
        for number, data in self._run(pages, oid, first, (end - 1) // PAGE):
            start = (number - first) * PAGE
            part = data[: len(found) - start]
            found[start : start + len(part)] = part
        return bytes(found[offset - first * PAGE :])

    def write(self, oid: int, offset: int, data: bytes) -> None:
        """Raises PgError 22023 for what is too long."""
        if offset + len(data) > LARGEST:
            raise invalid_parameter_value(f"invalid large object write request size: {len(data)}")
        position = 0
        while position < len(data):
            number, start = divmod(offset + position, PAGE)
            part = data[position : position + PAGE - start]
            page = part if not start and len(part) == PAGE else self._changed(oid, number, start, part)
            self._store(oid, number, page)
            position += len(part)

    def truncate(self, oid: int, length: int) -> None:
        """Cut the object off, or fill it up with zeros."""
        number, rest = divmod(length, PAGE)
        self._run("DELETE FROM main.pg_largeobject WHERE loid = ? AND pageno > ?", oid, number)
        if rest:
            self._store(oid, number, self._page(oid, number)[:rest].ljust(rest, b"\0"))
        else:
            self._run("DELETE FROM main.pg_largeobject WHERE loid = ? AND pageno = ?", oid, number)
        if not rest and length:
            self._store(oid, number - 1, self._page(oid, number - 1).ljust(PAGE, b"\0"))

    def _changed(self, oid: int, number: int, start: int, part: bytes) -> bytes:
        before = self._page(oid, number)
        return before[:start].ljust(start, b"\0") + part + before[start + len(part) :]

    def _page(self, oid: int, number: int) -> bytes:
        found = self._run("SELECT data FROM main.pg_largeobject WHERE loid = ? AND pageno = ?", oid, number)
        return bytes(found[0][0]) if found else b""

    def _store(self, oid: int, number: int, data: bytes) -> None:
        self._run("DELETE FROM main.pg_largeobject WHERE loid = ? AND pageno = ?", oid, number)
        self._run("INSERT INTO main.pg_largeobject(loid, pageno, data) VALUES (?, ?, ?)", oid, number, data)

    def _owner(self, oid: int) -> int | None:
        found = self._run("SELECT lomowner FROM main.pg_largeobject_metadata WHERE oid = ?", oid)
        return found[0][0] if found else None

    def require_owner(self, oid: int) -> None:
        """Raises PgError 42704, 42501."""
        if not self.session.authority.owns(self._existing(oid)):
            raise must_be_owner("large object", str(oid))

    def _existing(self, oid: int) -> int:
        """The owner.  Raises PgError 42704."""
        owner = self._owner(oid)
        if owner is None:
            raise PgError("42704", f"large object {oid} does not exist")
        return owner

    def _require(self, oid: int, letter: str) -> None:
        """Raises PgError 42704, 42501."""
        acl, owner = self.privileges(oid)
        authority = self.session.authority
        if not authority.superuser and not authority.may(letter, acl, "L", owner):
            raise permission_denied("large object", str(oid))

    def _run(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.session.engine.db.execute(sql, values).fetchall()


def _checked(place: int, what: str) -> int:
    """Raises PgError 22023 for a place outside what an object can have."""
    if not 0 <= place <= LARGEST:
        raise invalid_parameter_value(f"invalid large object {what} target: {place}")
    return place
