// The list of all entries, a hundred at a time: pages, what to show, and one entry by its number.

import { h } from "./dom.js";
import { writeTotals } from "./proving.js";

const PER_PAGE = 100;
const MAX_SHOWN_FACES = 40;
const NAMES = {
  opened: "Opened",
  joined: "Words added",
  rolled: "Roll",
  spoiled: "Came to nothing",
  plot_die_added: "Plot die added",
  closed: "Closed",
};

/** Return the section with the list; it begins with what fails, if anything does. */
export function entriesList(links) {
  const failing = links.filter((link) => link.faults.length > 0);
  const view = { links, failing, shown: links, page: 0 };
  const choice = h("select", { id: "which", onchange: () => choose(view, choice.value) }, options(view));
  const wanted = h("input", { id: "wanted", inputmode: "numeric", autocomplete: "off", size: "7" });
  const go = (event) => {
    event.preventDefault();
    goTo(view, wanted);
  };
  view.choice = choice;
  view.list = h("ol", { class: "entries" });
  view.where = h("p", { class: "where", role: "status", "aria-live": "polite" });
  view.back = h("button", { type: "button", onclick: () => turn(view, -1) }, "Earlier");
  view.on = h("button", { type: "button", onclick: () => turn(view, 1) }, "Later");
  draw(view);
  return h(
    "section",
    { "aria-labelledby": "entries-heading" },
    h("h2", { id: "entries-heading" }, "All entries"),
    h(
      "div",
      { class: "tools" },
      h("div", {}, h("label", { for: "which" }, "Show"), choice),
      h("form", { onsubmit: go }, h("label", { for: "wanted" }, "Go to entry"), wanted, h("button", {}, "Go")),
    ),
    view.where,
    view.list,
    h("nav", { class: "pages", "aria-label": "Pages of entries" }, view.back, view.on),
  );
}

function options({ links, failing }) {
  const players = new Set(links.map((link) => link.entry?.player).filter((player) => player !== undefined));
  const numbers = [...players].sort((a, b) => a - b).slice(0, 200);
  return [
    h("option", { value: "all" }, `All ${links.length}`),
    failing.length > 0 ? h("option", { value: "failing" }, `What fails: ${failing.length}`) : null,
    numbers.map((number) => h("option", { value: number }, `Player ${number}`)),
  ];
}

function choose(view, which) {
  if (which === "all") view.shown = view.links;
  else if (which === "failing") view.shown = view.failing;
  else view.shown = view.links.filter((link) => link.entry?.player === Number(which));
  view.page = 0;
  draw(view);
}

function turn(view, by) {
  view.page += by;
  draw(view);
  view.list.scrollIntoView({ block: "nearest" });
  // The button that was pressed may have gone.
  if (view.back.disabled) view.on.focus();
  else if (view.on.disabled) view.back.focus();
}

function goTo(view, wanted) {
  const number = Number.parseInt(wanted.value, 10);
  const place = view.links.findIndex((link) => (link.entry?.n ?? link.line) === number);
  if (place < 0) {
    view.where.textContent = `There is no entry ${wanted.value.slice(0, 12)}.`;
    return;
  }
  view.choice.value = "all";
  view.shown = view.links;
  view.page = Math.floor(place / PER_PAGE);
  draw(view);
  const item = view.list.children[place % PER_PAGE];
  item.focus();
  item.scrollIntoView({ block: "center" });
}

function draw(view) {
  const first = view.page * PER_PAGE;
  const part = view.shown.slice(first, first + PER_PAGE);
  view.list.replaceChildren(...part.map(item));
  view.where.textContent = `${first + 1} to ${first + part.length} of ${view.shown.length}`;
  view.back.disabled = view.page === 0;
  view.on.disabled = first + PER_PAGE >= view.shown.length;
}

/** Return what the chat shows of an entry, to be compared. */
export function markOf({ entry, line, digest }) {
  return `Proof ${entry?.n ?? line} · ${digest.slice(0, 8)}`;
}

/** Return one entry as an item of a list, with what is wrong with it. */
export function item({ entry, line, digest, faults }) {
  const fails = faults.length > 0;
  const number = entry === null ? `Line ${line + 1}` : `${entry.n}`;
  const name = entry === null ? "No receipt" : NAMES[entry.kind];
  return h(
    "li",
    { class: fails ? "fails" : null, tabindex: "-1", "data-line": line + 1 },
    h(
      "p",
      { class: "head" },
      h("span", { class: "number" }, number),
      h("strong", {}, name),
      entry?.player ? h("span", {}, `Player ${entry.player}`) : null,
      h("span", { class: "verdict" }, fails ? "✗ fails" : "✓"),
      fails ? null : h("span", { class: "unseen" }, "nothing wrong"),
    ),
    entry === null ? null : story(entry),
    fails ? h("ul", { class: "faults" }, faults.map((fault) => h("li", {}, fault))) : null,
    h("p", { class: "small" }, entry === null ? null : `${when(entry.at)} · `, markOf({ entry, line, digest })),
  );
}

function story(entry) {
  if ("faces" in entry) {
    const more = entry.faces.length > MAX_SHOWN_FACES ? ` … (${entry.faces.length} dice)` : "";
    const where = entry.kind === "rolled" ? `rules ${entry.ruleset}` : `beside entry ${entry.of}`;
    return [
      h("p", {}, h("code", {}, entry.notation), " → ", h("strong", {}, writeTotals(entry.totals))),
      h("p", { class: "small" }, `Faces ${entry.faces.slice(0, MAX_SHOWN_FACES).join(", ")}${more} · ${where}`),
    ];
  }
  if (entry.kind === "spoiled") return h("p", {}, h("code", {}, entry.notation), " divided by zero");
  const [key] = ["commitment", "words", "secret"].filter((each) => each in entry);
  return h("p", { class: "small" }, `${key} `, h("code", {}, entry[key]));
}

/** Return an instant as a reader writes it, in coordinated universal time. */
export function when(at) {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}
