"""Domains ("Domain Types"): their base type's values, checked where text or binary data becomes one."""

from __future__ import annotations

from typing import Any

from translator.settings_view import TypeSettings
from translator.types.datatype import DataType, Encoder


class DomainType(DataType):
    """A domain over `base`; the checks are the session's to run, since they are SQL."""

    def __init__(self, oid: int, name: str, base: DataType, typmod: int) -> None:
        self.oid = oid
        self._name = name
        self.base = base
        self.typmod = typmod
        self.affinity = base.affinity
        self.collation = base.collation
        self.sqlname = name

    @property
    def name(self) -> str:
        return self._name

    @property
    def plain(self) -> DataType:
        return self.base.plain

    def parse(self, text: str, settings: TypeSettings) -> Any:
        return self.input(text, -1, settings)

    def input(self, text: str, typmod: int, settings: TypeSettings) -> Any:
        value = self.base.input(text, self.typmod, settings)
        settings.check_domain(self.oid, value)
        return value

    def input_null(self, settings: TypeSettings) -> None:
        settings.check_domain(self.oid, None)

    def output(self, value: Any, settings: TypeSettings) -> str:
        return self.base.output(value, settings)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> Any:
        value = self.base.receive(data, self.typmod, settings)
        settings.check_domain(self.oid, value)
        return value

    def send(self, value: Any, settings: TypeSettings) -> bytes:
        return self.base.send(value, settings)

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        return self.base.text_encoder(settings)

    def binary_encoder(self, settings: TypeSettings) -> Encoder:
        return self.base.binary_encoder(settings)

    @property
    def unsorted(self) -> bool:
        return self.base.unsorted

    def key(self, value: Any) -> Any:
        return self.base.key(value)
