"""Input that no honest client sends: mutated messages, statements and COPY streams, and what must not come of them."""
