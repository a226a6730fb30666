"""``companion serve`` listens to the room; ``companion demo`` hears the demonstration séance instead."""

import argparse
import asyncio
import os
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from companion.app.house import House
    from companion.app.showing import Terminal
    from companion.config import Settings
    from companion.web.server import Urls

__all__ = ["add"]


def add(commands: Any) -> None:
    """Declare both commands."""
    serve = commands.add_parser("serve", help="écoute la salle, et montre les pages")
    serve.add_argument(
        "--seance", type=Path, metavar="FICHIER", help="les participants, écrits comme dans seance.toml"
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


def _serve(arguments: argparse.Namespace) -> int:
    # imported here and below: other commands need neither the pages nor the sound
    from companion.adapters.seance_folder import read_plan
    from companion.app.serving import serve
    from companion.cli.models import open_store

    wanted = read_plan(arguments.seance).prepare if arguments.seance else None
    asyncio.run(serve(_settings(arguments), open_store(), wanted, _terminal(arguments)))
    return 0


def _demo(arguments: argparse.Namespace) -> int:
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
    heard = asyncio.run(
        demonstrate(
            _settings(arguments),
            open_store(),
            plan,
            recording,
            Speed(real_time=arguments.speed == "1.0"),
            _terminal(arguments),
            exit_at_end=arguments.exit_at_end,
        )
    )
    return 2 if arguments.exit_at_end and not heard else 0


def _settings(arguments: argparse.Namespace) -> "Settings":
    from companion.config import read_settings

    chosen = {} if arguments.port is None else {"COMPANION_PORT": str(arguments.port)}
    return read_settings({**os.environ, **chosen})


def _terminal(arguments: argparse.Namespace) -> "Terminal":
    from companion.app.showing import Terminal

    def opened(house: "House", urls: "Urls") -> None:
        prepared, step = house.engine.session.prepared, house.engine.session.step
        print(f"Séance : {prepared.title if prepared else ''}")
        if step is not None:
            print(f"Reprise à l'étape « {house.engine.method.step(step.id).name['fr']} ».")
        print(f"Page de la table :        {urls.table}")
        print(f"Page de l'animation :     {urls.facilitator}")
        print("La seconde adresse ouvre tout : ne la montrez pas. Ctrl-C pour arrêter.", flush=True)
        if arguments.open and _has_screen():
            webbrowser.open(urls.facilitator)

    return Terminal(opened, lambda line: print(line, file=sys.stderr, flush=True))


def _has_screen() -> bool:
    """Without one, ``webbrowser`` would start a text browser in this very terminal."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
