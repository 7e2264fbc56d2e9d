"""Ed25519 keys and signatures in minisign's files, so that a stranger checks with a standard tool.

    minisign -Vm manifest.json -p sunledger.pub

A signature is over the BLAKE2b-512 digest of the data; its trusted comment is signed with it. The
same key, data and comment give the same bytes: no clock, no chance.

Basis: minisign, https://jedisct1.github.io/minisign/; RFC 8032, https://www.rfc-editor.org/rfc/rfc8032
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pipelines.exceptions import SignatureError

SIGNATURE_SUFFIX = ".minisig"
_UNTRUSTED = "untrusted comment: "
_TRUSTED = "trusted comment: "
_KEY, _PREHASHED = b"Ed", b"ED"
_UNENCRYPTED = b"\0\0"  # the name of the key derivation: none
_CHECKSUM_KIND = b"B2"
_SALT_AND_LIMITS = bytes(32 + 8 + 8)
_CHECKSUM = bytes(32)  # minisign leaves it empty where the key is not encrypted
_ID_BYTES, _KEY_BYTES, _SIGNATURE_BYTES = 8, 32, 64


@dataclass(frozen=True)
class PublicKey:
    """What a signature is checked with."""

    id: bytes
    raw: bytes

    @property
    def name(self) -> str:
        """The key's number as minisign prints it: sixteen hexadecimal digits."""
        return self.id[::-1].hex().upper()

    def text(self) -> str:
        """The public key file."""
        return _file(f"minisign public key {self.name}", _KEY + self.id + self.raw)


@dataclass(frozen=True)
class SigningKey:
    """What signs: 32 secret bytes; the key's number is a digest of its public half."""

    seed: bytes

    @property
    def public(self) -> PublicKey:
        """The half everybody may have."""
        raw = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return PublicKey(hashlib.blake2b(raw, digest_size=_ID_BYTES).digest(), raw)

    def text(self) -> str:
        """The secret key file, as `minisign -G -W` writes it: not encrypted."""
        public = self.public
        head = _KEY + _UNENCRYPTED + _CHECKSUM_KIND + _SALT_AND_LIMITS
        data = head + public.id + self.seed + public.raw + _CHECKSUM
        return _file("minisign encrypted secret key", data)


@dataclass(frozen=True)
class Signature:
    """A signature file taken apart; what it says is to be believed only once it is checked."""

    key_id: bytes
    signature: bytes
    comment: str
    comment_signature: bytes

    @property
    def key_name(self) -> str:
        """The number of the key it says it was made with."""
        return self.key_id[::-1].hex().upper()

    def text(self) -> str:
        """The file as this program writes it, its untrusted comment included."""
        data = _PREHASHED + self.key_id + self.signature
        head = _file(f"signature by sunledger key {self.key_name}", data)
        return f"{head}{_TRUSTED}{self.comment}\n{_base64(self.comment_signature)}\n"


def new_signing_key() -> SigningKey:
    """A key nobody has had before, from the system's source of chance."""
    return SigningKey(Ed25519PrivateKey.generate().private_bytes_raw())


def sign(data: bytes, key: SigningKey, comment: str) -> str:
    """The signature file over some bytes; its trusted comment is one line.

    Raises: ValueError if the comment is more than one line.
    """
    if len(comment.splitlines()) > 1:
        raise ValueError(f"a trusted comment is one line: {comment!r}")
    private, public = Ed25519PrivateKey.from_private_bytes(key.seed), key.public
    signature = private.sign(_digest(data))
    whole = private.sign(signature + comment.encode())
    return Signature(public.id, signature, comment, whole).text()


def check_signature(data: bytes, signature: Signature, key: PublicKey) -> str:
    """The trusted comment of a signature that is the key's over these bytes.

    Raises: SignatureError if it is another key's, other data's, or its comment was changed.
    """
    if signature.key_id != key.id:
        raise SignatureError(
            f"签名用的是密钥 {signature.key_name}，不是 {key.name}"
            f" / signed with key {signature.key_name}, not {key.name}"
        )
    public = Ed25519PublicKey.from_public_bytes(key.raw)
    try:
        public.verify(signature.signature, _digest(data))
        public.verify(signature.comment_signature, signature.signature + signature.comment.encode())
    except InvalidSignature as error:
        raise SignatureError(
            f"签名与内容不符（密钥 {key.name}） / the signature is not one over these bytes"
            f" by key {key.name}"
        ) from error
    return signature.comment


def read_signature(text: str) -> Signature:
    """A signature file taken apart.

    Raises: SignatureError if it is none, or one over the data itself instead of its digest.
    """
    lines = text.split("\n")
    if len(lines) != 5 or lines[4] or not lines[2].startswith(_TRUSTED):
        raise SignatureError("不是签名文件 / not a signature file of four lines")
    data = _read(lines[0], lines[1], _PREHASHED, _ID_BYTES + _SIGNATURE_BYTES)
    whole = _decode(lines[3])
    if len(whole) != _SIGNATURE_BYTES:
        raise SignatureError("签名文件不完整 / the signature of the trusted comment is cut short")
    comment = lines[2].removeprefix(_TRUSTED)
    return Signature(data[:_ID_BYTES], data[_ID_BYTES:], comment, whole)


def read_public_key(text: str) -> PublicKey:
    """The key in a public key file.

    Raises: SignatureError if it holds none.
    """
    data = _read(*_two_lines(text), _KEY, _ID_BYTES + _KEY_BYTES)
    return PublicKey(data[:_ID_BYTES], data[_ID_BYTES:])


def read_signing_key(text: str) -> SigningKey:
    """The key in a secret key file that is not encrypted and that `SigningKey.text` wrote.

    Raises: SignatureError if it holds none, an encrypted one, or one made elsewhere.
    """
    head = len(_UNENCRYPTED + _CHECKSUM_KIND + _SALT_AND_LIMITS)
    size = head + _ID_BYTES + 2 * _KEY_BYTES + len(_CHECKSUM)
    data = _read(*_two_lines(text), _KEY, size)
    start = head + _ID_BYTES
    key = SigningKey(data[start : start + _KEY_BYTES])
    if key.text() != text:
        raise SignatureError("密钥文件已加密或被改过 / the secret key is encrypted or was changed")
    return key


def _two_lines(text: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    return first, rest.removesuffix("\n")


def _read(comment: str, line: str, kind: bytes, size: int) -> bytes:
    data = _decode(line)
    if not comment.startswith(_UNTRUSTED) or data[:2] != kind or len(data) != 2 + size:
        raise SignatureError("不是 minisign 的文件 / not a file of minisign's that is known here")
    return data[2:]


def _decode(line: str) -> bytes:
    try:
        data = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SignatureError("不是 Base64 / a line is not Base64") from error
    if _base64(data) != line:  # unused bits that are set
        raise SignatureError("不是 Base64 / a line is not Base64")
    return data


def _file(comment: str, data: bytes) -> str:
    return f"{_UNTRUSTED}{comment}\n{_base64(data)}\n"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data).digest()
