// How is something put into words and onto the page?
//
// In come values; out come text and elements. Invariant: what a report says becomes text, never markup.

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** An element with attributes and children; strings become text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") {
      for (const [what, act] of Object.entries(value)) made.addEventListener(what, act);
    } else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? "" : String(value));
    }
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** The same of a drawing. */
export function drawn(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/** Words of a report in a box of their own, so that a script that runs from right to left does not turn round what stands beside it. */
export function quoted(words, name = "bdi") {
  return element(name, { dir: "auto" }, words);
}

export function day(iso) {
  const [year, month, number] = iso.split("-").map(Number);
  return `${number} ${MONTHS[month - 1]} ${year}`;
}

export function days(from, to) {
  if (!from) return "no day given";
  if (from === to || !to) return day(from);
  const [year, month, number] = from.split("-").map(Number);
  const [lastYear, lastMonth] = to.split("-").map(Number);
  if (year !== lastYear) return `${day(from)} to ${day(to)}`;
  return month === lastMonth ? `${number} to ${day(to)}` : `${number} ${MONTHS[month - 1]} to ${day(to)}`;
}

export function number(value) {
  return Math.round(value).toLocaleString("en");
}

export function counted(count, what) {
  return `${number(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** A range after everybody: "7 to 12, most say 9". */
export function range([low, best, high]) {
  if (low === high) return number(low);
  const middle = best === low || best === high ? "" : `, most say ${number(best)}`;
  return `${number(low)} to ${number(high)}${middle}`;
}

/** Upper case for the first letter. */
export function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
