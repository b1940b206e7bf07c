// Languages: the one a person reads, and the one that the guild prefers for what all see.

import { $, h } from "./dom.js";
import { act, onChange, state } from "./state.js";

const mine = $("language"), guilds = $("guild-language");

function choosing(select, name, current) {
  select.addEventListener("change", () =>
    act(name, { locale: select.value }).catch(() => {
      select.value = current();
    }),
  );
}

choosing(mine, "language", () => state.me.locale);
choosing(guilds, "guild-language", () => state.here.guild.locale);

onChange((changed) => {
  if (changed.languages) {
    for (const select of [mine, guilds]) {
      select.replaceChildren(...Object.entries(state.languages.names).map(([value, name]) => h("option", { value, lang: value }, name)));
    }
  }
  if (changed.languages || changed.me) {
    mine.value = state.me.locale;
    document.documentElement.dataset.locale = state.me.locale;
  }
  if (changed.languages || changed.here) {
    $("guild-language-label").hidden = !state.here.guild;
    guilds.value = state.here.guild?.locale ?? "";
    guilds.disabled = !state.here.managed;
    guilds.title = guilds.disabled ? "Only who may manage the server can change it." : "";
  }
});
