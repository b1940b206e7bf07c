"""The container of saved rolls and characters: use cases over the shelves, and who calls them."""

from __future__ import annotations

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.dice.characters import (
    character_group,
    forget_character_command,
    list_command,
    new_command,
    set_command,
    switch_command,
)
from nazh.adapters.inbound.discord.dice.houses import Houses
from nazh.adapters.inbound.discord.dice.rolling import Table
from nazh.adapters.inbound.discord.dice.saved_messages import (
    BORROW,
    CHOSEN,
    DROP,
    KEEP,
    PAGE,
    SHARE,
    USE,
)
from nazh.adapters.inbound.discord.dice.saved_suggestions import (
    character_autocomplete,
    name_autocomplete,
    number_autocomplete,
)
from nazh.adapters.inbound.discord.dice.saving import (
    chosen_menu,
    drop_button,
    forget_command,
    page_button,
    save_command,
    saved_command,
)
from nazh.adapters.inbound.discord.dice.sharing import (
    borrow_button,
    borrow_form,
    keep_button,
    share_button,
    use_button,
    use_form,
)
from nazh.adapters.inbound.discord.dice.taps import Taps
from nazh.adapters.inbound.discord.door import Door
from nazh.application.dice.forget_character import ForgetCharacter
from nazh.application.dice.forget_saved import ForgetSaved
from nazh.application.dice.keep_shared import KeepShared
from nazh.application.dice.list_saved import ListSaved
from nazh.application.dice.make_character import MakeCharacter
from nazh.application.dice.ports import SavedShelves
from nazh.application.dice.save_roll import SaveRoll
from nazh.application.dice.set_number import SetNumber
from nazh.application.dice.switch_character import SwitchCharacter


class SavingContainer(containers.DeclarativeContainer):
    """Who is given what."""

    shelves: providers.Dependency[SavedShelves] = providers.Dependency()
    table: providers.Dependency[Table] = providers.Dependency(instance_of=Table)
    houses: providers.Dependency[Houses] = providers.Dependency(instance_of=Houses)
    door: providers.Dependency[Door] = providers.Dependency(instance_of=Door)
    taps: providers.Dependency[Taps] = providers.Dependency()

    save_roll = providers.Factory(SaveRoll, shelves)
    list_saved = providers.Factory(ListSaved, shelves)
    forget_saved = providers.Factory(ForgetSaved, shelves)
    keep_shared = providers.Factory(KeepShared, shelves)
    make_character = providers.Factory(MakeCharacter, shelves)
    set_number = providers.Factory(SetNumber, shelves)
    switch_character = providers.Factory(SwitchCharacter, shelves)
    forget_character = providers.Factory(ForgetCharacter, shelves)

    names = providers.Singleton(name_autocomplete, list_saved, door)
    numbers = providers.Singleton(number_autocomplete, list_saved, door)
    characters = providers.Singleton(character_autocomplete, list_saved, door)
    save = providers.Singleton(save_command, save_roll, houses, door)
    saved = providers.Singleton(saved_command, list_saved, door, names)
    forget = providers.Singleton(forget_command, forget_saved, houses, door, names)
    character = providers.Singleton(
        character_group,
        providers.Singleton(new_command, make_character, door),
        providers.Singleton(set_command, set_number, door, numbers),
        providers.Singleton(switch_command, switch_character, door, characters),
        providers.Singleton(list_command, list_saved, door),
        providers.Singleton(forget_character_command, forget_character, door, characters),
    )
    buttons = providers.Dict(
        {
            PAGE: providers.Singleton(page_button, list_saved),
            CHOSEN: providers.Singleton(chosen_menu, list_saved),
            DROP: providers.Singleton(drop_button, forget_saved, houses),
            USE: providers.Singleton(use_button, list_saved, table, taps),
            SHARE: providers.Singleton(share_button, list_saved, houses),
            KEEP: providers.Singleton(keep_button, keep_shared),
            BORROW: providers.Singleton(borrow_button, table, taps),
        }
    )
    forms = providers.Dict(
        {
            USE: providers.Singleton(use_form, table),
            BORROW: providers.Singleton(borrow_form, table),
        }
    )
