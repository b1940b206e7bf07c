// The tested bot on oceanic.js. Usage: DISCORD_TOKEN=… node bot_oceanic.cjs <api address>

const { Client } = require("oceanic.js");

const bot = new Client({
  auth: `Bot ${process.env.DISCORD_TOKEN}`,
  gateway: { intents: [] },
  rest: { baseURL: process.argv[2] },
});
const result = (description) => ({ embeds: [{ title: "Result", description }] });
const names = ["fireball", "firebolt", "frost"];
const controls = [
  { type: 1, components: [
    { type: 2, style: 1, label: "Roll again", customID: "again" },
    { type: 2, style: 2, label: "Add Plot Die", customID: "plot" },
  ] },
  { type: 1, components: [
    { type: 3, customID: "edge", options: [{ label: "Up", value: "u" }, { label: "Down", value: "d" }] },
  ] },
];
const form = {
  customID: "form",
  title: "Plot dice",
  components: [{ type: 1, components: [{ type: 4, customID: "count", label: "How many", style: 1 }] }],
};

bot.on("ready", () => bot.application.bulkEditGlobalCommands([
  { name: "roll", description: "Roll dice.", type: 1, options: [
    { type: 3, name: "pool", description: "What to roll", required: true, autocomplete: true },
    { type: 4, name: "count", description: "How often" },
  ] },
  { name: "slow", description: "Think first.", type: 1 },
]));
bot.on("error", (error) => console.error(error));

bot.on("interactionCreate", async (interaction) => {
  const { data } = interaction;
  if (interaction.isAutocompleteInteraction()) {
    const typed = data.options.getFocused(true).value;
    const found = names.filter((name) => name.includes(typed));
    await interaction.result(found.map((name) => ({ name, value: name })));
  } else if (interaction.isModalSubmitInteraction()) {
    await interaction.createMessage({ content: `${data.components.getTextInput("count")} plot dice` });
  } else if (data.customID === "again") {
    await interaction.editParent(result("rolled again"));
  } else if (data.customID === "plot") {
    await interaction.createModal(form);
  } else if (data.customID === "edge") {
    await interaction.createMessage({ content: `You chose ${data.values.raw[0]}.` });
  } else if (data.name === "slow") {
    await interaction.defer(64);
    await interaction.editOriginal({ content: "Done thinking." });
    await interaction.createFollowup({ content: "And more.", flags: 64 });
  } else {
    const pool = data.options.getString("pool", true);
    const count = data.options.getInteger("count") ?? 1;
    const files = [{ name: "rolls.txt", contents: Buffer.from("4, 3") }];
    await interaction.createMessage({ ...result(`${pool} x${count}`), components: controls, files });
  }
});

bot.connect();
