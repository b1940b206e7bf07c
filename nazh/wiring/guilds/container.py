"""Wires settings, privacy, help and membership, which every context shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.guilds import privacy, settings_messages
from nazh.adapters.inbound.discord.guilds.help import (
    PAGE,
    HelpPage,
    HelpPages,
    help_command,
    page_menu,
)
from nazh.adapters.inbound.discord.guilds.settings import (
    anyway_button,
    cancel_button,
    changes_button,
    choice_menu,
    reset_button,
    setting_menu,
    settings_command,
)
from nazh.adapters.inbound.texts import guilds as texts
from nazh.adapters.inbound.texts.guilds.guild_settings import (
    Offers,
    SettingOffer,
    guild_offers,
    in_order,
)
from nazh.adapters.inbound.texts.guilds.privacy import OwnData, guild_own_data
from nazh.application.guilds.change_settings import ChangeSettings
from nazh.application.guilds.forget_guilds import ForgetGuilds
from nazh.application.guilds.forget_user import ForgetUser
from nazh.application.guilds.ports import GuildRecords, PersonalData
from nazh.application.guilds.prune_guilds import PERIOD, PruneGuilds
from nazh.application.guilds.show_settings import ShowSettings
from nazh.application.shared.jobs import Job, Scope
from nazh.domain.kernel.identity import UserId
from nazh.wiring.context import Context


def _own_data_of(
    records: GuildRecords, others: Sequence[OwnData], disabled: privacy.OwnDataOf
) -> privacy.OwnDataOf:
    enabled = (guild_own_data(records), *others)

    async def own_data_of(user: UserId) -> Sequence[OwnData]:
        return *enabled, *(await disabled(user))

    return own_data_of


def _all_offers(others: Sequence[SettingOffer], operator_days: int) -> Offers:
    return in_order((*others, *guild_offers(operator_days)))


class GuildsContainer(containers.DeclarativeContainer):
    """Settings, privacy, help and membership, fed by the manifests of the other contexts."""

    platform = providers.DependenciesContainer()
    personal_data: providers.Dependency[Sequence[PersonalData]] = providers.Dependency()
    disabled_own_data: providers.Dependency[privacy.OwnDataOf] = providers.Dependency()
    help_pages: providers.Dependency[Sequence[Mapping[str, HelpPage]]] = providers.Dependency()
    others_own_data: providers.Dependency[Sequence[OwnData]] = providers.Dependency()
    guild_settings: providers.Dependency[Sequence[SettingOffer]] = providers.Dependency()

    settings = platform.settings
    guilds = platform.guild_store
    cached_settings = platform.settings_of
    clock = platform.clock

    retention_days = settings.provided.guilds.retention_days
    offers = providers.Singleton(_all_offers, guild_settings, retention_days)
    show_settings = providers.Factory(ShowSettings, guilds)
    change_settings = providers.Factory(ChangeSettings, guilds, cached_settings, clock)
    own_data = providers.Singleton(_own_data_of, guilds, others_own_data, disabled_own_data)
    forget_user = providers.Factory(ForgetUser, personal_data, guilds)
    forget_guilds = providers.Factory(ForgetGuilds, guilds, personal_data, guilds, retention_days)
    prune_guilds = providers.Factory(PruneGuilds, guilds, personal_data, clock, retention_days)

    pages = providers.Singleton(HelpPages, help_pages, cached_settings)
    help_command = providers.Singleton(help_command, pages)
    guild_settings_command = providers.Singleton(settings_command, show_settings, offers)
    privacy_command = providers.Singleton(
        privacy.privacy_command, cached_settings, retention_days, own_data
    )
    buttons = providers.Dict(
        {
            settings_messages.SETTING: providers.Singleton(setting_menu, show_settings, offers),
            settings_messages.CHOICE: providers.Singleton(
                choice_menu, change_settings, show_settings, platform.channel_readers, offers
            ),
            settings_messages.ANYWAY: providers.Singleton(anyway_button, change_settings, offers),
            settings_messages.CANCEL: providers.Singleton(cancel_button, show_settings, offers),
            settings_messages.RESET: providers.Singleton(reset_button, change_settings, offers),
            settings_messages.CHANGES: providers.Singleton(changes_button, show_settings, offers),
            privacy.OWN_DATA: providers.Singleton(privacy.export_button, own_data),
            privacy.FORGET: providers.Singleton(privacy.confirm_button, own_data),
            privacy.SURE: providers.Singleton(privacy.forget_button, forget_user),
            privacy.KEEP: providers.Object(privacy.cancel),
            PAGE: providers.Singleton(page_menu, pages),
        }
    )
    context = providers.Singleton(
        Context,
        name="guilds",
        texts=texts.__name__,
        commands=providers.List(help_command, guild_settings_command, privacy_command),
        components=buttons,
        jobs=providers.List(
            providers.Factory(Job, "prune_guilds", PERIOD, prune_guilds, Scope.CLUSTER, PERIOD)
        ),
    )
