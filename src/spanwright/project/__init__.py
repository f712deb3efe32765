"""The user's file: schema, strict reader, defaults with their sources."""
