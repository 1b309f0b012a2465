"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const updates = data.updates;
const element = id => document.getElementById(id);
const make = (name, text, kind) => {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (kind) node.className = kind;
  return node;
};
let now = 0, timer = null;

// Colors come from the style sheet, so that charts follow the theme.
const role = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const parts = name => role(name).split(" ").map(Number);
const mix = (a, b, share) => a.map((v, i) => Math.round(v + (b[i] - v) * share));
const shade = p => {
  const rgb = mix(parts("--low"), parts("--high"), p);
  const light = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
  return {back: `rgb(${rgb})`, ink: light > 140 ? "#14161a" : "#ffffff"};
};
const paint = (cell, p) => {
  const color = shade(p);
  cell.style.background = color.back;
  cell.style.color = color.ink;
};
const shown = text => text.trim() === "" ? "\u00b7" : text;
const percent = p => p >= 0.9995 ? "100%" : (100 * p).toFixed(1) + "%";
const digits = x => x === 0 ? "0" : Number(x.toPrecision(3)).toString();

const name = update => update.state + (update.patched ? " patched" : "");

// The class that colors a kind of state.
const color = kind => kind === "y" ? "y" : "z";

// The index of the last update of `kind` up to `at`; -1 if there is none.
const newest = (kind, at) => {
  for (let i = at; i >= 0; i--) if (updates[i].kind === kind) return i;
  return -1;
};
const before = (kind, at) => newest(kind, at - 1);

function showAnswer() {
  const at = newest(data.kinds[0], now), box = element("answer");
  box.textContent = "";
  box.style.setProperty("--across", data.gridWidth || data.count);
  const marked = new Set(data.marks.flatMap(mark => mark.positions));
  const last = at < 0 ? -1 : before(data.kinds[0], at);
  for (let i = 0; i < data.count; i++) {
    const cell = make("span", at < 0 ? "" : shown(updates[at].characters[i]));
    paint(cell, at < 0 ? 0 : updates[at].p[i]);
    if (marked.has(i)) cell.classList.add("mark");
    if (last >= 0 && now === at && updates[last].tokens[i] !== updates[at].tokens[i]) {
      cell.classList.add("new");
    }
    cell.title = at < 0 ? "no answer yet" : `position ${data.first + i}: ${percent(updates[at].p[i])}`;
    box.append(cell);
  }
  box.setAttribute("aria-label", at < 0 ? "no answer yet" : `answer ${updates[at].answer}`);
  const verdict = element("verdict");
  verdict.textContent = "";
  if (at < 0) { verdict.append(`no answer yet: ${data.kinds[0]} hasn't been updated`); return; }
  const right = updates[at].correct;
  verdict.append(make("strong", updates[at].answer || "(empty)"));
  if (right !== null) verdict.append(make("span", right ? "  right" : "  wrong", right ? "good" : "bad"));
  const marks = data.marks.filter(mark => mark.positions.length).map(mark => mark.name).join(", ");
  verdict.append(`  with probability ${percent(updates[at].p.reduce((a, b) => a * b, 1))}, from `
    + name(updates[at]) + (marks ? `; underlined: ${marks}` : ""));
}

function makeLens() {
  const table = element("lens"), head = make("thead"), row = make("tr");
  row.append(make("th", "state"));
  for (let i = 1; i <= data.count; i++) row.append(make("th", data.first + i - 1));
  row.append(make("th", "p"));
  head.append(row);
  if (data.right) {
    const right = make("tr");
    right.append(make("th", "correct"));
    for (const text of data.right) right.append(make("th", shown(text), "good"));
    right.append(make("th"));
    head.append(right);
  }
  const body = make("tbody");
  updates.forEach((update, index) => {
    const line = make("tr", undefined, color(update.kind));
    line.tabIndex = -1;
    line.hidden = update.tokens.every(token => token < 0);
    line.append(make("th", name(update)));
    update.characters.forEach((text, i) => {
      const cell = make("td", shown(text));
      cell.title = `position ${data.first + i}: ${percent(update.p[i])}`;
      line.append(cell);
    });
    line.append(make("td", percent(update.p.reduce((a, b) => a * b, 1)), "p"));
    line.addEventListener("click", () => go(index));
    body.append(line);
  });
  table.append(head, body);
  if (data.count <= 10) element("readouts").className = "tall";
  element("legend").append("p 0", make("i"), "1");
}
function paintLens() {
  [...element("lens").tBodies[0].rows].forEach((row, index) => {
    updates[index].p.forEach((p, i) => paint(row.cells[i + 1], p));
  });
}
function markLens() {
  const box = element("lens").parentElement, rows = element("lens").tBodies[0].rows;
  [...rows].forEach((row, index) => {
    row.className = color(updates[index].kind) + " "
      + (index === now ? "now" : index < now ? "past" : "future");
  });
  if (rows[now].hidden) return;
  const row = rows[now], head = element("lens").tHead.offsetHeight;
  if (row.offsetTop < box.scrollTop + head) box.scrollTop = row.offsetTop - head;
  const foot = row.offsetTop + row.offsetHeight;
  if (foot > box.scrollTop + box.clientHeight) box.scrollTop = foot - box.clientHeight;
}

function go(index) {
  now = Math.max(0, Math.min(updates.length - 1, index));
  element("time").value = now;
  element("time").setAttribute("aria-valuetext", name(updates[now]));
  element("moment").textContent =
    `${name(updates[now])}, step ${updates[now].step} of ${data.steps}`;
  showAnswer(); markLens(); drawTime();
}
function stop() {
  clearInterval(timer); timer = null;
  element("play").textContent = "Play";
  element("play").setAttribute("aria-pressed", "false");
}
function play() {
  if (timer) { stop(); return; }
  if (now === updates.length - 1) go(0);
  const pause = Math.max(60, Math.min(600, 20000 / updates.length));
  timer = setInterval(() => now === updates.length - 1 ? stop() : go(now + 1), pause);
  element("play").textContent = "Pause";
  element("play").setAttribute("aria-pressed", "true");
}
function addListeners() {
  element("time").max = updates.length - 1;
  element("time").addEventListener("input", event => { stop(); go(Number(event.target.value)); });
  element("play").addEventListener("click", play);
  element("back").addEventListener("click", () => { stop(); go(now - 1); });
  element("next").addEventListener("click", () => { stop(); go(now + 1); });
  element("theme").addEventListener("click", () => {
    const dark = role("--page") === "#14161a";
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    paintLens(); drawAll(); go(now);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change",
    () => { paintLens(); drawAll(); go(now); });
  document.addEventListener("keydown", event => {
    const typed = event.target.tagName;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const targets = {ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: updates.length - 1};
    if (event.key === " " && typed !== "BUTTON") { event.preventDefault(); play(); }
    else if (event.key in targets && typed !== "INPUT") {
      event.preventDefault(); stop(); go(targets[event.key]);
    }
  });
}
