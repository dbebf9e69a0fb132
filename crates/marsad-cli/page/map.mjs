// Where did it happen, and how exactly is that known?
//
// In come marks; out comes the map. Invariant: what is known no better than by an area is drawn as that area, with its true radius, and
// what is disputed of borders is drawn as disputed.

import { Map as Globe, NavigationControl, ScaleControl, setWorkerUrl } from "./maplibre-gl.mjs";
import { counted, element, range } from "./words.mjs";

setWorkerUrl("/page/maplibre-gl-worker.mjs");

const NONE = { type: "FeatureCollection", features: [] };
const KM_A_DEGREE = 111.2;
const EQUATOR_KM = 40075;
const TILE = 512;

/** A colour of the page by its name. */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function families(count) {
  const pairs = Array.from({ length: count }, (_, at) => [at, colour(`family-${at}`)]).flat();
  return ["match", ["coalesce", ["get", "family"], -1], ...pairs, colour("family-none")];
}

/** How sure a mark is, by the best grade in it. */
const SURE = ["match", ["coalesce", ["get", "grade"], "weak"], "confirmed", 0.95, "fair", 0.85, "weak", 0.55, "contested", 0.55, 0.3];

const SIZE = ["interpolate", ["linear"], ["sqrt", ["get", "events"]], 1, 5, 5, 11, 20, 20, 60, 30];

/** The map beneath, and the layers of events over it. */
function style(count) {
  const basemap = (name) => ({ type: "geojson", data: `${location.origin}/basemap/${name}.geojson`, maxzoom: 9, tolerance: 0.2 });
  const line = (id, source, look, filter) => ({ id, source, type: "line", paint: look, ...(filter ? { filter } : {}) });
  const label = (id, kind, size, tone) => ({
    id, source: "labels", type: "symbol", filter: ["==", ["get", "kind"], kind],
    layout: { "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-size": size, "text-anchor": kind === "city" ? "left" : "center", "text-offset": kind === "city" ? [0.5, 0] : [0, 0], "symbol-sort-key": ["get", "rank"] },
    paint: { "text-color": colour(tone), "text-halo-color": colour("land"), "text-halo-width": 1.4 },
  });
  return {
    version: 8,
    sources: {
      ...Object.fromEntries(["land", "lakes", "rivers", "borders", "provinces"].map((name) => [name, basemap(name)])),
      labels: { type: "geojson", data: NONE },
      areas: { type: "geojson", data: NONE, tolerance: 0.1 },
      points: { type: "geojson", data: NONE },
      chosen: { type: "geojson", data: NONE, tolerance: 0.1 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
      { id: "land", source: "land", type: "fill", paint: { "fill-color": colour("land"), "fill-outline-color": colour("coast") } },
      { id: "lakes", source: "lakes", type: "fill", paint: { "fill-color": colour("sea") } },
      line("rivers", "rivers", { "line-color": colour("river"), "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.4, 8, 1.4] }, ["<=", ["get", "from_zoom"], ["+", ["zoom"], 1]]),
      { ...line("provinces", "provinces", { "line-color": colour("province"), "line-width": 0.6 }), minzoom: 4.5 },
      line("borders", "borders", { "line-color": colour("border"), "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.6, 8, 1.8] }, ["==", ["get", "kind"], "border"]),
      line("disputed", "borders", { "line-color": colour("border"), "line-width": 1.2, "line-dasharray": [2, 2] }, ["!=", ["get", "kind"], "border"]),
      { id: "areas", source: "areas", type: "fill", paint: { "fill-color": families(count), "fill-opacity": ["min", 0.22, ["+", 0.05, ["*", 0.02, ["sqrt", ["get", "events"]]]]] } },
      line("areas-edge", "areas", { "line-color": families(count), "line-width": 1, "line-opacity": 0.55, "line-dasharray": [3, 2] }),
      { id: "dots", source: "labels", type: "circle", filter: ["==", ["get", "kind"], "city"], paint: { "circle-radius": 1.8, "circle-color": colour("label") } },
      label("cities", "city", ["interpolate", ["linear"], ["get", "rank"], 0, 13, 6, 11], "label"),
      label("provinces-names", "province", 11, "faint"),
      label("countries", "country", 14, "faint"),
      { id: "chosen", source: "chosen", type: "line", paint: { "line-color": colour("ink"), "line-width": 2 } },
      {
        id: "points", source: "points", type: "circle", layout: { "circle-sort-key": ["-", 0, ["get", "events"]] },
        paint: { "circle-color": families(count), "circle-radius": SIZE, "circle-opacity": SURE, "circle-stroke-color": colour("ring"), "circle-stroke-width": ["case", [">", ["get", "disputed"], 0], 2, 1] },
      },
      {
        id: "counts", source: "points", type: "symbol", filter: [">", ["get", "events"], 1],
        layout: { "text-field": ["to-string", ["get", "events"]], "text-font": ["sans-serif"], "text-size": 11, "text-allow-overlap": true },
        paint: { "text-color": colour("on-mark"), "text-halo-color": colour("mark-halo"), "text-halo-width": 1 },
      },
    ],
  };
}

/** A circle on the ground as a ring of degrees. */
export function circle(lon, lat, km) {
  const ring = [];
  const high = km / KM_A_DEGREE;
  for (let at = 0; at <= 72; at += 1) {
    const turn = (at / 72) * 2 * Math.PI;
    const north = Math.min(Math.max(lat + high * Math.sin(turn), -89), 89);
    ring.push([lon + (high * Math.cos(turn)) / Math.max(Math.cos((lat * Math.PI) / 180), 0.05), north]);
  }
  return { type: "Polygon", coordinates: [ring] };
}

export class EventMap {
  /** `moved(view)` is told where the map looks, `open(id)` which event was chosen, `within(mark)` of which mark all are wanted. */
  constructor(place, { view, families: count, moved, open, within }) {
    this.count = count;
    this.note = element("p", { class: "note" });
    place.append(this.note);
    this.globe = new Globe({
      container: place,
      style: style(count),
      center: [view.lon, view.lat],
      zoom: view.zoom,
      minZoom: 1,
      maxZoom: 13,
      dragRotate: false,
      pitchWithRotate: false,
      attributionControl: { compact: true, customAttribution: "Natural Earth, GeoNames (CC BY 4.0)" },
    });
    this.globe.touchZoomRotate.disableRotation();
    this.globe.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.globe.addControl(new ScaleControl({ maxWidth: 110 }), "bottom-left");
    this.globe.on("moveend", () => moved(this.view()));
    this.ready = new Promise((done) => this.globe.once("style.load", done));
    for (const layer of ["points", "areas"]) {
      this.globe.on("mouseenter", layer, () => { this.globe.getCanvas().style.cursor = "pointer"; });
      this.globe.on("mouseleave", layer, () => { this.globe.getCanvas().style.cursor = ""; });
    }
    this.globe.on("click", (click) => {
      const found = this.globe.queryRenderedFeatures(click.point, { layers: ["points", "areas"] });
      // Over each other the smallest is meant.
      const mark = found.sort((a, b) => (a.layer.id === "points" ? 0 : a.properties.radius_km) - (b.layer.id === "points" ? 0 : b.properties.radius_km))[0];
      if (!mark) return;
      if (mark.properties.event) open(mark.properties.event);
      else within({ ...mark.properties, lon: mark.properties.lon, lat: mark.properties.lat });
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", async () => {
      this.globe.setStyle(style(this.count));
      await new Promise((done) => this.globe.once("style.load", done));
      this.show(this.marks ?? NONE);
      this.name(this.labels ?? NONE);
    });
  }

  view() {
    const { lng, lat } = this.globe.getCenter();
    const box = this.globe.getBounds();
    return { lon: lng, lat, zoom: this.globe.getZoom(), bbox: [box.getWest(), Math.max(box.getSouth(), -90), box.getEast(), Math.min(box.getNorth(), 90)] };
  }

  async show(marks) {
    await this.ready;
    this.marks = marks;
    const [areas, points] = [[], []];
    const { width, height } = this.globe.getCanvas().getBoundingClientRect();
    const world = TILE * 2 ** this.globe.getZoom();
    let wider = 0;
    for (const mark of marks.features) {
      const [lon, lat] = mark.geometry.coordinates;
      const properties = { ...mark.properties, lon, lat };
      const pixels = (properties.radius_km / EQUATOR_KM / Math.max(Math.cos((lat * Math.PI) / 180), 0.05)) * world;
      // What is wider than the view would only tint all of it; it is told in words.
      if (properties.shape === "area" && 2 * pixels > Math.max(width, height)) wider += properties.events;
      else if (properties.shape === "area") areas.push({ type: "Feature", properties, geometry: circle(lon, lat, properties.radius_km) });
      else points.push({ type: "Feature", properties, geometry: mark.geometry });
    }
    // The widest lie below.
    areas.sort((a, b) => b.properties.radius_km - a.properties.radius_km);
    this.globe.getSource("areas").setData({ type: "FeatureCollection", features: areas });
    // The more there are, the less each tints what lies under it.
    const share = Math.min(1, 8 / Math.max(areas.length, 1));
    this.globe.setPaintProperty("areas", "fill-opacity", ["*", share, ["min", 0.22, ["+", 0.05, ["*", 0.02, ["sqrt", ["get", "events"]]]]]]);
    this.globe.setPaintProperty("areas-edge", "line-opacity", 0.15 + 0.45 * share);
    this.globe.getSource("points").setData({ type: "FeatureCollection", features: points });
    this.note.textContent = wider ? `${counted(wider, "event")} more somewhere in wider areas` : "";
    const all = marks.features.reduce((sum, mark) => sum + mark.properties.events, 0);
    const killed = marks.features.reduce((sum, mark) => sum.map((part, at) => part + mark.properties.killed[at]), [0, 0, 0]);
    this.globe.getCanvas().setAttribute("aria-label", `Map: ${counted(all, "event")} in sight${killed[2] ? `, ${range(killed)} killed` : ""}. The list tells each.`);
  }

  async name(labels) {
    await this.ready;
    this.labels = labels;
    this.globe.getSource("labels").setData(labels);
  }

  /** Draws how exactly the place of an event is known, and looks there where it is out of sight. */
  async choose(place) {
    await this.ready;
    const geometry = place ? circle(place.lon, place.lat, place.radius_km) : null;
    this.globe.getSource("chosen").setData(geometry ? { type: "Feature", properties: {}, geometry } : NONE);
    if (place && !this.globe.getBounds().contains([place.lon, place.lat])) this.look(place);
  }

  look({ lon, lat, zoom }) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.globe[still ? "jumpTo" : "easeTo"]({ center: [lon, lat], ...(zoom ? { zoom } : {}) });
  }
}
