"""The retro: the live session's screen with an agenda, a discussion by the clock, and actions."""

from collections.abc import Callable, Sequence

from okrtui.commands.keys import key_of
from okrtui.model.actions import Action
from okrtui.model.journal import Activity
from okrtui.model.live import Kind, Phase
from okrtui.screens.base.command_group import Meaning, Meanings
from okrtui.screens.live.live_screen import LiveScreen
from okrtui.screens.retro.actions import RetroActions
from okrtui.screens.retro.agenda import Agenda
from okrtui.screens.retro.cycle_review import CycleReview
from okrtui.screens.retro.discussion import Discussion
from okrtui.screens.retro.entry import RetroEntry
from okrtui.screens.retro.more_time import MoreTime
from okrtui.widgets.live.phase_layouts import PhaseLayout
from okrtui.widgets.retro.phase_layouts import AGENDA, RETRO


class RetroScreen(LiveScreen):
    """The live session's screen with a retro's phases."""

    where = "retro"
    kind = Kind.RETRO
    layouts = RETRO
    none = f"No retro runs now. {key_of('go.retros')} shows the retros, and {key_of('retros.start')} starts one there."
    first = {
        Phase.LOBBY: ("item", "edit", "leave out", "later", "longer", "ready", "present"),
        Phase.REVIEW: ("done", "keep", "drop", "action", "write", "decision", "park"),
        Phase.STAGE: ("fist to five", "ask", "write", "agenda"),
        Phase.SCORE: ("score", "close cycle", "write"),
        Phase.ITEM: ("write", "ask", "action", "agenda"),
        Phase.DISCUSS: ("write", "action", "more time", "park", "decision"),
        Phase.DECIDE: ("action", "decision", "agreement", "edit", "write"),
    }
    enter_does = {
        **dict.fromkeys((Phase.LOBBY, Phase.GATHER, Phase.ITEM, Phase.DECIDE), "rename"),
        **dict.fromkeys((Phase.REVIEW, Phase.STAGE, Phase.DISCUSS, Phase.CLOSED), "cards"),
        Phase.SCORE: "score",
    }
    entry: RetroEntry
    entry_class = RetroEntry

    def __init__(self) -> None:
        super().__init__()
        self.agenda, self.discussion = Agenda(self), Discussion(self)
        self.meanings = {**self.meanings, **self._meanings(RetroActions(self), CycleReview(self))}
        self._followed: int | None = None
        """The topic that the cursor was last brought to."""

    def _meanings(self, actions: RetroActions, review: CycleReview) -> Meanings:
        """Return what keys do to what the cursor stands on: the same deed, to a card, a note, an action or a step."""
        agenda, discussion = self.agenda, self.discussion
        self.groups = (*self.groups, agenda, MoreTime(self, self.polls), discussion, actions, review)

        def on(kind: str) -> Callable[[], bool]:
            return lambda: (self.row_key() or "").startswith(f"{kind} ")

        return {
            "rename": (
                Meaning(on("item"), agenda, "edit_item"),
                Meaning(on("note"), discussion, "edit_note"),
                Meaning(on("action"), actions, "edit"),
                Meaning(lambda: review.review() is not None, review, "score"),
            ),
            "park": (Meaning(on("note"), discussion, "park_note"), Meaning(lambda: True, discussion, "park_topic")),
            "cards": (
                Meaning(on("item"), agenda, "show_item"),
                Meaning(on("action"), actions, "show_action"),
                Meaning(on("note"), discussion, "show_note"),
                Meaning(on("kr"), review, "show_kr"),
                Meaning(discussion.takes_up, discussion, "take_up"),
                Meaning(lambda: self.grouping.group_here() is not None, discussion, "show_topic"),
            ),
            "next": (Meaning(discussion.topic_waits, discussion, "next_topic"),),
        }

    @property
    def layout_now(self) -> PhaseLayout | None:
        """The agenda where it is looked at, else what the step shows."""
        return AGENDA if self.agenda.is_open and self.state.phase not in (None, Phase.LOBBY) else super().layout_now

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """Actions and key results are on this screen, too."""
        return super().concerns(activities) or any(each.ref[:1] in ("A", "K", "O", "H") for each in activities)

    def action(self) -> Action | None:
        """Return the action under the cursor."""
        return self.state.action_at(self.row_key())

    def stand_on_action(self, ref: str) -> None:
        """Stay where the cursor is."""

    def entered(self) -> str:
        """Who leads changes a step of the agenda, others read it."""
        if self.agenda.item() is not None:
            return "cards" if self.state.not_leading() else "rename"
        return super().entered()

    def draw(self) -> None:
        """Show what is known, with the cursor on what is talked about."""
        super().draw()
        of = self.state.of
        topic = of.topic if of is not None and of.phase is Phase.DISCUSS else None
        if topic != self._followed and self.is_mounted:  # keys are for what is talked about
            self._followed = topic
            self.lists.left.move_to(f"group {topic}")
