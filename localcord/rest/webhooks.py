"""Serves follow-ups and edits through an interaction's token, for 15 minutes."""

from localcord.errors import invalid_webhook_token, unknown_message, unknown_webhook
from localcord.rest import posting
from localcord.rest.calls import Call, Reply, Route, no_content, ok
from localcord.rules.messages import FOLLOW_UP_FIELDS, check_edit, check_message
from localcord.state.messages import Message
from localcord.users.conversations import Conversation, ResponseKind


def conversation_of(call: Call) -> Conversation | None:
    """Return the conversation of a path, whatever its state."""
    return call.world.conversation_of_token(
        call.params.get("webhook_token") or call.params.get("interaction_token") or ""
    )


def _conversation(call: Call) -> Conversation:
    conversation, world = conversation_of(call), call.world
    if call.number("webhook_id") != world.application.id or conversation is None:
        raise unknown_webhook()
    if world.clock.waited(conversation.dispatched_at) > world.settings.token_lifetime:
        raise invalid_webhook_token()
    if conversation.answer is None:
        # Before the callback the webhook does not exist.
        raise unknown_webhook()
    return conversation


def _message(call: Call, conversation: Conversation) -> Message:
    wanted = call.params.get("message_id", "@original")
    if wanted == "@original":
        message = conversation.original
    else:
        known = [*conversation.follow_ups, conversation.original]
        message = next(
            (message for message in known if message and message.json["id"] == wanted), None
        )
    if message is None or message.deleted:
        raise unknown_message()
    return message


def follow_up(call: Call) -> Reply:
    conversation, body = _conversation(call), call.object()
    check_message(call.errors, body, FOLLOW_UP_FIELDS, has_files=bool(call.files))
    original = conversation.original
    if conversation.answer is ResponseKind.DEFERRED_MESSAGE and original and original.loading:
        # The first follow-up replaces "… is thinking" and keeps its visibility.
        posting.edit(call, original, body)
        conversation.notify_observers()
        return ok(original.json)
    message = posting.post_response(call, conversation, body, follows=original)
    conversation.follow_ups.append(message)
    conversation.notify_observers()
    return ok(message.json)


def read(call: Call) -> Reply:
    return ok(_message(call, _conversation(call)).json)


def edited(call: Call) -> Reply:
    conversation, body = _conversation(call), call.object()
    message = _message(call, conversation)
    check_edit(call.errors, body, message.json, has_files=bool(call.files))
    posting.edit(call, message, body)
    if message is conversation.original:
        conversation.updates += 1
    conversation.notify_observers()
    return ok(message.json)


def deleted(call: Call) -> Reply:
    conversation = _conversation(call)
    call.world.delete(_message(call, conversation))
    conversation.notify_observers()
    return no_content()


_BASE = "/webhooks/{webhook_id}/{webhook_token}"

ROUTES = (
    Route("POST", _BASE, follow_up, open=True),
    *(
        route
        for path in (_BASE + "/messages/@original", _BASE + "/messages/{message_id}")
        for route in (
            Route("GET", path, read, open=True),
            Route("PATCH", path, edited, open=True),
            Route("DELETE", path, deleted, open=True),
        )
    ),
)
