"""What can be known of a lock from what is on this machine.

Each answer is a list of sentences, empty when all is well. ``packages`` are names and versions.
"""

import base64
import hashlib
import json
import re
import zipfile
from collections.abc import Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import InvalidVersion, Version

__all__ = ["advised", "altered", "installed_otherwise", "locked", "unlicensed"]

_FREE = re.compile(
    r"MIT|BSD|Apache|MPL|ISC|PSF|Python Software|LGPL|GPL|Unlicense|Zlib|CC0|public domain", re.IGNORECASE
)
"""Licences that go with GPL-3.0-or-later."""
_READ = {
    "espeakng-loader": "GPL-3.0-or-later",  # eSpeak NG itself; what loads it is MIT
    "pyrage": "MIT",
    "sqlcipher3": "Zlib",
}
"""Packages whose metadata name no licence: what their own licence files, or sources, say."""


def locked(text: str) -> dict[str, str]:
    """The pins of a lock that hold on this machine. Raises ValueError for one without a hash."""
    pins = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        line = block.partition("\n")[0].rstrip("\\ ")
        if "==" not in line or line.startswith("#"):
            continue
        if "--hash=sha256:" not in block:
            raise ValueError(f"no hash: {line}")
        pin = Requirement(line)
        if pin.marker is None or pin.marker.evaluate():
            pins[pin.name] = str(pin.specifier).removeprefix("==")
    return pins


def installed_otherwise(packages: Mapping[str, str]) -> list[str]:
    """Packages of which another version is installed. One that is for other systems only is not here."""
    found = {name: _found(name) for name in packages}
    return [
        f"{name} : {here.version} is installed, {packages[name]} is locked"
        for name, here in found.items()
        if here is not None and here.version != packages[name]
    ]


def altered(packages: Mapping[str, str]) -> list[str]:
    """Installed files that are not those of the package, by the sha256 that it recorded."""
    wrong = []
    for name in packages:
        here = _found(name)
        for file in (here.files or ()) if here is not None else ():
            if file.hash is None or file.hash.mode != "sha256":
                continue
            path = Path(str(file.locate()))
            digest = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b""
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
                wrong.append(f"{name} : {file} was changed")
    return wrong


def unlicensed(packages: Mapping[str, str]) -> list[str]:
    """Packages that name no licence which goes with ours."""
    return [
        f"{name} : licence not understood"
        for name in packages
        if (here := _found(name)) is not None and not _FREE.search(_licence(here))
    ]


def advised(packages: Mapping[str, str], archive: Path) -> list[str]:
    """Known weaknesses of these very versions, from OSV's archive."""
    wrong = []
    with zipfile.ZipFile(archive) as advisories:
        for entry in advisories.namelist():
            advisory = json.loads(advisories.read(entry))
            if "withdrawn" in advisory:
                continue
            for affected in advisory.get("affected", ()):
                name = re.sub(r"[-_.]+", "-", affected.get("package", {}).get("name", "")).lower()
                if name in packages and _affects(affected, packages[name]):
                    wrong.append(f"{name} {packages[name]} : {advisory['id']}")
    return sorted(set(wrong))


def _affects(affected: Mapping[str, object], version: str) -> bool:
    if version in affected.get("versions", ()):  # type: ignore[operator]
        return True
    for span in affected.get("ranges", ()):  # type: ignore[attr-defined]
        if span.get("type") == "ECOSYSTEM" and _within(span["events"], version):
            return True
    return False


def _within(events: list[dict[str, str]], version: str) -> bool:
    """Whether the last thing that happened up to this version is that it became weak."""
    weak, here = False, Version(version)
    for event in events:
        for what, at in event.items():
            try:
                reached = at == "0" or here >= Version(at)
            except InvalidVersion:
                continue
            if what == "introduced" and reached:
                weak = True
            elif (what == "fixed" and reached) or (
                what == "last_affected" and reached and here != Version(at)
            ):
                weak = False
    return weak


def _licence(here: Distribution) -> str:
    about = here.metadata
    told = [about.get("License-Expression", ""), about.get("License", ""), _READ.get(about["Name"], "")]
    return " ".join([*told, *(one for one in about.get_all("Classifier", []) if one.startswith("License"))])


def _found(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None
