// The list of messages: drawn once, then only what changed; the keyboard walks through it.

import { $, announce, avatar, h } from "./dom.js";
import { components, embed, names, picture } from "./components.js";
import { markdown } from "./markdown.js";
import { openMenu } from "./popups.js";
import { act, connect, localized, onChange, state } from "./state.js";

const EPHEMERAL = 64, LOADING = 128, SUPPRESS_EMBEDS = 4, THREAD_CREATED = 18;
const drawn = new Map();
const list = $("messages");
const scroller = $("scroller");

onChange((changed) => {
  const wanted = ["order", "messages", "notices", "names", "here", "me"];
  if (!changed.edited?.length && !wanted.some((name) => name in changed)) return;
  if (changed.whole || changed.arrived?.some(isOwn) || (changed.notices ?? []).some((one) => !known.has(one.id))) following = true;
  known = new Set(state.notices.map((one) => one.id));
  if (changed.whole) drawn.clear();
  draw(new Set([...(changed.edited ?? []), ...(changed.names ? state.order : [])]));
  for (const id of changed.arrived ?? []) speak(state.messages.get(id));
  for (const notice of changed.notices ?? []) if (notice.failure) announce(notice.failure);
  follow();
});

// The end stays in view, unless the user has scrolled away from it. A message of their own, or a
// command, brings it back. Pictures and fonts may change the height at any time.
let following = true;
let known = new Set();

const follow = () => {
  if (following) scroller.scrollTop = scroller.scrollHeight;
};

scroller.addEventListener("scroll", () => {
  following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
});
const sizes = new ResizeObserver(follow);
sizes.observe(scroller);
sizes.observe(list);

function isOwn(id) {
  const message = state.messages.get(id);
  return (message?.interaction_metadata?.user ?? message?.author)?.id === state.me.id;
}

function speak(message) {
  if (!message || message.author.id === state.me.id) return;
  const item = drawn.get(message.id)?.item;
  announce(`${name(message.author)}: ${item?.querySelector(".body")?.innerText ?? ""}`);
}

const name = (user) => user.global_name ?? user.username;

function draw(edited) {
  const focus = whereFocusIs();
  const rows = [];
  let before = null;
  for (const id of state.order) {
    const message = state.messages.get(id);
    if (!message) continue;
    const notices = state.notices.filter((notice) => notice.message === id);
    const stamp = `${JSON.stringify(notices)} ${joins(before, message)}`;
    const old = drawn.get(id);
    if (!old || edited.has(id) || old.stamp !== stamp) drawn.set(id, { stamp, item: row(message, notices, joins(before, message)) });
    rows.push(drawn.get(id).item);
    before = message;
  }
  for (const notice of state.notices.filter((one) => one.message === null)) rows.push(lone(notice));
  for (const id of [...drawn.keys()]) if (!state.messages.has(id)) drawn.delete(id);
  show(rows);
  const stop = rows.find((one) => one.id === `m-${focus?.id}`) ?? rows.at(-1);
  if (stop) stop.tabIndex = 0;
  if (focus) restore(focus);
}

/** Show these rows. Only what changed is touched: laying all of them out again takes long. */
function show(rows) {
  const wanted = new Set(rows);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  rows.forEach((one, at) => list.children[at] === one || list.insertBefore(one, list.children[at] ?? null));
}

function joins(before, message) {
  return Boolean(
    before && (!message.interaction_metadata || message.interaction_metadata.original_response_message_id) && !(message.flags & EPHEMERAL) && !(before.flags & EPHEMERAL)
    && before.author.id === message.author.id && Date.parse(message.timestamp) - Date.parse(before.timestamp) < 300_000,
  );
}

function whereFocusIs() {
  const item = document.activeElement?.closest?.("#messages > li");
  if (!item) return null;
  return { id: item.id.slice(2), part: document.activeElement.dataset.part };
}

function restore({ id, part }) {
  const item = $(`m-${id}`);
  if (!item) return list.lastElementChild?.focus({ preventScroll: true });
  const control = part && [...item.querySelectorAll("[data-part]")].find((one) => one.dataset.part === part && !one.disabled);
  return (control || (part !== undefined || document.activeElement === document.body ? item : null))?.focus({ preventScroll: true });
}

function row(message, notices, joined) {
  const when = new Date(message.timestamp);
  const hidden = Boolean(message.flags & EPHEMERAL);
  const item = h("li", { id: `m-${message.id}`, class: `message ${joined ? "joined" : ""} ${hidden ? "ephemeral" : ""}`, tabindex: "-1" });
  if (message.type === THREAD_CREATED) return thread(item, message);
  const used = message.interaction_metadata;
  const replied = message.message_reference?.message_id;
  if (used?.name && !used.original_response_message_id) item.append(origin(used));
  else if (replied) item.append(reply(replied));
  const author = message.author;
  const bot = author.bot;
  item.append(
    avatar(name(author)),
    h(
      "div",
      { class: "head" },
      h("button", { type: "button", class: "name", "aria-haspopup": "menu", "aria-expanded": "false", "data-part": " name", onclick: (event) => userMenu(event.currentTarget, author) }, name(author)),
      bot ? h("span", { class: "tag" }, "APP") : null,
      h("time", { datetime: message.timestamp }, when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })),
    ),
    body(message, notices),
    tools(item, message),
  );
  item.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a")) return;
    event.preventDefault();
    messageMenu(item, message, event.clientX ? { x: event.clientX, y: event.clientY } : null);
  });
  return item;
}

/** The line that says who opened a thread, with the way into it. */
function thread(item, message) {
  item.append(h("div", { class: "body" }, h("strong", {}, name(message.author)), " started a thread: ", link(message.content, () => open(message.message_reference.channel_id))));
  return item;
}

const open = (channel) => Promise.resolve(connect(state.me.id, channel));

/** The line above a reply, also one to a button: the message that it answers, one click away. */
function reply(id) {
  const message = state.messages.get(id);
  if (!message) return h("div", { class: "origin" }, "Original message is not shown");
  const shown = drawn.get(id)?.item.querySelector(".body > .text, .title, .description, .display");
  // Headings and lines have no white space between them.
  const text = [...(shown?.childNodes ?? [])].map((one) => one.textContent).join(" ").replace(/\s+/g, " ");
  const go = () => {
    $(`m-${id}`)?.scrollIntoView({ block: "center" });
    $(`m-${id}`)?.focus({ preventScroll: true });
  };
  return h("div", { class: "origin" }, h("button", { type: "button", class: "replied", "aria-label": `Go to the message of ${name(message.author)} that this answers`, "data-part": " replied", onclick: go }, h("strong", {}, name(message.author)), ` ${text.slice(0, 120)}`));
}

function origin(used) {
  const slash = used.command_type === undefined || used.command_type === 1;
  return h("div", { class: "origin" }, h("strong", {}, name(used.user)), " used ", h("span", { class: "mention" }, `${slash ? "/" : ""}${used.name}`));
}

function body(message, notices) {
  const box = h("div", { class: "body" });
  if (message.flags & LOADING) box.append(h("div", { class: "thinking" }, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), `${name(message.author)} is thinking…`));
  if (message.content) box.append(...markdown(message.content, names()));
  if (message.edited_timestamp) box.append(h("span", { class: "edited" }, "(edited)"));
  const embeds = message.flags & SUPPRESS_EMBEDS ? [] : message.embeds;
  const use = {
    attached: (url, description) => {
      const one = message.attachments.find((each) => isPicture(each) && url === `attachment://${each.filename}`);
      return one && attachment(message, description ? { ...one, description } : one);
    },
    press: (part) => attempt(act("press", { message: message.id, part })),
    choose: (part, values) => attempt(act("choose", { message: message.id, part, values })),
    busy: (part) => notices.some((notice) => notice.part === part && !notice.failure),
  };
  // What an embed or a component shows is not shown twice.
  const within = (one) => JSON.stringify([embeds, message.components]).includes(JSON.stringify(`attachment://${one.filename}`));
  box.append(...message.attachments.filter((one) => !isPicture(one) || !within(one)).map((one) => attachment(message, one)));
  box.append(...embeds.map((one) => embed(one, use)));
  box.append(...components(message.components, use));
  for (const notice of notices) {
    if (notice.failure) box.append(h("div", { class: "failed" }, notice.failure, " ", link("Dismiss", () => act("dismiss", { id: notice.id }))));
    else if (!notice.part) box.append(h("div", { class: "subtext" }, `Sending ${notice.what}…`));
  }
  if (message.reactions?.length) box.append(h("div", { class: "reactions" }, message.reactions.map((one) => reaction(message, one))));
  if (message.thread) box.append(link(`${message.thread.name} ›`, () => open(message.thread.id)));
  if (message.flags & EPHEMERAL) {
    box.append(h("div", { class: "private" }, "Only you can see this • ", link("Dismiss message", () => act("dismiss", { id: message.id }))));
  }
  return box;
}

function link(label, run) {
  return h("button", { type: "button", class: "textlink", "data-part": ` ${label}`, onclick: () => attempt(run()) }, label);
}

/** One emoji with its count; pressing it adds one's own reaction, or takes it back. */
function reaction(message, { emoji, count }) {
  const mine = state.reacted?.[message.id]?.includes(emoji.name);
  return h("button", { type: "button", class: "reaction", "aria-pressed": String(Boolean(mine)), "aria-label": `${emoji.name}, ${count}`, "data-part": ` react ${emoji.name}`, onclick: () => attempt(act("react", { message: message.id, emoji: emoji.name })) }, `${emoji.name} ${count}`);
}

const isPicture = (one) => /\.(png|jpe?g|gif|webp)$/i.test(one.filename);

function attachment(message, one) {
  const query = new URLSearchParams({ user: state.me.id, channel: state.here.id });
  const url = `/client/files/${message.id}/${encodeURIComponent(one.filename)}?${query}`;
  if (isPicture(one)) return h("img", { class: "attached", src: url, alt: one.description || one.filename, width: one.width, height: one.height });
  return one.size ? h("div", { class: "file" }, h("a", { href: url, download: one.filename }, one.filename), ` ${one.size} bytes`) : picture(one.url, one.filename);
}

/** What was sent and is not a message yet, or never became one. */
function lone(notice) {
  const item = h("li", { class: "message notice", tabindex: "-1", id: `m-${notice.id}` });
  if (!notice.failure) item.append(h("div", { class: "body subtext" }, `Sending ${notice.what}…`));
  else item.append(h("div", { class: "body failed" }, h("strong", {}, notice.what), " ", notice.failure, " ", link("Dismiss", () => act("dismiss", { id: notice.id }))));
  return item;
}

function tools(item, message) {
  const more = h("button", { type: "button", class: "icon more", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": "Message actions", "data-part": " more" }, "⋯");
  more.addEventListener("click", () => messageMenu(more, message));
  return more;
}

function messageMenu(anchor, message, point = null) {
  const apps = state.commands.filter((command) => command.type === 3).map((command) => ({ label: localized(command), run: () => attempt(act("message-command", { command: command.name, message: message.id })) }));
  const text = $(`m-${message.id}`)?.querySelector(".body")?.innerText ?? "";
  const own = [{ label: "React with 👍", run: () => attempt(act("react", { message: message.id, emoji: "👍" })) }, { label: "Copy text", run: () => navigator.clipboard?.writeText(text) }];
  if (message.flags & EPHEMERAL) own.push({ label: "Dismiss message", danger: true, run: () => attempt(act("dismiss", { id: message.id })) });
  openMenu(anchor, "Message actions", [{ title: "Apps", items: apps }, { items: own }], point);
}

/** The context menu of a user, with app commands. */
export function userMenu(anchor, user) {
  const apps = state.commands.filter((command) => command.type === 2).map((command) => ({ label: localized(command), run: () => attempt(act("user-command", { command: command.name, target: user.id })) }));
  openMenu(anchor, `User ${name(user)}`, [{ title: "Apps", items: apps }, { items: [{ label: "Copy ID", run: () => navigator.clipboard?.writeText(user.id) }] }]);
}

export async function attempt(promise) {
  try {
    await promise;
  } catch (error) {
    announce(error.message);
    $("problem").textContent = error.message;
    $("problem").hidden = false;
  }
}

list.addEventListener("focusin", (event) => {
  const item = event.target.closest("#messages > li");
  for (const other of list.children) other.tabIndex = other === item ? 0 : -1;
});

list.addEventListener("keydown", (event) => {
  const item = event.target.closest("#messages > li");
  if (!item || event.defaultPrevented) return;
  if (event.target === item && ((event.shiftKey && event.key === "F10") || event.key === "ContextMenu" || event.key === "Enter")) {
    event.preventDefault();
    item.querySelector(".more")?.click();
  }
  const rows = [...list.children];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const to = event.key === "Home" ? rows[0] : event.key === "End" ? rows.at(-1) : step && rows[rows.indexOf(item) + step];
  if (to) {
    event.preventDefault();
    to.focus();
  } else if (event.key === "Escape") $("entry").focus();
});
