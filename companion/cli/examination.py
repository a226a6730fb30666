"""Looks at the devices, the models and the speed of this machine."""

from collections.abc import Callable, Sequence
from pathlib import Path

from companion.adapters.model_store import ModelStore
from companion.app.whisper_choice import Speed
from companion.cli.diagnosis import Finding
from companion.domain.errors import CompanionError
from companion.ports import SAMPLE_RATE, AudioDevice, AudioDevices, Samples, Transcriber

__all__ = ["examine_devices", "examine_models", "measure_speeds"]

_QUIET = 1e-4
"""Peak below which a microphone gives nothing: a real one has noise well above (-80 dB)."""


def examine_devices(devices: AudioDevices, level: Callable[[], float]) -> tuple[Finding, ...]:
    """The microphone, which is listened to for a moment, and the loudspeaker, which is only looked for."""
    try:
        inputs, outputs = devices.inputs(), devices.outputs()
    except CompanionError as error:
        return (Finding("Micro", False, error.message), Finding("Haut-parleur", False, error.message))
    return (_microphone(inputs, level), _loudspeaker(outputs))


def examine_models(store: ModelStore) -> tuple[Finding, ...]:
    """Every model that ships or of which something is here, read to the last byte."""
    found = [_model(store, model_id) for model_id in store.present()]
    if not any(store.model(model_id).kind == "whisper" for model_id in store.present()):
        sentence = "Aucun modèle de transcription : lancez « companion models fetch »."
        found.append(Finding("Modèle", False, sentence))
    return tuple(found)


def measure_speeds(
    store: ModelStore,
    load: Callable[[Path], Transcriber],
    clip: Samples | None,
    elapsed: Callable[[], float],
) -> tuple[Speed, ...]:
    """How fast each Whisper of the catalogue runs on the clip, once warm; the others are not measured."""
    installed = store.installed()
    return tuple(
        Speed(model.id, _factor(store, model.id, load, clip, elapsed) if model.id in installed else None)
        for model in store
        if model.kind == "whisper"
    )


def _microphone(inputs: Sequence[AudioDevice], level: Callable[[], float]) -> Finding:
    if not inputs:
        sentence = "Aucun micro : branchez-en un. Un enregistrement peut être écouté sans micro."
        return Finding("Micro", False, sentence)
    name = inputs[0].name
    try:
        peak = level()
    except CompanionError as error:
        return Finding("Micro", False, error.message)
    if peak < _QUIET:
        return Finding("Micro", False, f"« {name} » n'envoie que du silence : est-il coupé ?")
    return Finding("Micro", True, f"« {name} » entend.")


def _loudspeaker(outputs: Sequence[AudioDevice]) -> Finding:
    if not outputs:
        return Finding("Haut-parleur", False, "Aucun haut-parleur : les annonces resteront à l'écran.")
    return Finding("Haut-parleur", True, f"« {outputs[0].name} » est là (rien n'a été joué).")


def _model(store: ModelStore, model_id: str) -> Finding:
    try:
        store.verify(model_id)
    except CompanionError as error:
        return Finding("Modèle", False, error.message)
    return Finding("Modèle", True, f"{model_id} est intact.")


def _factor(
    store: ModelStore,
    model_id: str,
    load: Callable[[Path], Transcriber],
    clip: Samples | None,
    elapsed: Callable[[], float],
) -> float | None:
    if clip is None:
        return None
    try:
        transcriber = load(store.path(model_id))
    except CompanionError:  # already said among the findings
        return None
    transcriber.transcribe(clip[: 2 * SAMPLE_RATE], vocabulary=())  # warms up
    start = elapsed()
    transcriber.transcribe(clip, vocabulary=())
    return (elapsed() - start) * SAMPLE_RATE / len(clip)
