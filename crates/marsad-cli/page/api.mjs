// How does the page ask the server?
//
// In comes the state of the page; out come answers. Invariant: of two questions of one kind only the later is answered, so that a slow
// answer never replaces a newer one.

/** What of the state the server is asked. */
const FILTERS = ["q", "family", "action", "actor", "target", "voice", "grade", "killed", "disputed"];

/** The ids of those whom the page offers by name. */
export const ids = { actor: new Map(), target: new Map(), voice: new Map() };

const running = new Map();

/** The parameters of a state, without its days where `timeless`. */
export function parameters(state, more = {}, timeless = false) {
  const asked = new URLSearchParams();
  for (const name of FILTERS) {
    if (state[name]) asked.set(name, ids[name]?.get(state[name]) ?? state[name]);
  }
  if (!timeless && (state.from || state.to)) asked.set("datetime", `${state.from || ".."}/${state.to || ".."}`);
  for (const [name, value] of Object.entries(more)) asked.set(name, value);
  return asked;
}

/** Asks once more; `null` where something newer was asked meanwhile. */
export async function ask(kind, path, asked) {
  running.get(kind)?.abort();
  const control = new AbortController();
  running.set(kind, control);
  try {
    const answer = await fetch(asked ? `${path}?${asked}` : path, { signal: control.signal });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail ?? answer.statusText);
    return told;
  } catch (error) {
    if (error.name === "AbortError") return null;
    throw error;
  }
}
