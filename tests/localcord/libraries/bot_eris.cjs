// The tested bot on eris. Usage: DISCORD_TOKEN=… node bot_eris.cjs <api address>

const http = require("node:http");
const https = require("node:https");
const api = new URL(process.argv[2]);
// eris speaks HTTPS only; loopback is served without TLS.
https.request = (options) => http.request({ ...options, host: api.hostname, port: api.port });
const Eris = require("eris");

// Without the intent for guilds eris cannot read an interaction from a guild.
const bot = new Eris(process.env.DISCORD_TOKEN, { intents: ["guilds"], rest: { baseURL: api.pathname } });
const result = (description) => ({ embeds: [{ title: "Result", description }] });
const names = ["fireball", "firebolt", "frost"];
const controls = [
  { type: 1, components: [
    { type: 2, style: 1, label: "Roll again", custom_id: "again" },
    { type: 2, style: 2, label: "Add Plot Die", custom_id: "plot" },
  ] },
  { type: 1, components: [
    { type: 3, custom_id: "edge", options: [{ label: "Up", value: "u" }, { label: "Down", value: "d" }] },
  ] },
];
const form = {
  custom_id: "form",
  title: "Plot dice",
  components: [{ type: 1, components: [{ type: 4, custom_id: "count", label: "How many", style: 1 }] }],
};

bot.on("ready", () => bot.bulkEditCommands([
  { name: "roll", description: "Roll dice.", type: 1, options: [
    { type: 3, name: "pool", description: "What to roll", required: true, autocomplete: true },
    { type: 4, name: "count", description: "How often" },
  ] },
  { name: "slow", description: "Think first.", type: 1 },
]));
bot.on("error", (error) => console.error(error));

bot.on("interactionCreate", async (interaction) => {
  const { data } = interaction;
  if (interaction instanceof Eris.AutocompleteInteraction) {
    const typed = data.options.find((option) => option.focused).value;
    const found = names.filter((name) => name.includes(typed));
    await interaction.result(found.map((name) => ({ name, value: name })));
  } else if (interaction instanceof Eris.ModalSubmitInteraction) {
    await interaction.createMessage(`${data.components[0].components[0].value} plot dice`);
  } else if (data.custom_id === "again") {
    await interaction.editParent(result("rolled again"));
  } else if (data.custom_id === "plot") {
    await interaction.createModal(form);
  } else if (data.custom_id === "edge") {
    await interaction.createMessage(`You chose ${data.values[0]}.`);
  } else if (data.name === "slow") {
    await interaction.defer(64);
    await interaction.editOriginalMessage("Done thinking.");
    await interaction.createFollowup({ content: "And more.", flags: 64 });
  } else {
    const [pool, count] = ["pool", "count"].map((name) => data.options.find((one) => one.name === name)?.value);
    const file = { name: "rolls.txt", file: Buffer.from("4, 3") };
    await interaction.createMessage({ ...result(`${pool} x${count ?? 1}`), components: controls }, [file]);
  }
});

bot.connect();
