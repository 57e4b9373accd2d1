"""A differential fuzzer of whole statements: random queries and changes over a small schema, asked of both servers."""
