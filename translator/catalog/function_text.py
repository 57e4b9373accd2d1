"""Functions as SQL text: their arguments, their result, CREATE FUNCTION ("System Catalog Information Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator.catalog.quote import quote_identifier
from translator.catalog.rows import PgProc
from translator.errors.objects import wrong_object_type
from translator.errors.statements import feature_not_supported

if TYPE_CHECKING:
    from translator.catalog.image import CatalogImage

SQL_LANGUAGE = 14
CHEAP_LANGUAGES = (12, 13)
"""internal and c, whose functions cost 1 unless told otherwise; others cost 100."""
MODES = {"o": "OUT ", "b": "INOUT ", "v": "VARIADIC "}
VOLATILITY = {"i": "IMMUTABLE", "s": "STABLE"}
PARALLEL = {"s": "PARALLEL SAFE", "r": "PARALLEL RESTRICTED"}
MANY_ROWS = 1000


def arguments(image: CatalogImage, proc: PgProc, *, defaults: bool) -> str:
    """The arguments in parentheses of CREATE FUNCTION, those of RETURNS TABLE left out."""
    types = proc.proallargtypes or proc.proargtypes
    modes = proc.proargmodes or ("i",) * len(types)
    names = proc.proargnames or ("",) * len(types)
    texts = _defaults(proc) if defaults else {}
    parts = []
    for place, (oid, mode, name) in enumerate(zip(types, modes, names, strict=True)):
        if mode == "t":
            continue
        shown = f"{quote_identifier(name)} " if name else ""
        default = f" DEFAULT {texts[place]}" if place in texts else ""
        parts.append(f"{MODES.get(mode, '')}{shown}{image.format_type(oid)}{default}")
    return _with_order(image, proc, parts)


def _defaults(proc: PgProc) -> dict[int, str]:
    """The defaults of the last input arguments, by their places among all."""
    modes = proc.proargmodes or ("i",) * len(proc.proallargtypes or proc.proargtypes)
    inputs = [place for place, mode in enumerate(modes) if mode in "ibv"]
    optional = inputs[len(inputs) - proc.pronargdefaults :] if proc.pronargdefaults else []
    return dict(zip(optional, proc.proargdefaults or (), strict=False))


def default(proc: PgProc, number: int) -> str | None:
    """The default of an argument, counted from 1; None where it has none."""
    return _defaults(proc).get(number - 1)


def _with_order(image: CatalogImage, proc: PgProc, parts: list[str]) -> str:
    """The arguments of an ordered-set aggregate are parted by ORDER BY; a variadic one stands on both sides."""
    facts = image.aggregate(proc.oid) if proc.prokind == "a" else None
    if facts is None or facts.aggkind == "n":
        return ", ".join(parts)
    direct = facts.aggnumdirectargs
    before, after = parts[:direct], parts[direct:] or parts[-1:]
    return f"{', '.join(before)}{' ' if before else ''}ORDER BY {', '.join(after)}"


def result(image: CatalogImage, proc: PgProc) -> str | None:
    """What follows RETURNS; None for a procedure."""
    if proc.prokind == "p":
        return None
    modes, types, names = proc.proargmodes or (), proc.proallargtypes or (), proc.proargnames or ()
    columns = [
        f"{quote_identifier(name)} {image.format_type(oid)}"
        for mode, oid, name in zip(modes, types, names, strict=False)
        if mode == "t"
    ]
    if columns:
        return f"TABLE({', '.join(columns)})"
    return ("SETOF " if proc.proretset else "") + image.format_type(proc.prorettype)


def definition(image: CatalogImage, proc: PgProc) -> str:
    """CREATE FUNCTION of a function in C.  Raises PgError 42809 for an aggregate, 0A000 for what is not recorded."""
    if proc.prokind == "a":
        raise wrong_object_type(f'"{proc.proname}" is an aggregate function')
    if proc.prolang == SQL_LANGUAGE or proc.proconfig:
        raise feature_not_supported(f"the definition of function {proc.signature}")
    schema = image.namespace_by_oid(proc.pronamespace)
    assert schema is not None
    name = f"{quote_identifier(schema.nspname)}.{quote_identifier(proc.proname)}"
    language = "internal" if proc.prolang == CHEAP_LANGUAGES[0] else "c"
    library = f"'{proc.probin}', " if proc.probin else ""
    options = " ".join(_options(image, proc))
    lines = [
        f"CREATE OR REPLACE FUNCTION {name}({arguments(image, proc, defaults=True)})",
        f" RETURNS {result(image, proc)}",
        f" LANGUAGE {language}",
        *([f" {options}"] if options else []),
        f"AS {library}$function${proc.prosrc}$function$",
        "",
    ]
    return "\n".join(lines)


def _options(image: CatalogImage, proc: PgProc) -> list[str]:
    words = ["WINDOW"] if proc.prokind == "w" else []
    words += [found for found in (VOLATILITY.get(proc.provolatile), PARALLEL.get(proc.proparallel)) if found]
    words += [
        word
        for word, said in (
            ("STRICT", proc.proisstrict),
            ("SECURITY DEFINER", proc.prosecdef),
            ("LEAKPROOF", proc.proleakproof),
        )
        if said
    ]
    if proc.procost != (1 if proc.prolang in CHEAP_LANGUAGES else 100):
        words.append(f"COST {proc.procost:g}")
    if proc.prorows not in (0, MANY_ROWS):
        words.append(f"ROWS {proc.prorows:g}")
    if proc.prosupport:
        words.append(f"SUPPORT {image.system.procs[proc.prosupport].proname}")
    return words
