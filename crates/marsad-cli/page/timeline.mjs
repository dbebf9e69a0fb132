// When were there how many events?
//
// In come days, weeks or months with their events; out comes a chart whose days can be chosen, and played. Invariant: the chart shows all
// that passes the other filters, so that days chosen are seen among the others.

import { drawn, element, days, counted, range } from "./words.mjs";

const HEIGHT = 74;
const BELOW = 18;

export class Timeline {
  /** `choose(from, to)` is told the days that are chosen, or nothing twice. */
  constructor(place, choose) {
    this.choose = choose;
    this.bins = [];
    this.chart = drawn("svg", { role: "img", height: HEIGHT, width: "100%" });
    this.told = element("output", { class: "told" });
    this.from = element("input", { type: "date", "aria-label": "First day" });
    this.to = element("input", { type: "date", "aria-label": "Last day" });
    this.play = element("button", { type: "button", "aria-pressed": "false", title: "Play week by week", on: { click: () => this.toggle() } }, "▶ Play");
    this.all = element("button", { type: "button", on: { click: () => this.set(null, null) } }, "All days");
    for (const input of [this.from, this.to]) {
      input.addEventListener("change", () => this.set(this.from.value || null, this.to.value || null));
    }
    place.append(element("div", { class: "tools" }, this.play, this.from, "–", this.to, this.all, this.told), this.chart);
    this.chart.addEventListener("pointerdown", (event) => this.begin(event));
    this.chart.addEventListener("pointermove", (event) => this.tell(event));
    new ResizeObserver(() => this.draw()).observe(this.chart);
  }

  /** `besides` are how many events have no day, and how many lie so far off that they would make all others narrow. */
  show(bins, besides, from, to) {
    this.bins = bins;
    this.besides = besides;
    this.chosen = [from || null, to || null];
    this.from.value = from || "";
    this.to.value = to || "";
    this.draw();
  }

  draw() {
    const wide = this.chart.clientWidth;
    this.chart.replaceChildren();
    if (!wide || !this.bins.length) {
      this.told.textContent = this.bins.length ? "" : "No event has a day.";
      return;
    }
    const most = Math.max(1, ...this.bins.map((bin) => bin.events));
    const step = wide / this.bins.length;
    const [from, to] = this.chosen;
    const within = (bin) => (!from || bin.to >= from) && (!to || bin.from <= to);
    const bars = this.bins.map((bin, at) => {
      const high = bin.events ? Math.max(2, (bin.events / most) * (HEIGHT - BELOW - 4)) : 0;
      return drawn("rect", {
        class: within(bin) ? "bar" : "bar out",
        x: (at * step).toFixed(2),
        y: (HEIGHT - BELOW - high).toFixed(2),
        width: Math.max(step - (step > 4 ? 1 : 0.2), 0.5).toFixed(2),
        height: high.toFixed(2),
      });
    });
    this.chart.append(...bars, drawn("line", { class: "axis", x1: 0, x2: wide, y1: HEIGHT - BELOW, y2: HEIGHT - BELOW }));
    const labels = Math.max(1, Math.floor(wide / 110));
    const every = Math.max(1, Math.ceil(this.bins.length / labels));
    for (let at = 0; at < this.bins.length; at += every) {
      const words = drawn("text", { x: (at * step + 2).toFixed(1), y: HEIGHT - 4, class: "label" }, this.bins[at].from);
      if (at * step + 70 < wide) this.chart.append(words);
    }
    const all = this.bins.reduce((sum, bin) => sum + bin.events, 0);
    const [undated, outside] = this.besides;
    const more = [];
    if (undated) more.push(`${counted(undated, "event")} more without a day`);
    if (outside) more.push(`${counted(outside, "event")} more long before or after`);
    this.chart.setAttribute("aria-label", [`${counted(all, "event")} from ${days(this.bins[0].from, this.bins.at(-1).to)}`, ...more].join("; "));
    this.told.textContent = more.join("; ");
  }

  bin(event) {
    const box = this.chart.getBoundingClientRect();
    const at = Math.floor(((event.clientX - box.left) / box.width) * this.bins.length);
    return Math.min(Math.max(at, 0), this.bins.length - 1);
  }

  tell(event) {
    if (!this.bins.length) return;
    const bin = this.bins[this.bin(event)];
    const killed = bin.killed[2] > 0 ? `, ${range(bin.killed)} killed` : "";
    this.told.textContent = `${days(bin.from, bin.to)}: ${counted(bin.events, "event")}${killed}`;
  }

  begin(event) {
    if (!this.bins.length) return;
    this.stop();
    const first = this.bin(event);
    this.chart.setPointerCapture(event.pointerId);
    const shown = (last) => {
      const [low, high] = [Math.min(first, last), Math.max(first, last)];
      this.chosen = [this.bins[low].from, this.bins[high].to];
      this.draw();
    };
    const move = (moved) => shown(this.bin(moved));
    const end = (ended) => {
      this.chart.removeEventListener("pointermove", move);
      shown(this.bin(ended));
      this.set(...this.chosen);
    };
    this.chart.addEventListener("pointermove", move);
    this.chart.addEventListener("pointerup", end, { once: true });
  }

  set(from, to) {
    this.stop();
    this.choose(from, to);
  }

  toggle() {
    if (this.timer) {
      this.stop();
      return;
    }
    let at = 0;
    const [from] = this.chosen;
    if (from) at = Math.max(0, this.bins.findIndex((bin) => bin.from >= from));
    const width = Math.max(1, Math.round(this.bins.length / 60));
    this.play.setAttribute("aria-pressed", "true");
    this.play.textContent = "❚❚ Stop";
    const next = () => {
      if (at >= this.bins.length) {
        this.stop();
        return;
      }
      const last = Math.min(at + width, this.bins.length) - 1;
      this.choose(this.bins[at].from, this.bins[last].to);
      at += width;
    };
    this.timer = setInterval(next, 900);
    next();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.play.setAttribute("aria-pressed", "false");
    this.play.textContent = "▶ Play";
  }
}
