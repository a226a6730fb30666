"""``companion serve`` listens to the room; ``companion demo`` hears the demonstration séance instead."""

import argparse
import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from companion.app.house import House
    from companion.app.showing import Terminal
    from companion.cli.alone import Alone
    from companion.config import Settings
    from companion.web.lan import Lan
    from companion.web.server import Urls

__all__ = ["add"]


def add(commands: Any) -> None:
    """Declare both commands."""
    serve = commands.add_parser("serve", help="écoute la salle, et montre les pages")
    serve.add_argument(
        "--seance", type=Path, metavar="FICHIER", help="les participants, écrits comme dans seance.toml"
    )
    serve.add_argument(
        "--lan",
        nargs="?",
        const="auto",
        metavar="ADRESSE",
        help="ouvre aussi la page de la table à un second écran du réseau local, chiffrée, par appariement",
    )
    serve.set_defaults(run=_serve)
    demo = commands.add_parser("demo", help="écoute la séance de démonstration, et montre les pages")
    demo.add_argument(
        "--speed", choices=("1.0", "max"), default="1.0", help="1.0 : en temps réel (par défaut)"
    )
    demo.add_argument("--exit-at-end", action="store_true", help="s'arrête à la fin de l'enregistrement")
    demo.set_defaults(run=_demo)
    for parser in (serve, demo):
        parser.add_argument("--port", type=int, metavar="N", help="le port des pages, 0 pour un port libre")
        parser.add_argument(
            "--open", action=argparse.BooleanOptionalAction, default=True, help="ouvre la page (par défaut)"
        )
        parser.add_argument(
            "--isolated",
            action=argparse.BooleanOptionalAction,
            default=None,
            help="sans aucun réseau, tenu par le système (par défaut, où il le peut)",
        )


def _serve(arguments: argparse.Namespace) -> int:
    # imported here and below: other commands need neither the pages nor the sound
    from companion.adapters.core_files import forbid_core_files
    from companion.adapters.seance_folder import read_plan
    from companion.cli.alone import alone
    from companion.cli.passphrase import ask_passphrase

    forbid_core_files()
    settings = _settings(arguments)
    wanted = read_plan(arguments.seance).prepare if arguments.seance else None
    with alone(arguments, settings, rewords=True) as closed_off:
        # after the network is gone: some of this starts threads
        from companion.app.serving import serve
        from companion.cli.models import open_store

        terminal = _terminal(closed_off)
        asyncio.run(
            serve(
                settings,
                open_store(),
                wanted,
                terminal,
                opened=closed_off.port,
                lan=closed_off.lan,
                ask=ask_passphrase,
                rewriter=closed_off.rewriter,
            )
        )
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    from companion.cli.alone import alone

    settings = _settings(arguments)
    with alone(arguments, settings) as closed_off:
        heard = _demonstrated(arguments, settings, closed_off)
    return 2 if arguments.exit_at_end and not heard else 0


def _demonstrated(arguments: argparse.Namespace, settings: "Settings", closed_off: "Alone") -> bool:
    from companion.adapters.places import demonstration
    from companion.adapters.seance_folder import read_seance
    from companion.app.demonstration import demonstrate
    from companion.app.playing import Recording
    from companion.app.replay import Speed
    from companion.cli.models import open_store
    from companion.domain.plan import scheduled
    from companion.ports import SAMPLE_RATE

    plan, samples = read_seance(demonstration())
    recording = Recording(samples, tuple(scheduled(plan, len(samples) / SAMPLE_RATE)))
    return asyncio.run(
        demonstrate(
            settings,
            open_store(),
            plan,
            recording,
            Speed(real_time=arguments.speed == "1.0"),
            _terminal(closed_off),
            exit_at_end=arguments.exit_at_end,
            opened=closed_off.port,
        )
    )


def _settings(arguments: argparse.Namespace) -> "Settings":
    from companion.config import read_settings

    chosen = {} if arguments.port is None else {"COMPANION_PORT": str(arguments.port)}
    return read_settings({**os.environ, **chosen})


def _terminal(closed_off: "Alone") -> "Terminal":
    from companion.app.showing import Terminal

    def opened(house: "House | None", urls: "Urls") -> None:
        if house is not None:
            _say_seance(house)
        print(closed_off.isolation.sentence)
        print(f"Page de la table :        {urls.table}")
        print(f"Page de l'animation :     {urls.facilitator}")
        print("La seconde adresse ouvre tout : ne la montrez pas. Ctrl-C pour arrêter.", flush=True)
        if urls.lan is not None:
            _say_lan(urls.lan)
        if closed_off.browser is not None:
            closed_off.browser.open(urls.facilitator)

    return Terminal(opened, lambda line: print(line, file=sys.stderr, flush=True))


def _say_lan(lan: "Lan") -> None:
    print(f"Second écran :            {lan.url}")
    print(f"Empreinte du certificat : {lan.fingerprint}")
    print(
        "À une exception près, que vous avez choisie : cette porte est ouverte au réseau local. Qui y "
        "frappe doit être apparié, par la page de l'animation (« Second écran »). Companion ne peut "
        "toujours rien joindre.",
        flush=True,
    )


def _say_seance(house: "House") -> None:
    prepared, step = house.session.prepared, house.session.step
    print(f"Séance : {prepared.title if prepared else ''}")
    if step is not None:
        print(f"Reprise à l'étape « {house.method.step(step.id).name['fr']} ».")
