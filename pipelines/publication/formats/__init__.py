"""Writers of an edition's files: each a pure function of a declared table and its values.

No byte depends on a clock, a time zone, a locale or the order of a hash.
"""
