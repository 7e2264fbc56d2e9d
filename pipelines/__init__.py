"""Sunledger (阳光账本): from a finance bureau's own files to open data anyone can check.

A snapshot is taken, read, normalised, inspected, and, unless an error blocks it, published as a
numbered edition: immutable downloads and one transaction in the public warehouse. `flows.py` is
that line in that order.

    exceptions   faults of ours        model       values          settings    places
    catalogue    what is declared      codelists   codes by year   calendar    working days
    database     schemas → tables      intake/     file → canonical tables
    inspection/  tables → findings     publication/  tables → editions, warehouse, metadata
    portal/      Datasette's plugin    cli         the words of the command line
    records      values → rows         ordinals    一、二、三 before items
"""
