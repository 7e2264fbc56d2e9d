"""`python -m pipelines …` is `sunledger …`."""

from pipelines.cli import app

app()
