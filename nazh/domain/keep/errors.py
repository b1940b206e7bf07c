"""Defines the refusals of Keep, one class for each reason."""

from __future__ import annotations

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class OnlyServerManagers(Refusal):
    """A command that requires the Manage Server permission."""

    code = "only_server_managers"
    says = N_("You need the Manage Server permission to do that.")
    remedy = N_("Ask an administrator of this server.")


class NoSuchServer(Refusal):
    """A name that does not belong to any game server of the guild."""

    code = "no_such_game_server"
    says = N_("There is no game server with this name that you can use.")
    remedy = N_(
        "Choose one that is offered while you type, or ask somebody with the Manage Server "
        "permission for access."
    )

    @classmethod
    def any_more(cls) -> NoSuchServer:
        """Return the refusal for a game server that was removed after it was chosen."""
        return cls(
            N_("This game server has been removed or changed in the meantime."),
            hint=N_("/server status shows those that you can use."),
        )


class InvalidServerName(Refusal):
    """A name that a game server cannot have."""

    code = "invalid_game_server_name"
    says = N_(
        "The name of a game server must have 1 to {most} characters, without markup or emoji."
    )
    remedy = N_("Try a name like Island 1.")


class ServerNameTaken(Refusal):
    """A name that another game server of the guild already has."""

    code = "game_server_name_taken"
    says = N_("There is already a game server with this name.")
    remedy = N_("Choose another name, or remove the other one with /server remove.")


class TooManyServers(Refusal):
    """More game servers than a guild may have."""

    code = "too_many_game_servers"
    says = N_("A Discord server can have at most {most} game servers.")
    remedy = N_("Remove one with /server remove.")


class InvalidHost(Refusal):
    """A text that is neither a host name nor an IP address."""

    code = "invalid_host"
    says = N_("The address must be a host name or an IP address, without a port.")
    remedy = N_("Try an address like play.example.org.")


class InvalidPort(Refusal):
    """A text that is not an allowed port."""

    code = "invalid_port"
    says = N_("The port must be a number from {least} to {most}.")
    remedy = N_("Use the console port from the game server's configuration.")


class InvalidPassword(Refusal):
    """A password that is empty, too long, or cannot be sent by any protocol."""

    code = "invalid_password"
    says = N_("The password must have 1 to {most} characters and no line breaks.")
    remedy = N_(
        "Copy it from the game server's configuration. If it is longer there, choose a shorter one."
    )


class PasswordNeeded(Refusal):
    """A change of the address or port without the password."""

    code = "password_needed"
    says = N_("To change the address or the port, enter the password as well.")
    remedy = N_("I never send a stored password to another address.")


class PasswordLost(Refusal):
    """A stored password that can no longer be decrypted."""

    code = "password_lost"
    says = N_(
        "The stored password of {name} can no longer be read, because the bot's key has changed."
    )
    remedy = N_("Enter it again with /server password.")


class MayNotRun(Refusal):
    """A console command that the user's roles do not allow."""

    code = "may_not_run"
    says = N_("Your roles don't allow the command {verb} on {name}.")
    remedy = N_(
        "Somebody with the Manage Server permission can give one of your roles the level {level} "
        "with /server access."
    )


class ReplyGone(Refusal):
    """A reply that is no longer stored."""

    code = "reply_gone"
    says = N_("I keep long replies for 15 minutes only.")
    remedy = N_("Run the command again.")


class ChainedCommand(Refusal):
    """Several commands in one line."""

    code = "chained_command"
    says = N_("In this game, {sign} separates commands, and only one can be run at a time.")
    remedy = N_("Run them one after another, or leave out the sign.")


class NothingToSay(Refusal):
    """A line that is empty after it was cleaned for the game."""

    code = "nothing_to_say"
    says = N_("None of this can be shown in the game.")
    remedy = N_("Write letters or digits.")


class NoBroadcasts(Refusal):
    """A game without a command for messages to all players."""

    code = "no_broadcasts"
    says = N_("{game} has no command for messages to all players.")
    remedy = N_("Use /bridge say.")


class NoSaving(Refusal):
    """A game without a command that saves its state."""

    code = "no_saving"
    says = N_("{game} has no command that saves the game.")
    remedy = N_("There is nothing to save in this game.")


class AlreadyConfirmed(Refusal):
    """A confirmation that was already used."""

    code = "already_confirmed"
    says = N_("You have already confirmed this command. It won't be run twice.")
    remedy = N_("Look at its reply, or run it again with /console run.")


class RunMeanwhile(Refusal):
    """A command that was run while its user was asked to confirm it."""

    code = "run_meanwhile"
    says = N_(
        "This command was run on {name} {when}, while you were confirming it. It wasn't run twice."
    )
    remedy = N_("To run it once more, use /console run again.")


class ChatNotHeard(Refusal):
    """A game whose chat cannot be read over its console."""

    code = "chat_not_heard"
    says = N_("The chat of {game} can't be read over its console.")
    remedy = N_("Use /bridge say to talk to its players.")


class CannotPost(Refusal):
    """A channel that the bot may not write in."""

    code = "cannot_post"
    says = N_("I can't write in this channel.")
    remedy = N_(
        "Give me the permissions View Channel and Send Messages there (in a thread, Send Messages "
        "in Threads), and try again."
    )


class ThreadLocked(Refusal):
    """A thread in which only moderators can write."""

    code = "thread_locked"
    says = N_("This thread is locked, so I can't write in it.")
    remedy = N_("Unlock it, or choose another channel.")


class NoBridge(Refusal):
    """A game server without a bridge."""

    code = "no_bridge"
    says = N_("The chat of {name} isn't shown anywhere.")
    remedy = N_("Choose a channel for it with /bridge link.")


class BridgePaused(Refusal):
    """A bridge that a manager has paused."""

    code = "bridge_paused"
    says = N_("The bridge of {name} is paused.")
    remedy = N_("Somebody with the Manage Server permission can end that with /bridge resume.")


class Muted(Refusal):
    """A user whose messages are not relayed to the games."""

    code = "muted"
    says = N_("You are muted: your messages don't reach the games.")
    remedy = N_("Somebody with the Manage Server permission can end that with /bridge unmute.")


class TooManyMuted(Refusal):
    """More muted users than a guild may have."""

    code = "too_many_muted"
    says = N_("At most {most} users can be muted.")
    remedy = N_("Take away their permission to write in the channel instead.")


class TooManyMessages(Refusal):
    """A message of a user over the rate limit."""

    code = "too_many_messages"
    says = N_("You can send {most} messages in {seconds} seconds. This one wasn't sent.")
    remedy = N_("Wait {seconds} seconds, and send it again.")


class NoSuchPlayer(Refusal):
    """A name or id that does not belong to any player of a game server visible to the user."""

    code = "no_such_player"
    says = N_("I don't know a player with this name or id.")
    remedy = N_(
        "Choose one that is offered while you type. I only know players of ARK servers whose log I "
        "read, and show those of servers that your roles have access to."
    )
