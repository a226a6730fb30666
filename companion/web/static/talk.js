// Speaking time by role, from the lines heard.

/** role -> seconds; a « voix inconnue » is « unknown ». Only speech within the séance's steps. */
export function talkByRole(state) {
  const roles = new Map(state.people.map((person) => [person.id, person.role]));
  const begins = state.visits[0]?.at ?? Infinity;
  const talk = {};
  for (const line of state.lines.values()) {
    if (!line.final || line.start === undefined || line.start < begins) continue;
    const role = roles.get(line.person) ?? "unknown";
    talk[role] = (talk[role] ?? 0) + Math.max(0, line.end - line.start);
  }
  return talk;
}
