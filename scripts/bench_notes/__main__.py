"""``python -m bench_notes``: see scripts/bench-notes."""

from bench_notes.tasks import main

if __name__ == "__main__":
    raise SystemExit(main())
