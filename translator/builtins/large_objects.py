"""Large objects as SQL sees them ("Large Objects", "Server-Side Functions"); drivers call the same by FunctionCall."""

from __future__ import annotations

from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.values import invalid_parameter_value

INT4_MAX = 2**31 - 1


@function("lo_creat(integer)", context=True, writes=True)
def lo_creat(context: ExecutionContext, mode: int) -> int:
    return context.large_objects.create(0)


@function("lo_create(oid)", context=True, writes=True)
def lo_create(context: ExecutionContext, oid: int) -> int:
    """With oid 0 the next free one; 23505 for one that is taken."""
    return context.large_objects.create(oid)


@function("lo_from_bytea(oid,bytea)", context=True, writes=True)
def lo_from_bytea(context: ExecutionContext, oid: int, data: bytes) -> int:
    made = context.large_objects.create(oid)
    context.large_objects.put(made, 0, data)
    return made


@function("lo_unlink(oid)", context=True, writes=True)
def lo_unlink(context: ExecutionContext, oid: int) -> int:
    context.large_objects.unlink(oid)
    return 1


@function("lo_put(oid,bigint,bytea)", context=True, writes=True)
def lo_put(context: ExecutionContext, oid: int, offset: int, data: bytes) -> str:
    context.large_objects.put(oid, offset, data)
    return ""


@function("lo_get(oid)", context=True)
def lo_get(context: ExecutionContext, oid: int) -> bytes:
    return context.large_objects.get(oid, 0, None)


@function("lo_get(oid,bigint,integer)", context=True)
def lo_get_part(context: ExecutionContext, oid: int, offset: int, length: int) -> bytes:
    if length < 0:
        raise invalid_parameter_value("requested length cannot be negative")
    return context.large_objects.get(oid, offset, length)


@function("lo_open(oid,integer)", context=True)
def lo_open(context: ExecutionContext, oid: int, mode: int) -> int:
    """A descriptor, valid until the transaction ends."""
    return context.large_objects.open(oid, mode)


@function("lo_close(integer)", context=True)
def lo_close(context: ExecutionContext, descriptor: int) -> int:
    context.large_objects.close(descriptor)
    return 0


@function("loread(integer,integer)", context=True)
def loread(context: ExecutionContext, descriptor: int, length: int) -> bytes:
    return context.large_objects.descriptor(descriptor).read(max(length, 0))


@function("lowrite(integer,bytea)", context=True, writes=True)
def lowrite(context: ExecutionContext, descriptor: int, data: bytes) -> int:
    context.large_objects.descriptor(descriptor).write(data)
    return len(data)


@function("lo_lseek(integer,integer,integer)", context=True)
def lo_lseek(context: ExecutionContext, descriptor: int, offset: int, whence: int) -> int:
    place = context.large_objects.descriptor(descriptor).seek(offset, whence)
    return _in_int4(place, "lo_lseek", descriptor)


@function("lo_lseek64(integer,bigint,integer)", context=True)
def lo_lseek64(context: ExecutionContext, descriptor: int, offset: int, whence: int) -> int:
    return context.large_objects.descriptor(descriptor).seek(offset, whence)


@function("lo_tell(integer)", context=True)
def lo_tell(context: ExecutionContext, descriptor: int) -> int:
    return _in_int4(context.large_objects.descriptor(descriptor).place, "lo_tell", descriptor)


@function("lo_tell64(integer)", context=True)
def lo_tell64(context: ExecutionContext, descriptor: int) -> int:
    return context.large_objects.descriptor(descriptor).place


@function("lo_truncate(integer,integer)", context=True, writes=True)
def lo_truncate(context: ExecutionContext, descriptor: int, length: int) -> int:
    context.large_objects.descriptor(descriptor).truncate(length)
    return 0


@function("lo_truncate64(integer,bigint)", context=True, writes=True)
def lo_truncate64(context: ExecutionContext, descriptor: int, length: int) -> int:
    context.large_objects.descriptor(descriptor).truncate(length)
    return 0


def _in_int4(place: int, function_name: str, descriptor: int) -> int:
    if place > INT4_MAX:
        what = f"{function_name} result out of range for large-object descriptor {descriptor}"
        raise PgError("22003", what)
    return place
