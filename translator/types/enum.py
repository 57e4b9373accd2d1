"""Enums ("Enumerated Types"), stored as a number that sorts as the label does."""

from __future__ import annotations

from collections.abc import Sequence

from translator.catalog.user_types import EnumLabel
from translator.encoding import UNCONVERTED, decode, encode
from translator.errors.state import unsafe_enum_value
from translator.errors.values import invalid_enum_value, invalid_internal_enum_value
from translator.settings_view import TypeSettings
from translator.types.datatype import DataType, Encoder


class EnumType(DataType):
    """An enum with its labels, which may be in any order."""

    affinity = "REAL"

    def __init__(self, oid: int, name: str, labels: Sequence[EnumLabel]) -> None:
        self.oid = oid
        self._name = name
        self.labels = sorted(labels, key=lambda label: label.stored)
        self.by_name = {label.name: label.stored for label in self.labels}
        self.by_value = {label.stored: label.name for label in self.labels}

    @property
    def name(self) -> str:
        return self._name

    def shown_name(self, settings: TypeSettings) -> str:
        """The type's name as the session sees it."""
        known = None if settings.names is None else settings.names.type_name(self.oid)
        return known or self._name

    def parse(self, text: str, settings: TypeSettings) -> float:
        value = self.by_name.get(text)
        if value is None:
            raise invalid_enum_value(self.shown_name(settings), text)
        self.require_committed(text, settings)
        return value

    def require_committed(self, label: str, settings: TypeSettings) -> None:
        """Raises PgError 55P04 for a label that the running transaction added to an older enum."""
        if settings.names is not None and settings.names.label_is_uncommitted(self.oid, label):
            raise unsafe_enum_value(self.shown_name(settings), label)

    def output(self, value: float, settings: TypeSettings) -> str:
        label = self.by_value.get(value)
        if label is None:
            raise invalid_internal_enum_value(self.shown_name(settings), value)
        return label

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> float:
        return self.parse(decode(data, settings.client_encoding), settings)

    def send(self, value: float, settings: TypeSettings) -> bytes:
        return encode(self.output(value, settings), settings.client_encoding)

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        return {value: label.encode() for value, label in self.by_value.items()}.__getitem__

    def binary_encoder(self, settings: TypeSettings) -> Encoder:
        encoding, labels = settings.client_encoding, self.by_value
        return self.text_encoder(settings) if encoding in UNCONVERTED else lambda value: encode(labels[value], encoding)
