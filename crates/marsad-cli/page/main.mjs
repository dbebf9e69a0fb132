// What does the page show, and what changes it?
//
// The state of the page is its address: filters, days, view and the event that is open. Whatever is done changes the state, and the parts
// are drawn from it. Invariant: whoever is sent the address sees the same.

import { ask, ids, parameters } from "./api.mjs";
import { EventMap } from "./map.mjs";
import { line, whole } from "./panel.mjs";
import { Timeline } from "./timeline.mjs";
import { counted, element, number } from "./words.mjs";

const at = (id) => document.getElementById(id);
const form = at("filters");
const PAGE = 50;

let state = read();
let view = null;
let listed = 0;
let opened = null;

/** The state that the address tells. */
function read() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** Writes the state into the address, as a step back where `step`. */
function write(step) {
  const told = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
  history[step ? "pushState" : "replaceState"](null, "", `#${told}`);
}

function complain(error) {
  at("count").textContent = error.message;
}

/** Puts the state's filters into the form. */
function fill() {
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "checkbox") field.checked = state[field.name] === field.value;
    else field.value = state[field.name] ?? "";
  }
}

/** The days that may be chosen, of all that passes the other filters. */
async function showTime() {
  const told = await ask("time", "/api/timeline", parameters(state, {}, true));
  if (told) timeline.show(told.bins, [told.undated, told.outside], state.from, state.to);
}

/** The marks and names in sight. */
async function showMap() {
  if (!view) return;
  // A little beyond the edge, so that a small move shows no void.
  const [west, south, east, north] = view.bbox;
  const [wide, high] = [(east - west) * 0.2, (north - south) * 0.2];
  const bbox = [west - wide, Math.max(south - high, -90), east + wide, Math.min(north + high, 90)].map((degrees) => degrees.toFixed(4)).join(",");
  const zoom = Math.round(view.zoom * 2) / 2;
  const [marks, labels] = await Promise.all([
    ask("map", "/api/map", parameters(state, { bbox, zoom })),
    ask("labels", "/api/labels", new URLSearchParams({ bbox, zoom })),
  ]);
  if (marks) map.show(marks);
  if (labels) map.name(labels);
}

/** The list of what is in sight; `more` goes on with it. */
async function showList(more) {
  if (!view) return;
  const offset = more ? listed : 0;
  const bbox = view.bbox.map((degrees) => degrees.toFixed(4)).join(",");
  // Seen from afar also what has no place is listed.
  const where = view.zoom < 2.2 ? {} : { bbox };
  const told = await ask("list", "/api/list", parameters(state, { ...where, limit: PAGE, offset }));
  if (!told) return;
  const lines = told.events.map((event) => line(event, open));
  if (more) at("list").append(...lines);
  else at("list").replaceChildren(...lines);
  listed = offset + told.events.length;
  at("more").hidden = Boolean(state.event) || listed >= told.matched;
  const sight = where.bbox ? " in sight" : "";
  at("count").textContent = told.matched ? `${counted(told.matched, "event")}${sight}, the latest first` : `No event${sight} passes the filters`;
}

/** The event that is open. */
async function showEvent() {
  const [panel, id] = [at("event"), state.event];
  const toggle = (open) => {
    panel.hidden = !open;
    for (const part of ["count", "list"]) at(part).hidden = open;
    if (open) at("more").hidden = true;
  };
  if (!id) {
    opened = null;
    toggle(false);
    map.choose(null);
    return;
  }
  if (opened === id) return;
  opened = id;
  toggle(true);
  panel.replaceChildren(element("p", {}, "Loading …"));
  try {
    const told = await ask("event", `/api/events/${encodeURIComponent(id)}`);
    if (!told) return;
    panel.replaceChildren(...whole(told, () => change({ event: null }, true)).filter(Boolean));
    panel.querySelector("h2")?.focus({ preventScroll: true });
    at("side").scrollTop = 0;
    const place = told.event.place.values[0];
    map.choose(place ?? null);
  } catch (error) {
    panel.replaceChildren(element("button", { type: "button", class: "close", on: { click: () => change({ event: null }, true) } }, "Back to the list"), element("p", {}, error.message));
  }
}

function open(id) {
  change({ event: id }, true);
}

/** Changes the state, and draws what hangs on it. */
function change(more, step) {
  const before = state;
  state = { ...state, ...more };
  write(step);
  draw(before);
}

function draw(before) {
  const changed = (names) => !before || names.some((name) => (before[name] ?? "") !== (state[name] ?? ""));
  const filters = ["q", "family", "action", "actor", "target", "voice", "grade", "killed", "disputed"];
  const all = [];
  if (changed(filters)) {
    fill();
    all.push(showTime());
  } else if (changed(["from", "to"])) {
    timeline.show(timeline.bins, timeline.besides, state.from, state.to);
  }
  if (changed([...filters, "from", "to"])) all.push(showMap(), showList(false));
  if (changed(["event"])) {
    all.push(showEvent());
    if (!state.event) showList(false).catch(complain);
  }
  Promise.all(all).catch(complain);
}

/** Looks closer at a mark of many events, or lists those of one place. */
function within(mark) {
  if (mark.one_place || view.zoom >= 12.5) {
    const near = mark.shape === "area" ? 0.01 : 0.005;
    view = { ...view, bbox: [mark.lon - near, mark.lat - near, mark.lon + near, mark.lat + near] };
    change({ event: null }, false);
    showList(false).catch(complain);
  } else {
    map.look({ lon: mark.lon, lat: mark.lat, zoom: Math.min(view.zoom + 2, 13) });
  }
}

const timeline = new Timeline(at("time"), (from, to) => change({ from, to }, false));

const [about, known, parties] = await Promise.all([ask("about", "/api/about"), ask("actions", "/api/actions"), ask("actors", "/api/actors")]);
document.title = `marsad · ${number(about.events)} events`;
for (const [place, family] of known.families.entries()) {
  at("key").querySelector("ul").append(element("li", {}, element("i", { class: `dot family-${place}`, "aria-hidden": "true" }), family.says));
  form.elements.family.append(element("option", { value: family.id }, family.says));
  const group = element("optgroup", { label: family.says });
  group.append(...family.actions.map((action) => element("option", { value: action.id }, action.says)));
  if (family.actions.length) form.elements.action.append(group);
}
for (const part of ["actors", "targets", "voices"]) {
  for (const party of parties[part]) ids[part.slice(0, -1)].set(party.name, party.id);
  at(part).append(...parties[part].map((party) => element("option", { value: party.name }, counted(party.events, "event"))));
}

const looked = (state.view ?? "").split(",").map(Number);
const start = looked.length === 3 && looked.every(Number.isFinite) ? { lon: looked[0], lat: looked[1], zoom: looked[2] } : { lon: 20, lat: 20, zoom: 1.6, whole: true };
const map = new EventMap(at("map"), {
  view: start,
  families: known.families.length,
  moved: (seen) => {
    view = seen;
    change({ view: [seen.lon.toFixed(4), seen.lat.toFixed(4), seen.zoom.toFixed(2)].join(",") }, false);
    Promise.all([showMap(), state.event ? null : showList(false)]).catch(complain);
  },
  open,
  within,
});

let typing = null;
form.addEventListener("input", (event) => {
  clearTimeout(typing);
  const slow = event.target.type === "search" || event.target.type === "number" || event.target.list;
  typing = setTimeout(() => {
    const filters = Object.fromEntries([...form.elements].filter((field) => field.name).map((field) => [field.name, field.type === "checkbox" ? (field.checked ? field.value : "") : field.value.trim()]));
    change({ ...filters, event: null }, true);
  }, slow ? 350 : 0);
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(() => form.dispatchEvent(new Event("input"))));
at("more").addEventListener("click", () => showList(true).catch(complain));
addEventListener("popstate", () => {
  const before = state;
  state = read();
  draw(before);
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.event) change({ event: null }, true);
});

view = map.view();
fill();
draw(null);
if (start.whole) {
  // First all events are looked at, if they lie in one part of the world.
  const marks = await ask("extent", "/api/map", parameters(state, { zoom: 3 }));
  const points = marks.features.filter((mark) => mark.properties.radius_km < 300).map((mark) => mark.geometry.coordinates);
  if (points.length) {
    const [lons, lats] = [0, 1].map((axis) => points.map((point) => point[axis]).sort((a, b) => a - b));
    const cut = Math.floor(points.length * 0.04);
    const box = [[lons[cut], lats[cut]], [lons.at(-1 - cut), lats.at(-1 - cut)]];
    map.globe.fitBounds(box, { padding: 60, maxZoom: 8, animate: false });
  }
}
document.documentElement.dataset.ready = "true";
