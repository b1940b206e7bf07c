// Discord's markdown as elements.

import { h, outside } from "./dom.js";
import { now } from "./state.js";

const INLINE = new RegExp(
  [
    String.raw`\\(?<escaped>[^\w\s])`,
    String.raw`(?<tick>\x60+)(?<code>[\s\S]*?[^\x60])\k<tick>(?!\x60)`,
    String.raw`\|\|(?<spoiler>[\s\S]+?)\|\|`,
    String.raw`\*\*(?<bold>[\s\S]+?)\*\*(?!\*)`,
    String.raw`__(?<underline>[\s\S]+?)__(?!_)`,
    String.raw`~~(?<strike>[\s\S]+?)~~`,
    String.raw`\*(?![\s*])(?<italic>[\s\S]+?)(?<![\s*])\*(?!\*)`,
    String.raw`(?<!\w)_(?!_)(?<italic2>[^_]+)_(?!\w)`,
    String.raw`\[(?<label>[^\]\n]+)\]\(<?(?<link>https?:\/\/[^\s)>]+)>?(?: "[^"\n]*")?\)`,
    String.raw`<(?<quiet>https?:\/\/[^\s>]+)>`,
    String.raw`(?<url>https?:\/\/[^\s<>]*[^\s<>.,:;"')\]])`,
    String.raw`<@!?(?<user>\d+)>`,
    String.raw`<@&(?<role>\d+)>`,
    String.raw`<#(?<channel>\d+)>`,
    String.raw`<\/(?<command>[^:>]+):\d+>`,
    String.raw`<t:(?<time>-?\d{1,13})(?::(?<style>[tTdDfFRsS]))?>`,
    String.raw`<a?:(?<emoji>\w+):\d+>`,
    String.raw`(?<everyone>@everyone|@here)`,
  ].join("|"),
  "u",
);

/** Return the nodes of a text. `names` has users and channels by id. */
export function markdown(text, names) {
  const nodes = [];
  let rest = text;
  for (let block = CODE.exec(rest); block; block = CODE.exec(rest)) {
    nodes.push(...lines(rest.slice(0, block.index).replace(/\n$/, ""), names));
    nodes.push(h("pre", { tabindex: "0", "aria-label": "Code" }, h("code", {}, block[2].replace(/^\n|\n$/g, ""))));
    rest = rest.slice(block.index + block[0].length).replace(/^\n/, "");
  }
  nodes.push(...lines(rest, names));
  return nodes;
}

const CODE = /```(?:([\w+.-]+)\n)?([\s\S]+?)```/;

function lines(text, names) {
  if (text === "") return [];
  const nodes = [];
  const rows = text.split("\n");
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) nodes.push(h("div", { class: "text" }, inline(paragraph.join("\n"), names)));
    paragraph = [];
  };
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    const block = blockAt(rows, index, names);
    if (block) {
      flush();
      nodes.push(block.node);
      index = block.last;
    } else {
      paragraph.push(row);
    }
  }
  flush();
  return nodes;
}

function blockAt(rows, index, names) {
  const row = rows[index];
  const heading = /^(#{1,3}) +(\S.*)$/.exec(row);
  if (heading) {
    // The page has its own h1 and h2; a heading in a message is at most of the third level.
    const level = heading[1].length;
    return { node: h("div", { class: `h${level}`, role: "heading", "aria-level": level + 2 }, inline(heading[2], names)), last: index };
  }
  const subtext = /^-# +(\S.*)$/.exec(row);
  if (subtext) return { node: h("div", { class: "subtext" }, inline(subtext[1], names)), last: index };
  if (row.startsWith(">>> ")) {
    const rest = [row.slice(4), ...rows.slice(index + 1)].join("\n");
    return { node: h("blockquote", {}, lines(rest, names)), last: rows.length - 1 };
  }
  if (/^> /.test(row) || row === ">") return run(rows, index, /^>(?: |$)/, (found) => h("blockquote", {}, lines(found.map((one) => one.replace(/^> ?/, "")).join("\n"), names)));
  const bullet = /^ *(?:[-*]|\d+\.) +\S/;
  if (bullet.test(row)) return run(rows, index, bullet, (found) => list(found, names));
  return null;
}

function run(rows, first, pattern, make) {
  let last = first;
  while (last + 1 < rows.length && pattern.test(rows[last + 1])) last += 1;
  return { node: make(rows.slice(first, last + 1)), last };
}

function list(rows, names) {
  const ordered = /^ *\d/.test(rows[0]);
  const items = rows.map((row) => {
    const item = h("li", {}, inline(row.replace(/^ *(?:[-*]|\d+\.) +/, ""), names));
    if (/^ {2,}/.test(row)) item.className = "deeper";
    return item;
  });
  return ordered ? h("ol", { start: parseInt(rows[0], 10) || 1 }, items) : h("ul", {}, items);
}

/** Return the nodes of a text without blocks. */
export function inline(text, names) {
  const nodes = [];
  let rest = text;
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    nodes.push(rest.slice(0, found.index), token(found.groups, names));
    rest = rest.slice(found.index + found[0].length);
  }
  nodes.push(rest);
  return nodes.filter((node) => node !== "");
}

function token(part, names) {
  if (part.escaped !== undefined) return part.escaped;
  if (part.code !== undefined) return h("code", {}, part.code.trim() || part.code);
  if (part.spoiler !== undefined) return spoiler(inline(part.spoiler, names));
  if (part.bold !== undefined) return h("strong", {}, inline(part.bold, names));
  if (part.underline !== undefined) return h("u", {}, inline(part.underline, names));
  if (part.strike !== undefined) return h("s", {}, inline(part.strike, names));
  if (part.italic !== undefined) return h("em", {}, inline(part.italic, names));
  if (part.italic2 !== undefined) return h("em", {}, inline(part.italic2, names));
  if (part.link !== undefined) return outside(part.link, inline(part.label, names));
  if (part.quiet !== undefined) return outside(part.quiet, part.quiet);
  if (part.url !== undefined) return outside(part.url, part.url);
  if (part.user !== undefined) return mention(`@${names.users[part.user] ?? "unknown-user"}`);
  if (part.role !== undefined) return mention(`@${names.roles?.[part.role] ?? "everyone"}`);
  if (part.channel !== undefined) return mention(`#${names.channels[part.channel] ?? "unknown"}`);
  if (part.command !== undefined) return mention(`/${part.command}`);
  if (part.time !== undefined) return moment(Number(part.time), part.style ?? "f");
  if (part.emoji !== undefined) return `:${part.emoji}:`;
  return mention(part.everyone);
}

function mention(text) {
  return h("span", { class: "mention" }, text);
}

function spoiler(children) {
  const hidden = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler", "aria-expanded": "false" }, h("span", { class: "inner", "aria-hidden": "true" }, children));
  const reveal = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    if (hidden.classList.contains("open")) return;
    event.preventDefault();
    event.stopPropagation();
    hidden.classList.add("open");
    for (const name of ["role", "tabindex", "aria-label", "aria-expanded"]) hidden.removeAttribute(name);
    hidden.firstChild.removeAttribute("aria-hidden");
  };
  hidden.addEventListener("click", reveal);
  hidden.addEventListener("keydown", reveal);
  return hidden;
}

const STYLES = {
  t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" }, D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" }, F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" }, S: { dateStyle: "short", timeStyle: "medium" },
};

function moment(seconds, style) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return "Invalid date";
  if (style === "R") return h("time", { datetime: date.toISOString(), class: "mention relative" }, relative(date));
  const text = new Intl.DateTimeFormat(undefined, STYLES[style]).format(date);
  return h("time", { datetime: date.toISOString(), class: "mention" }, text);
}

// "in 3 minutes" goes on, as it does on Discord.
setInterval(() => {
  for (const one of document.querySelectorAll("time.relative")) {
    const text = relative(new Date(one.dateTime));
    if (one.textContent !== text) one.textContent = text;
  }
}, 1000);

function relative(date) {
  const seconds = Math.round((date.getTime() - now()) / 1000);
  const steps = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = steps.find(([, one]) => Math.abs(seconds) >= one) ?? steps.at(-1);
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}
