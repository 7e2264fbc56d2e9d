"""Makes a new key to sign with, and says where its public half is."""

from pipelines.cli.console import say, stop
from pipelines.exceptions import SunledgerError
from pipelines.publication.keys import PUBLIC_KEY, rotate_key
from pipelines.settings import load_settings


def make_key() -> None:
    """Sign with a new key from now on; ends with 2 where the old one cannot be read."""
    folder = load_settings().keys
    try:
        key = rotate_key(folder)
    except (SunledgerError, OSError) as error:
        stop(error)
    say(f"从现在起用密钥 {key.name} 签名，公钥在 {folder / PUBLIC_KEY}；以前的版本仍用旧公钥核对。")
    say(f"Signing with key {key.name} from now on; earlier editions are checked with theirs.")
