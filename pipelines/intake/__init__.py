"""From a file as received to canonical tables: snapshot, read, normalise."""
