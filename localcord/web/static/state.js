// What the server has told: one view of one person in one channel, kept fresh by its events.

export const state = { messages: new Map(), order: [], notices: [], commands: [], people: [], names: {}, channels: {} };

/** The server's time in milliseconds, which may be faster than real time. */
export function now() {
  const { speed, began } = state.clock ?? { speed: 1, began: 0 };
  return Date.now() + (Date.now() - began * 1000) * (speed - 1);
}

const listeners = [];
let source = null;
let fresh = true;

export function onChange(listener) {
  listeners.push(listener);
}

function tell(changed) {
  for (const listener of listeners) listener(changed);
}

/** Open the stream of a person in a channel; without names the server chooses the first. */
export function connect(user = null, channel = null) {
  source?.close();
  const query = new URLSearchParams();
  if (user) query.set("user", user);
  if (channel) query.set("channel", channel);
  source = new EventSource(`/client/events?${query}`);
  const mine = source;
  source.onopen = () => {
    fresh = true;
    tell({ online: true });
  };
  source.onerror = () => {
    tell({ online: false });
    // Unknown to this server, which was started anew: begin anew, too.
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => mine === source && connect(), 1000);
  };
  source.onmessage = (event) => receive(JSON.parse(event.data));
}

function receive(view) {
  const whole = fresh;
  const before = new Set(state.order);
  if (fresh) {
    state.messages.clear();
    fresh = false;
  }
  const { messages = [], ...sections } = view;
  for (const message of messages) state.messages.set(message.id, message);
  Object.assign(state, sections);
  if (sections.order) {
    const kept = new Set(sections.order);
    for (const id of [...state.messages.keys()]) if (!kept.has(id)) state.messages.delete(id);
  }
  if (sections.me || sections.here) {
    sessionStorage.setItem("place", JSON.stringify({ user: state.me.id, channel: state.here.id }));
  }
  const edited = messages.map((message) => message.id);
  const arrived = whole ? [] : edited.filter((id) => !before.has(id));
  tell({ ...sections, whole, edited, arrived });
}

/** Where this tab was before it was reloaded. */
export function lastPlace() {
  try {
    return JSON.parse(sessionStorage.getItem("place")) ?? {};
  } catch {
    return {};
  }
}

/** Do something as the person of this tab. Throws an Error with the server's sentence. */
export async function act(name, fields = {}) {
  let response;
  try {
    response = await fetch(`/client/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Localcord": "client" },
      body: JSON.stringify({ user: state.me?.id, channel: state.here?.id, ...fields }),
    });
  } catch {
    throw new Error("The server cannot be reached.");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The server answered ${response.status}.`);
  return answer;
}

/** The name of a command, an option or a choice in the person's language, as Discord finds it. */
export function localized(thing, key = "name") {
  const translations = thing[`${key}_localizations`] ?? {};
  const locale = state.me?.locale;
  return translations[locale] ?? translations[state.languages?.fallbacks[locale]] ?? thing[key];
}
