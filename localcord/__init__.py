"""Simulates Discord for testing any bot, with gateway, REST API and programmable users."""

from localcord.errors import (
    CannotSee,
    CannotSign,
    CannotUse,
    EndpointRefused,
    LocalcordError,
    NoSuchAnswer,
    NotAnswered,
)
from localcord.rest.request_log import RecordedRequest
from localcord.server import Server
from localcord.settings import Settings
from localcord.state.channels import Channel
from localcord.state.component_trees import Button, Select
from localcord.state.guilds import Guild
from localcord.state.members import Role
from localcord.state.messages import Message
from localcord.users.channel_users import ChannelUser
from localcord.users.conversations import Conversation, ResponseKind
from localcord.users.modals import Modal, ModalInput
from localcord.users.people import Person

__all__ = [
    "Button",
    "CannotSee",
    "CannotSign",
    "CannotUse",
    "Channel",
    "ChannelUser",
    "Conversation",
    "EndpointRefused",
    "Guild",
    "LocalcordError",
    "Message",
    "Modal",
    "ModalInput",
    "NoSuchAnswer",
    "NotAnswered",
    "Person",
    "RecordedRequest",
    "ResponseKind",
    "Role",
    "Select",
    "Server",
    "Settings",
]
