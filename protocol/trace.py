"""One line of text for each message, in the form of libpq's PQtrace without its timestamps.

F or B for the side that sends, the message's length, its name, its fields; parted by tabs.
"""

from protocol.message import FRONTEND, STARTUP, Message


def line(message: Message) -> str:
    """The line, without a newline."""
    kind = type(message)
    side = "F" if kind in STARTUP or kind in FRONTEND.get(kind.tag, ()) else "B"
    length = len(message.encode()) - len(kind.tag)
    values = "".join(field.trace(getattr(message, name)) for name, field in kind.layout.fields.items())
    return f"{side}\t{length}\t{kind.__name__}" + (f"\t{values}" if values else "")
