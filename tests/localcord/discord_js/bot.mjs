// The same small bot as in bots.py, on discord.js: node bot.mjs <api address without version>.
// The token is read from the environment, as discord.js bots usually do.

import {
  ActionRowBuilder, ButtonBuilder, ButtonStyle, Client, EmbedBuilder, Events, GatewayIntentBits,
  MessageFlags, ModalBuilder, SlashCommandBuilder, TextInputBuilder, TextInputStyle,
} from "discord.js";

const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: process.argv[2] } });

const commands = [
  new SlashCommandBuilder().setName("roll").setDescription("Throw dice.")
    .addStringOption((option) => option.setName("pool1").setDescription("What to throw").setRequired(true)),
  new SlashCommandBuilder().setName("slow").setDescription("Think first."),
];

const result = (text) => ({ embeds: [new EmbedBuilder().setTitle("Result").setDescription(text)] });

const buttons = new ActionRowBuilder().addComponents(
  new ButtonBuilder().setCustomId("again").setLabel("Roll again").setStyle(ButtonStyle.Primary),
  new ButtonBuilder().setCustomId("plot").setLabel("Add Plot Die").setStyle(ButtonStyle.Secondary),
);

const form = new ModalBuilder().setCustomId("form").setTitle("Plot dice").addComponents(
  new ActionRowBuilder().addComponents(
    new TextInputBuilder().setCustomId("count").setLabel("How many").setStyle(TextInputStyle.Short),
  ),
);

client.once(Events.ClientReady, (ready) => ready.application.commands.set(commands));

client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isModalSubmit()) {
    await interaction.reply(`${interaction.fields.getTextInputValue("count")} plot dice`);
  } else if (interaction.isButton() && interaction.customId === "plot") {
    await interaction.showModal(form);
  } else if (interaction.isButton()) {
    await interaction.update(result("rolled again"));
  } else if (interaction.commandName === "slow") {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply("Done thinking.");
  } else {
    await interaction.reply({ ...result(interaction.options.getString("pool1")), components: [buttons] });
  }
});

process.on("SIGTERM", () => client.destroy().then(() => process.exit(0)));

await client.login(process.env.DISCORD_TOKEN);
