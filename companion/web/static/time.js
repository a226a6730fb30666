// The séance's clock as the server tells it, and how a remaining time is written.

/** Runs on the server's time: each `set` puts it right again, so that it cannot drift. */
export class SeanceClock {
  #offset = 0;

  /** `elapsed`: seconds on the séance's clock, now. */
  set(elapsed) {
    this.#offset = elapsed - performance.now() / 1000;
  }

  now() {
    return this.#offset + performance.now() / 1000;
  }
}

/** Seconds left of the step; negative in overrun; null when no step runs. Stands still in a pause. */
export function remaining(state, now) {
  if (state.phase !== "running") return null;
  return state.endsAt - (state.pausedAt ?? now);
}

/** « 12:34 », and « +01:20 » in overrun. A second is shown until it is over, so that 0 is the end. */
export function digits(seconds) {
  const whole = Math.ceil(seconds);
  const text = clockText(Math.abs(whole));
  return whole < 0 ? `+${text}` : text;
}

/** Whole seconds as mm:ss, or h:mm:ss. */
export function clockText(seconds) {
  const whole = Math.floor(seconds);
  const pad = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** Calls `draw` now and whenever a whole second of what it returns is over (a time that runs down). */
export function everySecond(draw) {
  const left = draw();
  const part = left === null ? 1 : left - Math.floor(left);
  setTimeout(() => everySecond(draw), 1000 * (part || 1) + 5);
}
