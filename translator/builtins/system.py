"""The session and its transaction: who, where, when, settings, sequences, random ("System Information Functions")."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from sqlglot import exp

from translator.builtins.declare import function, lowering
from translator.catalog.quote import quote_identifier
from translator.catalog.quote import quote_literal as quoted_literal
from translator.context import ExecutionContext
from translator.errors.state import unrecognized_setting
from translator.errors.values import invalid_parameter_value, null_value_not_allowed
from translator.lower import build
from translator.types.array import Array, store
from translator.types.calendar import UNIX_EPOCH_US
from translator.types.datatype import DataType
from translator.types.interval import unpack_interval
from translator.types.network import pack_address, read_address
from translator.types.timezone import session_zone


@function("now()", "transaction_timestamp()", context=True)
def now(context: ExecutionContext) -> int:
    return context.transaction_timestamp_us


@function("statement_timestamp()", context=True)
def statement_timestamp(context: ExecutionContext) -> int:
    return context.statement_timestamp_us


@function("clock_timestamp()")
def clock_timestamp() -> int:
    return time.time_ns() // 1000 + UNIX_EPOCH_US


@function("timeofday()", context=True)
def timeofday(context: ExecutionContext) -> str:
    """The clock as text in a style of its own: Wed Feb 26 15:05:19.123456 2025 CET."""
    us = clock_timestamp()
    zone = session_zone(context.settings.timezone)
    local = time.gmtime((us - UNIX_EPOCH_US) // 1_000_000 + zone.offset_at(us))
    return (
        f"{time.strftime('%a %b %d %H:%M:%S', local)}.{us % 1_000_000:06d} {local.tm_year} {zone.abbreviation_at(us)}"
    )


@function("pg_postmaster_start_time()", "pg_conf_load_time()", context=True)
def pg_postmaster_start_time(context: ExecutionContext) -> int:
    return context.postmaster_start_us


@function("version()", context=True)
def version(context: ExecutionContext) -> str:
    return f"PostgreSQL {context.get_setting('server_version')} (pgproxy), 64-bit"


@function("current_database()", context=True)
def current_database(context: ExecutionContext) -> str:
    return context.database


@function('"current_schema"()', context=True)
def current_schema(context: ExecutionContext) -> str | None:
    return next(iter(context.search_path), None)


@function("current_schemas(boolean)", context=True)
def current_schemas(context: ExecutionContext, implicit: int) -> str:
    """The schemas of the search path that exist, with pg_catalog where it is searched without being named."""
    names = list(context.search_path)
    if implicit and "pg_catalog" not in names:
        names.insert(0, "pg_catalog")
    return store(Array.of(names))


@function('"current_user"()', context=True)
def current_user(context: ExecutionContext) -> str:
    return context.current_user


@function('"session_user"()', context=True)
def session_user(context: ExecutionContext) -> str:
    return context.session_user


@function("current_setting(text)", "current_setting(text,boolean)", context=True)
def current_setting(context: ExecutionContext, name: str, missing_ok: int = 0) -> str | None:
    """42704 for an unknown setting, unless `missing_ok`."""
    value = context.get_setting(name)
    if value is None and not missing_ok:
        raise unrecognized_setting(name)
    return value


@function("set_config(text,text,boolean)", context=True)
def set_config(context: ExecutionContext, name: str | None, value: str | None, is_local: int | None) -> str:
    if name is None:
        raise null_value_not_allowed("SET requires parameter name")
    return context.set_setting(name, value, bool(is_local))


@function("pg_backend_pid()", context=True)
def pg_backend_pid(context: ExecutionContext) -> int:
    return context.backend_pid


@function("pg_is_in_recovery()", "pg_jit_available()")
def pg_is_in_recovery() -> int:
    return 0


@function("pg_my_temp_schema()", "pg_trigger_depth()")
def pg_my_temp_schema() -> int:
    return 0


@function("pg_is_other_temp_schema(oid)")
def pg_is_other_temp_schema(oid: int) -> int:
    return 0


@function("inet_client_port()", context=True)
def inet_client_port(context: ExecutionContext) -> int | None:
    return None if context.client_address is None else context.client_address[1]


@function("inet_server_port()", context=True)
def inet_server_port(context: ExecutionContext) -> int | None:
    return None if context.server_address is None else context.server_address[1]


@function("inet_client_addr()", context=True)
def inet_client_addr(context: ExecutionContext) -> str | None:
    return stored_host(context.client_address)


@function("inet_server_addr()", context=True)
def inet_server_addr(context: ExecutionContext) -> str | None:
    return stored_host(context.server_address)


def stored_host(address: tuple[str, int] | None) -> str | None:
    """The host of a socket's address as inet; the scope of a link-local one is no part of that."""
    if address is None:
        return None
    found = read_address(address[0].partition("%")[0], cidr=False)
    return None if found is None else pack_address(found)


@function("pg_client_encoding()", context=True)
def pg_client_encoding(context: ExecutionContext) -> str | None:
    return context.get_setting("client_encoding")


@function("getdatabaseencoding()")
def getdatabaseencoding() -> str:
    return "UTF8"


@function("pg_sleep(double precision)", context=True)
def pg_sleep(context: ExecutionContext, seconds: float) -> str:
    context.sleep(max(float(seconds), 0.0))
    return ""


@function("pg_sleep_for(interval)", context=True)
def pg_sleep_for(context: ExecutionContext, delay: str) -> str:
    context.sleep(max(unpack_interval(delay).span / 1e6, 0.0))
    return ""


@function("pg_sleep_until(timestamp with time zone)", context=True)
def pg_sleep_until(context: ExecutionContext, moment: int) -> str:
    context.sleep(max((moment - clock_timestamp()) / 1e6, 0.0))
    return ""


@function("pg_cancel_backend(integer)", context=True)
def pg_cancel_backend(context: ExecutionContext, pid: int) -> bool:
    return context.cancel_backend(pid)


@function("pg_terminate_backend(integer,bigint)", context=True)
def pg_terminate_backend(context: ExecutionContext, pid: int, timeout: int = 0) -> bool:
    return context.terminate_backend(pid)


@function("pg_export_snapshot()", context=True)
def pg_export_snapshot(context: ExecutionContext) -> str:
    """The identifier by which other sessions can have this transaction's snapshot."""
    return context.export_snapshot()


@function("pg_notify(text,text)", context=True)
def pg_notify(context: ExecutionContext, channel: str | None, payload: str | None) -> str:
    """NOTIFY with computed arguments."""
    if not channel:
        raise invalid_parameter_value("channel name cannot be empty")
    if len(channel.encode()) > 63:
        raise invalid_parameter_value("channel name too long")
    if len((payload or "").encode()) > 7999:
        raise invalid_parameter_value("payload string too long")
    context.notify(channel, payload or "")
    return ""


@function("pg_reload_conf()", context=True)
def pg_reload_conf(context: ExecutionContext) -> int:
    context.reload_configuration()
    return 1


@function("nextval(regclass)", context=True)
def nextval(context: ExecutionContext, sequence: int) -> int:
    return context.nextval(sequence)


@function("currval(regclass)", context=True)
def currval(context: ExecutionContext, sequence: int) -> int:
    return context.currval(sequence)


@function("setval(regclass,bigint)", "setval(regclass,bigint,boolean)", context=True)
def setval(context: ExecutionContext, sequence: int, value: int, is_called: int = 1) -> int:
    return context.setval(sequence, value, bool(is_called))


@function("lastval()", context=True)
def lastval(context: ExecutionContext) -> int:
    return context.lastval()


@function("uuid_extract_version(uuid)")
def uuid_extract_version(value: bytes) -> int | None:
    return value[6] >> 4 if value[8] & 0xC0 == 0x80 else None


@function("uuid_extract_timestamp(uuid)")
def uuid_extract_timestamp(value: bytes) -> int | None:
    """The instant in a uuid of version 1 or 7; None for other versions."""
    version = uuid_extract_version(value)
    if version == 7:
        return int.from_bytes(value[:6], "big") * 1000 + UNIX_EPOCH_US
    if version == 1:
        ticks = int.from_bytes(value[6:8], "big") & 0xFFF
        ticks = ticks << 48 | int.from_bytes(value[4:6], "big") << 32 | int.from_bytes(value[:4], "big")
        return ticks // 10 - 12_219_292_800_000_000 + UNIX_EPOCH_US
    return None


@lowering('pg_typeof("any")', types=True)
def pg_typeof(types: Sequence[int], value: exp.Expression) -> exp.Expression:
    return build.call("pg_type_oid", build.integer(types[0]), value)


@function("quote_ident(text)")
def quote_ident(name: str) -> str:
    return quote_identifier(name)


@function("quote_literal(text)")
def quote_literal(text: str) -> str:
    return quoted_literal(text)


@function("quote_nullable(text)")
def quote_nullable(text: str | None) -> str:
    return "NULL" if text is None else quoted_literal(text)


@function('num_nulls("any")', types=True)
def num_nulls(types: tuple[DataType, ...], *values: Any) -> int:
    return sum(value is None for value in values)


@function('num_nonnulls("any")', types=True)
def num_nonnulls(types: tuple[DataType, ...], *values: Any) -> int:
    return sum(value is not None for value in values)
