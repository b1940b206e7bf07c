"""A Discord on loopback: gateway, REST and programmable users for testing any bot."""

from localcord.component_trees import Button, Select
from localcord.conversations import Answer, Conversation
from localcord.errors import (
    CannotSee,
    CannotSign,
    CannotUse,
    EndpointRefused,
    LocalcordError,
    NoSuchAnswer,
    NotAnswered,
)
from localcord.guilds import Channel, Guild, Role
from localcord.messages import Message
from localcord.modals import Modal, ModalInput
from localcord.people import Person
from localcord.request_log import RecordedRequest
from localcord.seats import Seat
from localcord.server import Server
from localcord.settings import Settings

__all__ = [
    "Answer",
    "Button",
    "CannotSee",
    "CannotSign",
    "CannotUse",
    "Channel",
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
    "Role",
    "Seat",
    "Select",
    "Server",
    "Settings",
]
