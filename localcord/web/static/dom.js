// Small helpers to build the page. Text is always text: nothing here parses HTML.

export const $ = (id) => document.getElementById(id);

/** Make an element: h("button", {class: "x", "aria-label": "y", onclick: f}, "text", child). */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** A round picture made of the first letter of a name. */
export function avatar(name, size = "") {
  let hash = 0;
  for (const letter of name) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  const hue = (hash * 137) % 360;
  const circle = h("span", { class: `avatar ${size}`, "aria-hidden": "true" }, [...name][0] ?? "?");
  circle.style.setProperty("--hue", hue);
  return circle;
}

export function colour(number) {
  return `#${Number(number).toString(16).padStart(6, "0")}`;
}

/** A safe address of a link, or null: only these schemes ever become an href. */
export function address(url) {
  try {
    const parsed = new URL(url);
    return ["https:", "http:", "discord:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

export function outside(url, ...children) {
  const href = address(url);
  if (href === null) return h("span", {}, ...children);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** Say something to screen readers. */
export function announce(text) {
  const line = h("p", {}, text);
  $("live").append(line);
  while ($("live").children.length > 20) $("live").firstChild.remove();
}
