"""The public face: Datasette's plugin, its pages, its downloads and its protection.

A request meets `headers` and `gate`, then Datasette with our routes before its own.

    plugin       the hooks Datasette calls      serve, app  how Datasette is started
    home         what the front page shows      dataset     what a dataset's page shows
    reading      the database as of one moment  standing    which rows are public now
    downloads    the files of an edition        files       how a file is sent
    changes      what an edition changed        layout      cells of a row: order and room
    cells        amounts and links in tables    texts       words and filters for the templates
    protection   limits on a visitor's SQL      gate        few such queries at a time
    headers      security headers               errors      every fault as a readable page
"""
