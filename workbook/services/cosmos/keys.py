"""The account key, who may use it, and the certificate: made once, kept in the folder."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import ipaddress
import re
import secrets
import urllib.parse
from collections.abc import Mapping
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from workbook.services.cosmos.errors import Refused

__all__ = ["account_key", "certificate", "check_signature"]

TOKEN = re.compile(r"type=master&ver=1\.0&sig=(.+)")
WRONG = (
    "The input authorization token can't serve the request. The wrong key is being used or the "
    "expected payload is not built as per the protocol."
)


def account_key(folder: Path) -> str:
    """Return the account's key, base64 of 64 bytes."""
    file = folder / "account.key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(base64.b64encode(secrets.token_bytes(64)).decode())
    return file.read_text()


def check_signature(key: str, method: str, path: str, headers: Mapping[str, str]) -> None:
    """Raise `Refused` (401) unless the request was signed with the account's key.

    The signed text is that of Azure's documentation, "Access control on Cosmos DB resources":
    verb, resource type, resource link, date, each in a line of its own.
    """
    parts = [urllib.parse.unquote(part) for part in path.split("/") if part]
    is_resource = len(parts) % 2 == 0 and bool(parts)
    kind = parts[-2] if is_resource else parts[-1] if parts else ""
    link = "/".join(parts if is_resource else parts[:-1])
    date = headers.get("x-ms-date", "").lower()
    signed = f"{method.lower()}\n{kind.lower()}\n{link}\n{date}\n\n"
    expected = hmac.new(base64.b64decode(key), signed.encode(), hashlib.sha256).digest()
    token = TOKEN.fullmatch(urllib.parse.unquote(headers.get("authorization", "")))
    if not (token and hmac.compare_digest(token[1], base64.b64encode(expected).decode())):
        raise Refused(401, "Unauthorized", WRONG)


def certificate(folder: Path) -> Path:
    """Return the file of a self-signed certificate and its key, made anew at each start.

    `azure-cosmos` does not verify the certificate of a server on 127.0.0.1.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "certificate.pem"
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
