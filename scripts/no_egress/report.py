"""The page to keep, in French."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from no_egress.__main__ import Proof

__all__ = ["rendered"]


def rendered(proof: "Proof") -> str:
    """Figures first, then how they were had, so that somebody else can have them again."""
    verdict = "PROUVÉ" if proof.holds else "NON PROUVÉ"
    events = [one["events"] for one in proof.séances]
    heard = " puis ".join(str(one.get("UtteranceTranscribed", 0)) for one in events)
    flags = " puis ".join(str(one.get("SpokeOutOfTurn", 0)) for one in events)
    lines = [
        f"# Rien ne sort d'ici : {verdict}",
        "",
        f"{proof.date}, {proof.machine}. Séances tenues par le micro (carte son virtuelle), avec Whisper,",
        "les empreintes de voix, les pages de l'animation et de la table, jusqu'à la fin de séance :",
        f"{heard} interventions transcrites, {flags} prises de parole hors de son tour.",
        "Companion tournait sans l'isolement du système (--no-isolated) : c'est lui qu'on éprouve ici.",
        "",
        "| Ce qui est mesuré | Résultat | Témoin, qui doit être pris |",
        "|---|---|---|",
        f"| Trames sorties par une route par défaut | {proof.frames} | {_caught(proof.frames_control)} |",
        f"| Appels hors de la machine (strace) | {len(proof.calls)} | {_caught(proof.calls_control)} |",
        f"| Fichiers écrits hors de la base | {len(proof.strange_files)} | {_caught(proof.files_control)} |",
        f"| Échantillons ou empreintes dans la base | {len(proof.sound)} | essayé par les tests |",
        "",
        "Fichiers écrits : " + (", ".join(sorted(set(proof.files) - {".", ""})) or "aucun") + ".",
    ]
    lines += [f"- APPEL : {call}" for call in proof.calls[:20]]
    lines += [f"- FICHIER : {name}" for name in proof.strange_files[:20]]
    lines += [f"- BASE : table {table}, {what}" for table, what in proof.sound[:20]]
    lines += [
        "",
        "Comment : un espace réseau neuf avec une route par défaut IPv4 et IPv6 vers une interface dont",
        "le noyau compte les trames ; puis strace -f sur le serveur et ses enfants, qui note chaque",
        "connexion, envoi, et fichier ouvert en écriture, créé ou renommé. Le témoin essaie vraiment,",
        "par la bibliothèque C.",
        "Sont admis : la base et ce qui l'accompagne, le carnet de voix chiffré, les phrases que Companion",
        "dit lui-même (phrases/, rendues d'avance), et ce que le système de son écrit en s'ouvrant.",
        "Hors de cette preuve : la mémoire d'échange (swap) et la mémoire partagée du serveur de son, qui",
        "sont affaire du système ; l'écran et la salle elles-mêmes. Pour refaire : scripts/prove-no-egress",
    ]
    return "\n".join(lines)


def _caught(count: int) -> str:
    return f"pris ({int(count)})" if count else "MANQUÉ"
