"""Commands that a small Whisper garbled: which one was meant, by its sounds.

Whisper base writes « Compagnon, hors micro » as « Copagno, or Mika ». A short utterance that begins
somewhat like the name is therefore heard twice: as any other, and once more with ``PROMPT`` before it,
which makes Whisper lean towards the words of commands. What the second hearing wrote must be a command, or
sound nearly like exactly one. Leaning, it may also write a name, or a command, that nobody said: the first
hearing, which leans to nothing, has the last word on both.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from companion.domain.debate import plain
from companion.domain.voice_commands import MOST_MINUTES, Spoken, VoiceCommand, minutes_in, spoken_command

__all__ = ["LONGEST", "PROMPT", "alike", "called", "meant", "sounds"]

LONGEST = 6.0
"""Seconds of an utterance that may be a command: the longest one takes 3, said slowly 5."""

_PHRASES: tuple[tuple[VoiceCommand, tuple[str, ...]], ...] = (
    (
        VoiceCommand.PAUSE,
        ("pause", "on fait une pause", "mets la séance en pause", "fais une pause", "mets en pause"),
    ),
    (
        VoiceCommand.RESUME,
        (
            "reprenons", "on reprend", "reprends", "reprends la séance", "on reprend la séance",
            "on continue",
        ),
    ),
    (
        VoiceCommand.NEXT_STEP,
        (
            "étape suivante", "on passe à l'étape suivante", "passe à l'étape suivante", "passons à la suite",
            "va à l'étape suivante",
        ),
    ),
    (
        VoiceCommand.EXTEND,
        (
            "prolonge de #", "on prolonge de #", "prolonge l'étape de #", "ajoute #", "rajoute #",
            "donne-nous #", "encore #", "# de plus",
        ),
    ),
    (
        VoiceCommand.OFF_THE_RECORD,
        ("hors micro", "passe hors micro", "on passe hors micro", "coupe le micro", "coupez le micro"),
    ),
    (
        VoiceCommand.TIME_LEFT,
        (
            "combien de temps", "combien de temps reste-t-il", "il reste combien de temps",
            "combien de temps il reste", "combien de temps il nous reste", "quel temps reste-t-il",
        ),
    ),
    (
        VoiceCommand.STRIKE,
        (
            "retire ma dernière phrase", "retirez ma dernière phrase", "efface ma dernière phrase",
            "enlève ma dernière phrase", "supprime ma dernière phrase", "oublie ma dernière phrase",
            "retire ce que je viens de dire",
        ),
    ),
)  # fmt: skip
"""Every command as it is commonly said after the name; ``#`` is a number of minutes."""

_TOLD = {
    VoiceCommand.PAUSE: "pause",
    VoiceCommand.RESUME: "reprends la séance",
    VoiceCommand.NEXT_STEP: "étape suivante",
    VoiceCommand.EXTEND: "prolonge de cinq minutes",
    VoiceCommand.OFF_THE_RECORD: "hors micro",
    VoiceCommand.TIME_LEFT: "combien de temps reste-t-il ?",
    VoiceCommand.STRIKE: "retire ma dernière phrase",
}
PROMPT = " ".join(f"Compagnon, {words.removesuffix('.')}." for words in _TOLD.values()).replace("?.", "?")
"""What a transcriber is told before it hears again what may be a command."""

MOST_UNLIKE = 0.36
"""Share of a phrase's sounds that may be wrong, on average of both hearings. Clips of the demonstration's
facilitator decoded alone with Whisper base: 36 of 40 commands understood, none in 34 sentences that are none;
of its five other voices, by which it was not chosen, 97 of 105."""
MOST_UNLIKE_TIMED = 0.5
"""The same where a number of minutes is said: there is but one command that it can belong to."""
FIRST_UNLIKE = 0.56
"""Share of the sounds of a command, its name included, that may be wrong in the first hearing, however well
the second wrote it: leaning, Whisper wrote « étape suivante » for « Combien de temps dure cette réunion ? »
(0.64). Of 136 commands that both hearings allowed otherwise, 3 are beyond."""
APART = 0.04
"""By how much the next command must be less alike."""
NAME = "kopano"
"""The sounds of « Compagnon »."""
NAME_UNLIKE = 0.5
"""Share of the name's sounds that may be wrong in the first hearing: « Coupe un euro » is Compagnon too."""

_OTHER = re.compile(r"(?:combien|comment|comme|compte|complet|comprend)")
"""Words that begin as the name does, and are what was said."""

_BEFORE = re.compile(r"^(?:(?:euh|bon|alors|ok|okay|allez|et|oui|donc|voila|dis|he|hey) )+")

_SPELLINGS: tuple[tuple[str, str], ...] = (
    (r"qu(?=[eio])|q|ck|ch(?=r)", "k"), (r"c(?=[eiy])", "s"), (r"(?<!s)ch|sh|j|g(?=[eiy])", "C"),
    (r"c", "k"), (r"ph", "f"), (r"gn|ni(?=[aeou])|ny", "n"), (r"th", "t"), (r"h", ""),
    (r"eau|au", "o"), (r"oi", "wa"), (r"ou|w(?!a)", "u"), (r"ai|ei|oe|eu", "e"), (r"y", "i"),
    (r"(?:an|am|en|em)(?![aeiouny])", "a"), (r"(?:on|om)(?![aeioun])", "o"),
    (r"(?:un|in|im)(?![aeioun])", "e"),
    (r"b", "p"), (r"d", "t"), (r"g", "k"), (r"z", "s"), (r"v", "f"), (r"x", "ks"), (r"m", "n"), (r"l", "r"),
)  # fmt: skip
"""What Whisper base confuses is one sound: voiced and voiceless, nasal vowels and plain ones, l and r."""
_SILENT = re.compile(r"(?<=\w{2})(?:ent|es|er|ez|s|t|d|x|p|z|e)$")


def sounds(words: str) -> str:
    """The sounds of French words, roughly, with no space: what a small Whisper tells apart."""
    said = ""
    for word in plain(words).split():
        word = _SILENT.sub("", word) if len(word) > 3 else word
        for spelling, sound in _SPELLINGS:
            word = re.sub(spelling, sound, word)
        said += word
    return re.sub(r"(.)\1+", r"\1", said)


def alike(one: str, other: str) -> float:
    """Share of the longer one's sounds that differ (edit distance): 0 is the same, 1 nothing in common."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1] / max(len(one), len(other), 1)


def called(first: str) -> bool:
    """Does what was heard without any leaning begin like the name? « Mon compagnon » does not."""
    words = _BEFORE.sub("", plain(first))
    begun = sounds(words)
    if _OTHER.match(words) or not begun.startswith("k"):
        return False
    return min(alike(begun[:n], NAME) for n in range(4, 9)) <= NAME_UNLIKE


def meant(first: str, again: str) -> str | None:
    """The command that both hearings allow, as a sentence that ``spoken_command`` knows; None for words."""
    parted = re.match(r"\W*compagnons?\b[\s,.!:;]*(.+?)(?=\bcompagnon|$)", again, re.IGNORECASE)
    if parted is None or not called(first):
        return None
    written = f"Compagnon, {parted[1].strip()}"
    sentence = written if spoken_command(written) else _nearest(first, parted[1])
    known = spoken_command(sentence) if sentence else None
    if known is None or _other_minutes(first, known):
        return None
    return sentence if _allowed(first, known.command) else None


def _other_minutes(first: str, known: Spoken) -> bool:
    """Did the first hearing write another number of minutes? Better say it again than be given that one."""
    minutes = minutes_in(first) if known.command is VoiceCommand.EXTEND else None
    return minutes is not None and minutes != known.minutes


def _allowed(first: str, command: VoiceCommand) -> bool:
    """Does the first hearing, which leans to nothing, sound like that command at all?"""
    heard = (sounds(first), sounds(_without_minutes(first)))
    phrases = _sounds_of(command)
    return min(alike(each, NAME + phrase) for each in heard for phrase in phrases) <= FIRST_UNLIKE


def _nearest(first: str, rest: str) -> str | None:
    """The one command that both hearings together sound like."""
    minutes = minutes_in(rest)
    heard = [sounds(_without_minutes(text) if minutes else text) for text in (first, f"Compagnon {rest}")]
    ranked = sorted(
        (min(_unlike(heard, NAME + phrase) for phrase in _sounds_of(command)), command)
        for command in _possible(minutes)
    )
    if not ranked or ranked[0][0] > (MOST_UNLIKE if minutes is None else MOST_UNLIKE_TIMED):
        return None
    if len(ranked) > 1 and ranked[1][0] - ranked[0][0] < APART:
        return None
    command = ranked[0][1]
    if command is VoiceCommand.EXTEND:
        return f"Compagnon, prolonge de {minutes:.0f} minutes."
    return f"Compagnon, {_TOLD[command]}"


def _unlike(heard: Sequence[str], phrase: str) -> float:
    return sum(alike(each, phrase) for each in heard) / len(heard)


@cache
def _sounds_of(command: VoiceCommand) -> tuple[str, ...]:
    """The sounds of each way to say a command, without the name and the minutes."""
    phrases = next(phrases for each, phrases in _PHRASES if each is command)
    return tuple(sounds(phrase.replace("#", "")) for phrase in phrases)


def _possible(minutes: float | None) -> Iterator[VoiceCommand]:
    """A number of minutes belongs to one command, and that one to a number of minutes."""
    timed = minutes is not None and 0 < minutes <= MOST_MINUTES
    return (each for each in VoiceCommand if timed == (each is VoiceCommand.EXTEND))


def _without_minutes(rest: str) -> str:
    return re.sub(r"\S+\s+minutes?.*$", "", rest, flags=re.IGNORECASE)
