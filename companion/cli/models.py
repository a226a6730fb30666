"""``companion models list | fetch | verify``."""

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from companion.adapters.egress import let_download
from companion.adapters.model_store import HUB, ModelState, ModelStore
from companion.adapters.places import fetched_models, shipped_models
from companion.cli.progress import ProgressBar
from companion.domain.errors import CompanionError

__all__ = ["add", "open_store"]

_STATES = {
    ModelState.MISSING: "absent",
    ModelState.INCOMPLETE: "incomplet",
    ModelState.PRESENT: "présent",
    ModelState.VERIFIED: "vérifié",
}


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("models", help="les modèles : voir, télécharger, vérifier")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="montre les modèles, et lesquels sont là")
    listing.set_defaults(run=_list)
    fetch = actions.add_parser("fetch", help="télécharge et vérifie (par défaut, le nécessaire)")
    fetch.add_argument("models", nargs="*", metavar="MODÈLE")
    fetch.add_argument("--from", dest="source", type=Path, metavar="DOSSIER", help="copie depuis ce dossier")
    fetch.set_defaults(run=_fetch)
    verify = actions.add_parser("verify", help="relit chaque octet des modèles présents")
    verify.add_argument("models", nargs="*", metavar="MODÈLE")
    verify.set_defaults(run=_verify)


def open_store() -> ModelStore:
    """The models of this machine."""
    return ModelStore(fetched_models(), shipped_models())


def _list(_: argparse.Namespace) -> int:
    store = open_store()
    for model in store:
        state = "livré" if model.ships else _STATES[store.state(model.id)]
        size = f"{model.editions[0].size / 1e6:.0f} Mo"
        print(f"{model.id:<24}{state:<11}{size:>8}  {model.licence:<11}{model.purpose}")
    return 0


def _fetch(arguments: argparse.Namespace) -> int:
    if arguments.source is None:
        let_download()
    store = open_store()
    for model_id in arguments.models or _needed(store):
        with ProgressBar(model_id, sys.stderr) as bar:
            store.fetch(model_id, bar, arguments.source, os.environ.get("HF_ENDPOINT", HUB))
        print(f"{model_id} : prêt, vérifié.")
    return 0


def _needed(store: ModelStore) -> list[str]:
    """The default models, unless another one that is whole does the same work already."""
    served = set()
    for model_id in store.installed():
        with suppress(CompanionError):  # a damaged one serves nothing
            store.path(model_id)
            served.add(store.model(model_id).kind)
    return [model.id for model in store if model.default and model.kind not in served]


def _verify(arguments: argparse.Namespace) -> int:
    store, failed = open_store(), False
    for model_id in arguments.models or store.present():
        try:
            store.verify(model_id)
            print(f"{model_id} : intact.")
        except CompanionError as error:
            failed = True
            print(f"{model_id} : {error.message}", file=sys.stderr)
    return 2 if failed else 0
