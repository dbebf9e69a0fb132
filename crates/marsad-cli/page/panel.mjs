// What is told of events, one by one?
//
// In come lines of a list and single events; out come their elements. Invariant: each claim stands in the words of its report, with who
// says so and what they gain by it, and what is disputed stands side by side.

import { capital, counted, days, element, number, quoted, range } from "./words.mjs";

const NOBODY = "(nobody named)";

/** A line of the list. */
export function line(event, open) {
  const head = element(
    "a",
    { href: `#event=${encodeURIComponent(event.id)}`, on: { click: (click) => { click.preventDefault(); open(event.id); } } },
    quoted(event.actors ?? NOBODY), " ", element("b", {}, event.says ?? "did something"),
    event.targets ? [" → ", quoted(event.targets)] : "",
  );
  const facts = [days(event.from, event.to)];
  if (event.killed) facts.push(`${range(event.killed)} killed`);
  const says = `${counted(event.voices, "voice")}, ${counted(event.reports, "report")}`;
  return element(
    "li",
    { class: `grade-${event.grade}`, "data-id": event.id },
    element("i", { class: `dot family-${event.family ?? "none"}`, "aria-hidden": "true" }),
    head,
    element("p", { class: "facts" }, facts.join(" · "), event.place ? [" · ", quoted(event.place)] : " · place unknown"),
    element("p", { class: "facts faint" }, element("span", { class: "grade" }, event.grade), ` · ${says}`, event.disputed ? ` · ${event.disputed} disputed` : "", event.summary ? " · a summary of many deeds" : ""),
  );
}

/** One event in full. */
export function whole({ event, words }, close) {
  const voices = event.voices;
  const names = (numbers) => numbers.map((at) => voices[at]).filter(Boolean);
  const first = (slot) => slot.values[0];
  const parties = (slot) => slot.values.slice(0, 2).map((who) => who.name).join(", ") + (slot.values.length > 2 ? " and others" : "");
  const head = element(
    "h2",
    { tabindex: "-1" },
    quoted(parties(event.actors) || NOBODY), " ", first(event.action)?.says ?? "did something",
    event.targets.values.length ? [" → ", quoted(parties(event.targets))] : "",
  );
  const made = [
    element("button", { type: "button", class: "close", on: { click: close } }, "Back to the list"),
    head,
    element("p", { class: `grade-line grade-${event.grade}` }, element("b", {}, capital(event.grade)), `: ${event.reason}`),
    slot("When", event.days, (value) => days(value.from, value.to), names),
    slot("Where", event.place, (value) => [value.name, value.admin1, value.country].filter(Boolean).join(", ") + `, known to within ${number(Math.ceil(value.radius_km))} km`, names),
    slot("By", event.actors, (value) => value.name, names),
    slot("Against", event.targets, (value) => value.name, names),
    ...Object.entries(event.counts).map(([what, count]) => tally(what, count, event)),
  ];
  const said = event.claims.map((claim, at) => quotation(claim, words[at], event));
  made.push(element("h3", {}, `In the words of ${counted(event.sources.length, "report")}`), element("ol", { class: "claims" }, said));
  if (event.decisions.length) {
    const decided = event.decisions.map((one) => element("li", {}, `${one.ruling} by `, quoted(one.by), ` on ${one.day}: `, quoted(one.reason)));
    made.push(element("h3", {}, "Decided by hand"), element("ul", {}, decided));
  }
  const id = encodeURIComponent(event.id);
  made.push(element("p", { class: "facts" },
    element("a", { href: `/api/events/${id}` }, "This event as data"), " · rule ", element("code", {}, event.rule), " · data ", event.data_version));
  return made;
}

/** What is said of one thing; where voices differ, each value with those who give it. */
function slot(label, told, form, names) {
  if (!told.values.length) return null;
  const disputed = told.agreement === "disputed";
  const one = (value) => {
    const by = names(value.voices).map((voice) => voice.name);
    const who = by.length ? [" ", element("span", { class: "by" }, "says ", quoted(by.join("; ")))] : "";
    return element("li", {}, quoted(form(value)), disputed ? who : "");
  };
  return element("section", { class: disputed ? "slot disputed" : "slot" },
    element("h3", {}, label, disputed ? " (disputed)" : ""), element("ul", {}, told.values.slice(0, 12).map(one)));
}

/** A number with all who give one. */
function tally(what, count, event) {
  const most = Math.max(count.high, 1);
  const bar = element("meter", { min: 0, max: most, value: count.best, "aria-label": `${what}: ${range([count.low, count.best, count.high])}` });
  const said = count.said.map((one) => element("li", { class: one.superseded ? "past" : "" },
    `${number(one.low ?? one.high ?? 0)}${one.high === null ? " or more" : ""} `, element("span", { class: "by" }, "says ", quoted(event.voices[one.voice]?.name ?? "")), one.superseded ? " (given up for a later number)" : ""));
  return element("section", { class: "slot" }, element("h3", {}, capital(what), ": ", range([count.low, count.best, count.high]), count.open ? " or more" : ""), bar, element("ul", {}, said));
}

/** A claim in the words of its report. */
function quotation(claim, words, event) {
  const source = event.sources[claim.source];
  const from = [quoted(source.publisher ?? "unnamed outlet"), source.day ? `, ${days(source.day, source.day)}` : "", source.copy_of ? ", a copy" : "", source.superseded_by ? ", replaced since" : ""];
  const speaker = event.voices[claim.voice];
  const interest = { for: "in the speaker's interest", against: "against the speaker's interest", open: "the speaker takes a side" }[speaker?.interest];
  const body = words
    ? element("blockquote", { dir: "auto" },
      words.begins ? "… " : "", words.parts[0], element("u", {}, words.parts[1], element("b", {}, words.parts[2]), words.parts[3]), words.parts[4], words.goes_on ? " …" : "")
    : element("p", {}, "The report is not in the store any more.");
  const sense = claim.modality === "asserted" ? "" : ` · ${claim.modality}`;
  const roots = speaker && speaker.root !== speaker.name ? [" (the word of ", quoted(speaker.root), ")"] : "";
  const says = speaker ? element("p", { class: "facts" }, element("b", {}, quoted(speaker.name)), roots, speaker.affirms ? " says so" : " denies it") : null;
  return element("li", {}, says, element("p", { class: "facts faint" }, from, sense, interest ? ` · ${interest}` : "", words?.url && /^https?:/.test(words.url) ? [" · ", element("a", { href: words.url, rel: "noreferrer noopener", target: "_blank" }, "the report")] : ""), body);
}
