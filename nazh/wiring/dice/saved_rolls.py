"""Wires saved rolls and characters."""

from __future__ import annotations

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.adapters.inbound.discord.dice.saving.characters import (
    character_group,
    forget_character_command,
    list_command,
    new_command,
    set_command,
    switch_command,
)
from nazh.adapters.inbound.discord.dice.saving.saved_autocomplete import (
    character_autocomplete,
    name_autocomplete,
    number_autocomplete,
)
from nazh.adapters.inbound.discord.dice.saving.saved_messages import (
    BORROW,
    CHOSEN,
    DROP,
    KEEP,
    PAGE,
    SHARE,
    USE,
)
from nazh.adapters.inbound.discord.dice.saving.saved_rolls import (
    chosen_menu,
    drop_button,
    forget_command,
    page_button,
    save_command,
    saved_command,
)
from nazh.adapters.inbound.discord.dice.saving.shared_rolls import (
    borrow_button,
    borrow_form,
    keep_button,
    share_button,
    use_button,
    use_form,
)
from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.forget_character import ForgetCharacter
from nazh.application.dice.saving.forget_saved import ForgetSaved
from nazh.application.dice.saving.list_saved import ListSaved
from nazh.application.dice.saving.make_character import MakeCharacter
from nazh.application.dice.saving.save_roll import SaveRoll
from nazh.application.dice.saving.save_shared import SaveShared
from nazh.application.dice.saving.set_number import SetNumber
from nazh.application.dice.saving.switch_character import SwitchCharacter
from nazh.application.shared.debounce import Debouncer


class SavedRollsContainer(containers.DeclarativeContainer):
    """The use cases of saved rolls and characters, and their handlers."""

    saved_roll_store: providers.Dependency[SavedRollStore] = providers.Dependency()
    roll_responder: providers.Dependency[RollResponder] = providers.Dependency(
        instance_of=RollResponder
    )
    guild_contexts: providers.Dependency[GuildContexts] = providers.Dependency(
        instance_of=GuildContexts
    )
    debouncer: providers.Dependency[Debouncer] = providers.Dependency()

    save_roll = providers.Factory(SaveRoll, saved_roll_store)
    list_saved = providers.Factory(ListSaved, saved_roll_store)
    forget_saved = providers.Factory(ForgetSaved, saved_roll_store)
    save_shared = providers.Factory(SaveShared, saved_roll_store)
    make_character = providers.Factory(MakeCharacter, saved_roll_store)
    set_number = providers.Factory(SetNumber, saved_roll_store)
    switch_character = providers.Factory(SwitchCharacter, saved_roll_store)
    forget_character = providers.Factory(ForgetCharacter, saved_roll_store)

    names = providers.Singleton(name_autocomplete, list_saved)
    numbers = providers.Singleton(number_autocomplete, list_saved)
    characters = providers.Singleton(character_autocomplete, list_saved)
    save = providers.Singleton(save_command, save_roll, guild_contexts)
    saved = providers.Singleton(saved_command, list_saved, names)
    forget = providers.Singleton(forget_command, forget_saved, guild_contexts, names)
    character = providers.Singleton(
        character_group,
        providers.Singleton(new_command, make_character),
        providers.Singleton(set_command, set_number, numbers),
        providers.Singleton(switch_command, switch_character, characters),
        providers.Singleton(list_command, list_saved),
        providers.Singleton(forget_character_command, forget_character, characters),
    )
    buttons = providers.Dict(
        {
            PAGE: providers.Singleton(page_button, list_saved),
            CHOSEN: providers.Singleton(chosen_menu, list_saved),
            DROP: providers.Singleton(drop_button, forget_saved, guild_contexts),
            USE: providers.Singleton(use_button, list_saved, roll_responder, debouncer),
            SHARE: providers.Singleton(share_button, list_saved, guild_contexts),
            KEEP: providers.Singleton(keep_button, save_shared),
            BORROW: providers.Singleton(borrow_button, roll_responder, debouncer),
        }
    )
    forms = providers.Dict(
        {
            USE: providers.Singleton(use_form, roll_responder),
            BORROW: providers.Singleton(borrow_form, roll_responder),
        }
    )
