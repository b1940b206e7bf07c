"""Shows the tutorial to a user, and records its completion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nazh.application.dominion.nations.look_at_nation import NationView, view_for
from nazh.application.dominion.ports import CompletedTutorials, Requester, World
from nazh.domain.dominion.errors.general import NoNation
from nazh.domain.dominion.tutorial import LAST_STEP, TutorialStep, seen_steps, step_to_show


@dataclass(frozen=True, slots=True)
class TutorialPage:
    """A step of the tutorial, and which steps the user has done as far as the game can tell.

    ``view`` is ``None`` in a server without a nation. ``is_completed`` says on the last page
    whether the user has ever completed the tutorial.
    """

    step: TutorialStep
    seen: Mapping[TutorialStep, bool]
    view: NationView | None
    is_completed: bool


@dataclass(frozen=True, slots=True)
class ShowTutorial:
    """Shows a step of the tutorial, by default the first one that is not done.

    The tutorial is completed by viewing the last page with all checked steps done.
    """

    world: World
    tutorials: CompletedTutorials

    async def __call__(self, requester: Requester, step: TutorialStep | None) -> TutorialPage:
        """Return the page, and record the visit of a citizen."""
        view: NationView | None
        try:
            view = await self.world.look(requester, lambda world: view_for(world, requester))
        except NoNation:
            view = None
        seen = seen_steps(*((None, None) if view is None else (view.nation, view.citizen)))
        shown = step_to_show(seen) if step is None else step
        is_completed = False
        if shown is LAST_STEP:
            is_completed = await self._complete(requester, has_done_all=all(seen.values()))
        return TutorialPage(shown, seen, view, is_completed)

    async def _complete(self, requester: Requester, *, has_done_all: bool) -> bool:
        """Record the completion of the tutorial; return whether the user has ever completed it."""
        if await self.tutorials.completed_at(requester.user) is not None:
            return True
        if has_done_all:
            await self.tutorials.complete(requester.user, requester.at)
        return has_done_all
