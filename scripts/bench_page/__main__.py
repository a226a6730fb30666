"""``scripts/bench-page``: opens the pages in Chromium, scrolls, and times events until they are seen."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from playwright.async_api import Browser, Page, async_playwright

from bench_page.home import COPIES, first_list
from bench_page.seance import Opened, opened
from companion.adapters.clock import SystemClock

OPENING = 1000.0
"""Milliseconds in which a page of two hours must be there."""
TASK = 100.0
"""Milliseconds that nothing on a page may take while it is scrolled."""
SEEN = 150.0
"""Milliseconds from an event to the pages, in 95 cases of 100."""

WATCH = """
window.tasks = [];
new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((one) => one.duration)))
  .observe({ type: 'longtask', buffered: true });
window.seen = new Map();
window.waiting = new Set();
const look = () => {
  for (const one of window.waiting) {
    if (!document.querySelector(one.place)?.textContent.includes(one.text)) continue;
    window.waiting.delete(one);
    window.seen.set(one.text, performance.now());
    one.done?.(performance.timeOrigin + performance.now());
  }
};
document.addEventListener('DOMContentLoaded', () => {
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
});
"""


@dataclass
class Figures:
    """Milliseconds."""

    home: float = 0.0
    folded: float = 0.0
    unfolded: float = 0.0
    opening_task: float = 0.0
    scrolling_task: float = 0.0
    seen: list[float] = field(default_factory=list)

    def at(self, percent: int) -> float:
        return quantiles(self.seen, n=100)[percent - 1]


async def main() -> int:
    asked = _arguments()
    clock = SystemClock()
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        await _measure(Path(folder), asked, figures, clock)
        figures.home = await first_list(Path(folder), clock)
    return _report(asked, figures)


async def _measure(folder: Path, asked: argparse.Namespace, figures: Figures, clock: SystemClock) -> None:
    async with opened(folder, asked.lines) as seance, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        await _open_and_scroll(browser, seance, asked.lines, figures)
        await _see_events(browser, seance, asked, figures, clock)
        await browser.close()


async def _page(browser: Browser, url: str, until: tuple[str, str], *, reading: bool = False) -> Page:
    """A page in a window of its own, once that text stands at that place."""
    context = await browser.new_context(locale="fr-FR", viewport={"width": 1366, "height": 768})
    place, text = until
    wanted = f"window.waiting.add({{ place: '{place}', text: '{text}' }});"
    remembered = "localStorage.setItem('companion.transcript', 'open');" if reading else ""
    await context.add_init_script(WATCH + wanted + remembered)
    page = await context.new_page()
    await page.goto(url)
    await page.wait_for_function("text => window.seen.has(text)", arg=text, timeout=60_000)
    return page


async def _open_and_scroll(browser: Browser, seance: Opened, lines: int, figures: Figures) -> None:
    last = f"({lines - 1})."
    page = await _page(browser, seance.urls.facilitator, ("#line-count", str(lines)))
    figures.folded = await page.evaluate("() => [...window.seen.values()][0]")
    await page.context.close()
    page = await _page(browser, seance.urls.facilitator, ("#lines", last), reading=True)
    figures.unfolded = await page.evaluate("() => [...window.seen.values()][0]")
    figures.opening_task = await page.evaluate("() => Math.max(0, ...window.tasks)")
    await page.evaluate("() => { window.tasks = []; }")
    await page.locator(".scroll").hover()
    first = page.locator("#lines", has_text="(0).")
    for _ in range(2000):  # to the very first line, which is built on the way
        await page.mouse.wheel(0, -3000)
        if await first.count():
            break
    else:
        raise SystemExit("the first line was never reached")
    for _ in range(100):
        await page.mouse.wheel(0, 9000)
        await asyncio.sleep(0.03)
    figures.scrolling_task = await page.evaluate("() => Math.max(0, ...window.tasks)")
    await page.context.close()


async def _see_events(
    browser: Browser, seance: Opened, asked: argparse.Namespace, figures: Figures, clock: SystemClock
) -> None:
    """Two consoles that read along, one that does not, and the table."""
    lines = asked.lines
    reading = [
        await _page(browser, seance.urls.facilitator, ("#lines", f"({lines - 1})."), reading=True)
        for _ in range(2)
    ]
    folded = await _page(browser, seance.urls.facilitator, ("#line-count", str(lines)))
    table = await _page(browser, seance.urls.table, ("#captions", f"({lines - 1})."))
    wait = """([place, text]) => {
      window.arrival = new Promise((done) => window.waiting.add({ place, text, done }));
    }"""
    for index in range(lines, lines + asked.events):
        marks = [(page, "#lines", f"({index}).") for page in reading]
        marks += [(folded, "#line-count", str(index + 1)), (table, "#captions", f"({index}).")]
        await asyncio.gather(*(page.evaluate(wait, [place, text]) for page, place, text in marks))
        await seance.begin(index)
        began = clock.now().timestamp() * 1000
        await seance.finish(index)
        arrivals = await asyncio.gather(*(page.evaluate("() => window.arrival") for page, _, _ in marks))
        figures.seen += [at - began for at in arrivals]
        await asyncio.sleep(0.05)


def _report(asked: argparse.Namespace, figures: Figures) -> int:
    rows = [
        (f"list of {COPIES} such séances, after a start", figures.home, None),
        ("page opens, transcript folded", figures.folded, OPENING),
        ("page opens, last lines readable", figures.unfolded, OPENING),
        ("longest task while opening", figures.opening_task, None),
        ("longest task while scrolling (0: below 50)", figures.scrolling_task, TASK),
        ("event to page, p50", figures.at(50), None),
        ("event to page, p95", figures.at(95), SEEN),
        ("event to page, worst", max(figures.seen), None),
    ]
    print(f"{asked.lines} lines, {asked.events} utterances seen by four pages; milliseconds")
    missed = 0
    for name, value, most in rows:
        over = most is not None and value > most
        missed += over
        target = "" if most is None else f"   at most {most:.0f}"
        print(f"  {name:<45}{value:>8.0f}{target}{'  MISSED' if over else ''}")
    return 1 if missed and asked.strict else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench-page")
    parser.add_argument("--lines", type=int, default=3000)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--assert", dest="strict", action="store_true", help="fail when a target is missed")
    return parser.parse_args()


sys.exit(asyncio.run(main()))
