// Things that open over the page: menus, and lists to choose from. Arrows move, Esc closes.

import { h } from "./dom.js";

let closeOpen = null;

/** Close whatever is open. */
export function closePopup() {
  closeOpen?.();
}

function open(anchor, element, { point = null, onclose = () => {} } = {}) {
  closePopup();
  (anchor.closest("dialog") ?? document.body).append(element);
  anchor.setAttribute("aria-expanded", "true");
  place(element, point ?? anchor.getBoundingClientRect());
  const outsideClick = (event) => {
    if (!element.contains(event.target) && !anchor.contains(event.target)) close(false);
  };
  const close = (refocus = true) => {
    if (closeOpen !== close) return;
    closeOpen = null;
    document.removeEventListener("pointerdown", outsideClick, true);
    window.removeEventListener("resize", close);
    element.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (refocus) anchor.focus();
    onclose();
  };
  closeOpen = close;
  document.addEventListener("pointerdown", outsideClick, true);
  window.addEventListener("resize", close);
  return close;
}

function place(element, at) {
  const { width, height } = element.getBoundingClientRect();
  const below = (at.bottom ?? at.y) + 4;
  const above = (at.top ?? at.y) - height - 4;
  const top = below + height < innerHeight || above < 0 ? below : above;
  element.style.left = `${Math.max(8, Math.min(at.left ?? at.x, innerWidth - width - 8))}px`;
  element.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
}

function roving(items, event) {
  const now = items.indexOf(document.activeElement);
  const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    items[(next + items.length) % items.length]?.focus();
  } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
    const wanted = event.key.toLowerCase();
    const order = [...items.slice(now + 1), ...items.slice(0, now + 1)];
    order.find((item) => item.textContent.trim().toLowerCase().startsWith(wanted))?.focus();
  }
}

/** Open a menu. Groups are {title, items: [{label, checked, danger, detail, run}]}. */
export function openMenu(anchor, label, groups, point = null) {
  const items = [];
  const menu = h("div", { class: "popup menu", role: "menu", "aria-label": label });
  for (const group of groups.filter((one) => one.items.length)) {
    const rows = group.items.map((item) => {
      const radio = item.checked !== undefined;
      const row = h(
        "button",
        { type: "button", class: `row ${item.danger ? "danger" : ""}`, tabindex: "-1", role: radio ? "menuitemradio" : "menuitem", "aria-checked": radio ? String(item.checked) : null },
        item.icon ?? null,
        h("span", { class: "grow" }, item.label, item.detail ? h("small", {}, item.detail) : null),
        radio && item.checked ? h("span", { "aria-hidden": "true" }, "✓") : null,
      );
      row.addEventListener("click", () => {
        close();
        item.run();
      });
      items.push(row);
      return row;
    });
    menu.append(h("div", { role: "group", "aria-label": group.title ?? label }, group.title ? h("div", { class: "title", role: "presentation" }, group.title) : null, rows));
  }
  const close = open(anchor, menu, { point });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else roving(items, event);
  });
  (items.find((item) => item.getAttribute("aria-checked") === "true") ?? items[0])?.focus();
}

/** Open a list to choose one value from, or several. Options are {label, value, description, icon}. */
export function openList(anchor, { label, options, chosen, most = 1, least = 1, ondone }) {
  const picked = new Set(chosen);
  const many = most > 1 || least === 0;
  const id = `list-${Math.random().toString(36).slice(2)}`;
  const list = h("div", { id, role: "listbox", "aria-label": label, "aria-multiselectable": many ? "true" : null });
  let changed = false;
  const rows = options.map((option) => {
    const row = h(
      "div",
      { class: "row", role: "option", tabindex: "-1", "aria-selected": String(picked.has(option.value)) },
      option.icon ?? null,
      h("span", { class: "grow" }, option.label, option.description ? h("small", {}, option.description) : null),
      h("span", { class: "mark", "aria-hidden": "true" }),
    );
    row.addEventListener("click", () => choose(option, row));
    return row;
  });
  list.append(...rows);
  const frame = h("div", { class: "popup list" }, list);
  const finish = () => {
    if (changed && picked.size >= least) ondone([...picked]);
  };
  const done = many ? h("button", { type: "button", class: "button primary small" }, "Done") : null;
  if (done) frame.append(h("div", { class: "foot" }, done));
  const close = open(anchor, frame, { onclose: () => many && finish() });
  done?.addEventListener("click", () => close());

  function choose(option, row) {
    changed = true;
    if (!many) {
      picked.clear();
      picked.add(option.value);
      close();
      finish();
    } else {
      if (picked.has(option.value)) picked.delete(option.value);
      else if (picked.size < most) picked.add(option.value);
      row.setAttribute("aria-selected", String(picked.has(option.value)));
    }
  }

  frame.addEventListener("keydown", (event) => {
    const at = rows.indexOf(document.activeElement);
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      changed = false;
      close();
    } else if (at >= 0 && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      choose(options[at], rows[at]);
    } else if (event.key === "Tab" && (!done || document.activeElement === done)) {
      event.preventDefault();
      close();
    } else if (document.activeElement !== done || event.key.startsWith("Arrow")) roving(rows, event);
  });
  (rows.find((row) => row.getAttribute("aria-selected") === "true") ?? rows[0])?.focus();
}
