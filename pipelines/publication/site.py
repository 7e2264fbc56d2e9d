"""Writes the metadata the site is served with, whole or not at all."""

import json
from pathlib import Path

from pipelines.catalogue import load_yaml
from pipelines.model import Catalogue
from pipelines.publication.disk import write_whole
from pipelines.publication.metadata import build_metadata


def write_metadata(front_matter: Path, target: Path, catalogue: Catalogue) -> None:
    """Join the hand-written front matter with everything the catalogue says, into `target`.

    Raises: RepositoryError if the front matter has a key that nothing reads.
    """
    texts = load_yaml(front_matter.read_text(encoding="utf-8"), front_matter.name)
    metadata = build_metadata(catalogue, texts)
    text = json.dumps(metadata, ensure_ascii=False, indent=1) + "\n"
    write_whole(target, text.encode("utf-8"))
