"""An inspection given back: in the terminal, as JSON, CSV, HTML and as the workbook received."""
