"""Simulates Discord for testing any bot, with gateway, REST API and programmable users."""

from localcord.channel_users import ChannelUser
from localcord.channels import Channel
from localcord.component_trees import Button, Select
from localcord.conversations import Conversation, ResponseKind
from localcord.errors import (
    CannotSee,
    CannotSign,
    CannotUse,
    EndpointRefused,
    LocalcordError,
    NoSuchAnswer,
    NotAnswered,
)
from localcord.guilds import Guild
from localcord.members import Role
from localcord.messages import Message
from localcord.modals import Modal, ModalInput
from localcord.people import Person
from localcord.request_log import RecordedRequest
from localcord.server import Server
from localcord.settings import Settings

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
