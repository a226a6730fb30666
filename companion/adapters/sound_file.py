"""Sound files of any kind that PyAV reads, decoded to the house's own format."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import soxr

from companion.domain.errors import BadSeance
from companion.ports import SAMPLE_RATE, Samples

__all__ = ["read_recording"]

_HOLE = 0.1
"""Seconds that may be missing between two packets, or at the end, before a file counts as damaged."""

_EXACT = "flac"
"""The format whose header says to the sample how long the sound is; the others estimate or follow the
size of the file, so that one of them cut short is heard as far as it goes."""


def read_recording(path: Path) -> Samples:
    """The whole sound, mono at 16 kHz; channels are averaged, and sample 0 is the file's time 0.

    Raises BadSeance: ``audio_missing``, ``audio_unreadable`` (no sound in it), ``audio_empty`` or
    ``audio_damaged`` (a hole, or less than the file announces). Takes 230 MB per hour.
    """
    if not path.exists():
        raise BadSeance("audio_missing", f"L'enregistrement « {path} » n'existe pas : vérifiez son nom.")
    known_rate = 0
    sound = bytearray()  # grows in place: joining a list of blocks would need the memory twice
    try:
        with av.open(path, options={"protocol_whitelist": "file"}) as container:  # a playlist opens no socket
            if not container.streams.audio:
                raise _unreadable(path)
            stream = container.streams.audio[0]
            known_rate = stream.rate
            for block in _resampled(_decoded(container, stream)):
                sound += np.clip(block, -1.0, 1.0).tobytes()
            declared = _declared(container, stream)
    except PermissionError as error:
        raise _forbidden(path) from error
    except (av.FFmpegError, OSError, ValueError) as error:
        raise _damaged(path, len(sound)) if known_rate else _soundless(path, known_rate) from error
    if not sound:
        raise _soundless(path, known_rate)
    if declared * SAMPLE_RATE - len(sound) / 4 > _HOLE * SAMPLE_RATE:
        raise _damaged(path, len(sound))
    samples: Samples = np.frombuffer(sound, dtype=np.float32)
    samples.flags.writeable = False
    return samples


def _decoded(container: Any, stream: Any) -> Iterator[tuple[int, Samples]]:
    """(rate, mono samples) per packet, as the file has them. Raises ValueError at a hole."""
    planar = av.AudioResampler(format="fltp")  # sample format only; rate and channels stay
    start: float | None = None
    heard = 0.0
    for frame in container.decode(stream):
        if start is None and frame.time is not None:
            start = frame.time
        if start is not None and frame.time is not None and frame.time - start - heard > _HOLE:
            raise ValueError("packets are missing")
        heard += frame.samples / frame.sample_rate
        for part in planar.resample(frame):
            # averaged here: swresample adds 3 dB to a stereo file whose sides are the same
            yield part.sample_rate, part.to_ndarray().mean(axis=0, dtype=np.float32)


def _resampled(blocks: Iterator[tuple[int, Samples]]) -> Iterator[Samples]:
    """The same sound at 16 kHz. Raises ValueError when the rate changes on the way or for no numbers."""
    resampler: soxr.ResampleStream | None = None
    rate = 0
    for block_rate, block in blocks:
        if block_rate != (rate or block_rate) or not np.isfinite(block).all():
            raise ValueError("not one continuous sound")
        if not rate:
            rate = block_rate
            resampler = soxr.ResampleStream(rate, SAMPLE_RATE, 1) if rate != SAMPLE_RATE else None
        yield resampler.resample_chunk(block) if resampler else block
    if resampler:
        yield resampler.resample_chunk(np.zeros(0, dtype=np.float32), last=True)


def _declared(container: Any, stream: Any) -> float:
    """Seconds that the file says it holds, or 0 where its word is not exact."""
    if container.format.name != _EXACT or stream.duration is None:
        return 0.0
    return float(stream.duration * stream.time_base)


def _soundless(path: Path, known_rate: int) -> BadSeance:
    """Why a file gave no sound: it is empty (a header at most), or it is something else."""
    if path.is_file() and (known_rate or path.stat().st_size == 0):
        message = f"L'enregistrement « {path} » est vide : il dure 0 seconde, choisissez-en un autre."
        return BadSeance("audio_empty", message)
    return _unreadable(path)


def _forbidden(path: Path) -> BadSeance:
    return BadSeance(
        "audio_unreadable",
        f"L'enregistrement « {path} » ne peut pas être lu : vérifiez les droits du fichier.",
    )


def _unreadable(path: Path) -> BadSeance:
    return BadSeance(
        "audio_unreadable",
        f"« {path} » n'est pas un enregistrement sonore lisible : donnez un fichier WAV, FLAC, Opus ou MP3.",
    )


def _damaged(path: Path, size: int) -> BadSeance:
    """``size`` is how many bytes of float32 could be decoded."""
    return BadSeance(
        "audio_damaged",
        f"L'enregistrement « {path} » est tronqué ou abîmé après {size / 4 / SAMPLE_RATE:.0f} s : "
        "recopiez le fichier d'origine.",
    )
