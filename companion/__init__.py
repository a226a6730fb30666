"""Companion: a voice-assisted meeting companion for codéveloppement professionnel."""

import os

from companion.adapters.egress import guard

guard()  # before anything that could reach out is loaded

# Read once, when numpy is first loaded. Our matrices are small: a second thread of OpenBLAS only spins,
# and takes a tenth of the processor time of a séance from the models.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# onnxruntime's wheel for Linux counts its sessions, keeps that in the user's cache folder and sends it to its
# maker, unless it is told not to before it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
