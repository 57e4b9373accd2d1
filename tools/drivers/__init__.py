"""Programs of other languages' drivers, whose output must be the same against both servers."""
