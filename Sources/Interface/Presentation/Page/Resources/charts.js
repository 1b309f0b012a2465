const space = "http://www.w3.org/2000/svg";
function svg(name, attributes, text) {
  const node = document.createElementNS(space, name);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  if (text !== undefined) node.textContent = text;
  return node;
}
const W = 500, H = 220, left = 46, right = 14, top = 12, foot = 26;
const cursors = [];

// A line chart over updates; the dotted line follows the slider.
function curves(box, series, ticks, range, label) {
  box.textContent = "";
  const picture = svg("svg", {viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": label});
  const last = Math.max(1, updates.length - 1);
  const x = at => left + (W - left - right) * at / last;
  const y = v => H - foot - (H - foot - top) * (v - range[0]) / ((range[1] - range[0]) || 1);
  for (const tick of ticks) {
    picture.append(svg("line", {class: "axis", x1: left, x2: W - right, y1: y(tick.at), y2: y(tick.at)}));
    picture.append(svg("text", {x: left - 8, y: y(tick.at) + 4, "text-anchor": "end"}, tick.text));
  }
  const steps = [...new Set(updates.map(update => update.step))];
  const stride = Math.ceil(steps.length / 12);
  steps.filter((_, i) => i % stride === 0).forEach(step => {
    const at = updates.map(update => update.step).lastIndexOf(step);
    picture.append(svg("text", {x: x(at), y: H - 8, "text-anchor": "middle"}, step));
  });
  for (const line of series) {
    const path = line.points.map(([at, v], i) => `${i ? "L" : "M"}${x(at).toFixed(1)} ${y(v).toFixed(1)}`);
    picture.append(svg("path", {class: line.kind, d: path.join("")}));
    for (const [at, v] of line.points) {
      if (line.points.length <= 40) picture.append(svg("circle", {class: line.kind, cx: x(at), cy: y(v), r: 2.6}));
    }
  }
  const named = series.filter(line => line.name), apart = Math.max(...named.map(line => line.name.length)) * 9 + 16;
  named.forEach((line, i) => {
    picture.append(svg("text", {class: line.kind, x: W - right + 8 - apart * (named.length - i), y: top + 4}, line.name));
  });
  const cursor = svg("line", {class: "cursor", y1: top, y2: H - foot});
  picture.append(cursor);
  cursors.push(() => { cursor.setAttribute("x1", x(now)); cursor.setAttribute("x2", x(now)); });
  box.append(picture);
}
function drawHalting() {
  element("halting").closest("section").hidden = data.halting.length === 0;
  if (data.halting.length === 0) return;
  const points = data.halting.map((p, i) =>
    [updates.map(update => update.step).lastIndexOf(i + 1), p]).filter(point => point[0] >= 0);
  const ticks = [0, 0.5, 1].map(v => ({at: v, text: v}));
  curves(element("halting"), [{kind: "halt", points}], ticks, [0, 1], "halting probability by step");
}
function drawChanges() {
  const of = kind => updates.map((update, at) => [at, update.relative, update.kind])
    .filter(point => point[2] === kind && point[1] > 0).map(([at, v]) => [at, Math.log10(v)]);
  const series = data.kinds.map(kind => ({kind: color(kind), name: "\u0394" + kind, points: of(kind)}));
  const all = series.flatMap(line => line.points.map(point => point[1]));
  if (!all.length) return;
  const low = Math.floor(Math.min(...all)), high = Math.max(low + 1, Math.ceil(Math.max(...all)));
  const ticks = [];
  for (let power = low; power <= high; power++) {
    const value = Math.pow(10, power);
    ticks.push({at: power, text: power < -3 ? "1e" + power : digits(value)});
  }
  curves(element("changes"), series, ticks, [low, high], "relative change by update");
}

// A state's trajectory in its first two principal components, with equal scales on both axes.
function drawTrajectory(kind) {
  const box = element("trajectory-" + kind), own = [];
  box.textContent = "";
  updates.forEach((update, at) => { if (update.kind === kind && update.c) own.push([at, ...update.c]); });
  const shares = data.variance[kind];
  element("variance-" + kind).textContent = shares.length
    ? `First two principal components (${percent(shares[0])} and ${percent(shares[1] || 0)} of the `
      + "variance). The ring marks the current state."
    : `${kind} doesn't change.`;
  if (!shares.length) return;
  const xs = own.map(point => point[1]), ys = own.map(point => point[2]);
  const spread = Math.max(Math.max(...xs) - Math.min(...xs), (Math.max(...ys) - Math.min(...ys)) * 1.6) || 1;
  const scale = (W - 60) / spread, height = 300;
  const cx = (Math.max(...xs) + Math.min(...xs)) / 2, cy = (Math.max(...ys) + Math.min(...ys)) / 2;
  const place = ([, a, b]) => [W / 2 + (a - cx) * scale, height / 2 - (b - cy) * scale];
  const picture = svg("svg", {viewBox: `0 0 ${W} ${height}`, role: "img", "aria-label": "trajectory of " + kind});
  const path = points => points.map((point, i) => (i ? "L" : "M") + place(point).map(v => v.toFixed(1)).join(" ")).join("");
  picture.append(svg("path", {class: color(kind) + " faint", d: path(own)}));
  const done = svg("path", {class: color(kind)}), ring = svg("circle", {class: color(kind), r: 7, "fill-opacity": 0.25, "stroke-width": 2});
  own.forEach(point => {
    const [px, py] = place(point);
    const dot = svg("circle", {class: color(kind), cx: px, cy: py, r: 2.6});
    dot.append(svg("title", {}, updates[point[0]].state));
    picture.append(dot);
  });
  [[own[0], "first"], [own[own.length - 1], "last"]].forEach(([point, text]) => {
    const [px, py] = place(point), end = px > W - 60, off = text === "last" ? 22 : -8;
    picture.append(svg("text", {x: px + (end ? -10 : 10), y: py + off, "text-anchor": end ? "end" : "start"}, text));
  });
  picture.append(done, ring);
  cursors.push(() => {
    const passed = own.filter(point => point[0] <= now);
    done.setAttribute("d", path(passed));
    ring.setAttribute("visibility", passed.length ? "visible" : "hidden");
    if (!passed.length) return;
    const [px, py] = place(passed[passed.length - 1]);
    ring.setAttribute("cx", px); ring.setAttribute("cy", py);
  });
  box.append(picture);
}

// Heat maps of the states, with one color scale for all updates of a kind.
const limits = {};
for (const kind of data.kinds) {
  const all = updates.filter(update => update.kind === kind).map(update => update.values)
    .map(values => values.reduce((most, v) => Math.max(most, Math.abs(v || 0)), 0));
  limits[kind] = all.reduce((most, v) => Math.max(most, v), 0) || 1;
}
function drawMap(kind) {
  const at = newest(kind, now), canvas = element("map-" + kind);
  const [rows, columns] = data.shape;
  canvas.width = columns; canvas.height = rows;
  canvas.style.height = Math.max(16, Math.min(rows * 14, 420)) + "px";
  const hint = element("hint-" + kind);
  hint.textContent = (at < 0 ? "Not updated yet. " : `${updates[at].state}: `)
    + `${rows} positions down, ${data.dimensions} features across`
    + (columns < data.dimensions ? `, 1 in ${data.stride} shown` : "")
    + `; blue is negative, red positive, up to \u00b1${digits(limits[kind])}.`;
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, columns, rows);
  if (at < 0) return;
  const image = context.createImageData(columns, rows);
  const [cold, mid, hot] = [parts("--cold"), parts("--mid"), parts("--hot")];
  updates[at].values.forEach((v, i) => {
    const share = Math.sqrt(Math.min(1, Math.abs(v || 0) / limits[kind]));
    const rgb = mix(mid, v < 0 ? cold : hot, share);
    image.data.set([rgb[0], rgb[1], rgb[2], 255], 4 * i);
  });
  context.putImageData(image, 0, 0);
}

function drawTime() {
  for (const move of cursors) move();
  data.kinds.forEach(drawMap);
}
function drawAll() {
  cursors.length = 0;
  drawHalting(); drawChanges(); data.kinds.forEach(drawTrajectory);
}

// The sections of each kind of state.
function makeSections() {
  const about = element("about");
  const section = (title, hint, node, isWide) => {
    const box = make("section", undefined, isWide ? "wide" : ""), line = make("p", undefined, "hint");
    line.id = hint;
    box.append(make("h2", title), line, node);
    about.before(box);
  };
  for (const kind of data.kinds) {
    const box = make("div");
    box.id = "trajectory-" + kind;
    section("Trajectory of " + kind, "variance-" + kind, box, false);
  }
  for (const kind of data.kinds) {
    const map = make("canvas");
    map.id = "map-" + kind;
    map.setAttribute("role", "img");
    map.setAttribute("aria-label", kind + ", positions by features");
    section("Values of " + kind, "hint-" + kind, map, true);
  }
}
element("question").textContent = data.question;
if (data.run > 0) {
  element("run").hidden = false;
  element("run").textContent = `run #${data.run}` + (data.remark ? `; ${data.remark}` : "");
}
document.title = data.question.slice(0, 60) + " - trm run";
for (const [name, value] of data.model) {
  const pair = make("div");
  pair.append(make("dt", name), make("dd", value));
  element("model").append(pair);
}
element("note").textContent = data.note;
makeSections(); makeLens(); paintLens(); addListeners(); drawAll();
go(Number((location.hash.match(/^#(\d+)$/) || [0, newest(data.kinds[0], updates.length - 1)])[1]));
