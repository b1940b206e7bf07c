"""Accepts the one callback per interaction, within three seconds."""

from localcord.errors import already_acknowledged, unknown_interaction
from localcord.json_codec import JsonObject
from localcord.rest import posting
from localcord.rest.calls import Call, Reply, Route, no_content, ok
from localcord.rules.callbacks import check_callback
from localcord.state.messages import EPHEMERAL, Message
from localcord.users.conversations import Conversation, InteractionKind, ResponseKind
from localcord.users.modals import Modal


def _conversation(call: Call) -> Conversation:
    conversation = call.world.conversation(call.number("interaction_id"))
    if conversation is None or conversation.token != call.params["interaction_token"]:
        raise unknown_interaction()
    return conversation


def callback(call: Call) -> Reply:
    world, conversation = call.world, _conversation(call)
    if conversation.answer is not None:
        raise already_acknowledged()
    if world.clock.waited(conversation.dispatched_at) > world.settings.answer_within:
        raise unknown_interaction()
    body = call.object()
    source_message = conversation.source.json if conversation.source else None
    answer = check_callback(call.errors, body, conversation.kind, source_message, bool(call.files))
    message = _act(call, conversation, answer, body.get("data") or {})
    conversation.answer = answer
    conversation.answered_at = world.clock.now()
    conversation.notify_observers()
    if not call.flag("with_response"):
        return no_content()
    return ok(_response(conversation, answer, message))


def _act(
    call: Call, conversation: Conversation, answer: ResponseKind, data: JsonObject
) -> Message | None:
    """Apply a response; return the message that it shows."""
    source = conversation.source
    match answer:
        case ResponseKind.MESSAGE:
            conversation.original = posting.post_response(call, conversation, data)
        case ResponseKind.DEFERRED_MESSAGE:
            flags = data.get("flags") or 0
            conversation.original = posting.thinking(call, conversation, flags)
        case ResponseKind.DEFERRED_UPDATE:
            conversation.original = source
            return None
        case ResponseKind.UPDATE:
            assert source is not None, "check_answer lets updates through for components only"
            conversation.original = posting.edit(call, source, data)
            conversation.updates += 1
        case ResponseKind.CHOICES:
            conversation.choices = list(data["choices"])
        case ResponseKind.MODAL:
            conversation.modal_shown = Modal(data, conversation.id)
    return conversation.original


def _response(
    conversation: Conversation, answer: ResponseKind, message: Message | None
) -> JsonObject:
    interaction: JsonObject = {
        "id": str(conversation.id),
        "type": int(conversation.kind),
        "channel_id": str(conversation.channel.id),
    }
    if conversation.channel.guild_id is not None:
        interaction["guild_id"] = str(conversation.channel.guild_id)
    if conversation.kind is InteractionKind.AUTOCOMPLETE or answer is ResponseKind.MODAL:
        return {"interaction": interaction}
    resource: JsonObject = {"type": int(answer)}
    if message is not None:
        interaction["response_message_id"] = str(message.id)
        interaction["response_message_loading"] = message.loading
        interaction["response_message_ephemeral"] = bool(message.flags & EPHEMERAL)
        resource["message"] = message.json
    return {"interaction": interaction, "resource": resource}


CALLBACK = Route(
    "POST",
    "/interactions/{interaction_id}/{interaction_token}/callback",
    callback,
    open=True,
    limited=False,
)
ROUTES = (CALLBACK,)
