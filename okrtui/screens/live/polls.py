"""Questions to the room: any with a scale, and the digits that answer them."""

from collections.abc import Callable
from functools import partial

from okrtui.commands.keys import BACK, key_of
from okrtui.errors import Busy, Refused
from okrtui.model.live import Kind, Phase, Poll, PollKind
from okrtui.rituals.context import Context
from okrtui.rituals.live import polls
from okrtui.rules.live.polls import (
    CALLED,
    LONGEST_WORD,
    OWN,
    READY,
    SCALES,
    given_as,
    mine,
    question,
    up,
)
from okrtui.rules.live.promises import BY_NAME
from okrtui.screens.live.live_group import LiveGroup, LiveRoom
from okrtui.screens.live.state import LiveState
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.live.poll_line import ANSWERS, Asked, how

ELSEWHERE = {0: "cases", 1: "week", 2: "okrs", 3: "checkin", 4: "heroes", 5: "ideas"}
"""The screens that digits go to where nothing is asked."""
MORE = f"{ANSWERS[1]} is for more time, {ANSWERS[0]} for the next topic"
ASKED_BY_NAME = ("mood", "icebreaker", "roti", "radar")
CHANGES = "it can be changed until the answers are shown"


class Polls(LiveGroup):
    """Asking, answering, showing the answers."""

    def __init__(self, screen: LiveRoom, line: Callable[[], Asked | None] = lambda: None) -> None:
        super().__init__(screen)
        self._line, self._told_of = line, 0
        screen.delay.kept_by.append(self.take_up)
        for number in range(6):
            setattr(self, f"do_answer_{number}", partial(self.answer, number))
            setattr(self, f"why_not_answer_{number}", partial(self.why_not_answer, number))

    @property
    def poll(self) -> Poll | None:
        """The newest question to the room; one about a topic that is no longer up is over."""
        poll, of = up(self.state.view.polls) if self.state.view else None, self.state.of
        if poll is not None and poll.kind is PollKind.MORE and of is not None:
            return poll if of.phase is Phase.DISCUSS and poll.group == of.topic else None
        return poll

    @property
    def _open(self) -> Poll | None:
        """The question that waits for answers."""
        poll = self.poll
        return poll if poll is not None and poll.open and self.state.closed() is None else None

    def draw(self, *, typing: bool) -> None:
        """Show what is asked, and tell of it once; digits answer only while no line has the keys."""
        line = self._line()
        if line is None:
            return
        asked, poll, of = self.state.asked_now(), self.poll, self.state.of
        here = self.state.phase is Phase.STAGE or (bool(asked) and of is not None and asked[-1].item == of.step_id)
        first = f"{BACK}, then " if typing else ""
        does = f"{first}{how(asked[-1].kind)}" if asked else ""
        line.tell(() if here and of is not None and of.kind is Kind.RETRO else asked, self.screen.with_keys(does))
        if of is None or poll is None or not poll.open or poll.id == self._told_of:
            return
        told, self._told_of = self._told_of, poll.id
        if poll.radar is not None and told in {each.id for each in asked}:
            return  # of many at once one is told of once
        if of.facilitator == self.screen.host.login:
            self.screen.show_message(f"the room is asked; {key_of('.fist')} shows the answers", "done")
        else:
            kept = "" if of.anonymous else f"; {BY_NAME}"
            self.screen.show_message(f"you are asked: {first}{how(poll.kind)}{kept}")

    def why_not_fist(self) -> str | None:
        """Only who leads asks."""
        return self.state.not_leading() or self.state.not_now("ask")

    why_not_ask = why_not_fist

    async def do_fist(self) -> None:
        """Ask the room how it is; again to show the answers of what is asked, all at once."""
        poll = self.poll
        if poll is not None and poll.open and poll.kind is not PollKind.MORE:
            await self.screen.delay.settled(self.session, partial(self.screen.change, polls.show, self.ref))
        else:
            await self.screen.change(polls.ask, self.ref, PollKind.FIST)
            self._say_asked(PollKind.FIST)

    async def do_ask(self) -> None:
        """Ask for the question and its scale, or for one that has a name."""
        ref, key = self.ref, self.screen.row_key()
        about = self.state.action_at(key) or self.state.note_at(key)
        own = [(kind.value, CALLED[kind]) for kind in OWN]
        named = [(name, f"{name}: {READY[name][1] or CALLED[READY[name][0]]}") for name in self._asked_by_name()]

        def save(ctx: Context, values: Values) -> Poll:
            kind, text = READY.get(values["scale"]) or (PollKind(values["scale"]), "")
            return polls.ask(ctx, ref, kind, values["question"] or text)

        fields = [
            Field(
                "question",
                "Question",
                value=about.text if about else "",
                replaced=True,
                help="empty for one that has a name",
            ),
            Field("scale", "Answers", "choice", PollKind.YES_NO.value, (*own, *named), help="which answers there are"),
        ]
        if saved := await self.screen.fill("Ask the room", fields, save, draft=f"{self.screen.where}.ask"):
            self._say_asked(saved.made.kind)

    def _asked_by_name(self) -> list[str]:
        retros = self.session.kind is Kind.RETRO
        return [name for name in ASKED_BY_NAME if retros or READY[name][0] not in polls.RETROS]

    def _say_asked(self, kind: PollKind) -> None:
        said = f"asked: everybody answers ({how(kind)}); {key_of('.fist')} shows the answers"
        self.screen.show_message(said, "done")

    def why_not_answer(self, number: int) -> str | None:
        """Return why a number answers nothing now; while nothing is asked it does what it does everywhere."""
        poll = self._open
        if poll is None:
            return None
        if poll.kind is PollKind.MORE:
            return None if number in SCALES[poll.kind] else MORE
        answers = SCALES[poll.kind] or {1: ""}
        return None if number in answers else f"you are asked “{question(poll)}”: {how(poll.kind)}"

    async def answer(self, number: int) -> None:
        """Answer the question that is open, or do what the number does everywhere."""
        poll = self._open
        if poll is None:
            self.screen.host.go(ELSEWHERE[number])
            return
        given = str(number)
        if poll.kind is PollKind.WORD:
            help = f"up to {LONGEST_WORD} characters; shown with those of others, never with your name"

            def check(ctx: Context, word: str) -> None:
                given_as(poll.kind, word)

            given = await self.screen.ask_line(question(poll), "Your word", mine(poll), check, help=help) or ""
            if not given:
                return
        if self.session.anonymous:
            waits = poll.id in self.state.answers
            self.state.answers[poll.id] = given
            self.screen.delay.keep(self._draft, self.state.answers)
            self.screen.draw()
            if not waits:
                self._hand_in_soon(poll.id)
            return
        made = await self.screen.change(polls.answer, self.ref, given, poll.id)
        self.screen.show_message(self._said(made), "done")

    def _said(self, made: Poll) -> str:
        """Return what follows an answer: the next question of many, or that it can be changed."""
        then = self._open
        if then is not None and then.mine is None:
            return f"“{mine(made)}”; next: {question(then)}"
        return f"your answer is {mine(made)}; {CHANGES}"

    # ---- answers that wait for those of others ---------------------------------------------

    @property
    def _draft(self) -> str:
        return f"answers.{self.session.key}"

    def take_up(self) -> None:
        """Let answers go in that waited when okrtui was left."""
        if self._open is not None and self.session.anonymous and not self.state.answers:
            self.state.answers = self.screen.delay.kept(self._draft)
            for poll_id in self.state.answers:
                self._hand_in_soon(poll_id)

    def _hand_in_soon(self, poll_id: int) -> None:
        self.screen.run_worker(self._hand_in(self.state, self.ref, self._draft, poll_id), group="answers")

    async def _hand_in(self, state: LiveState, ref: str, draft: str, poll_id: int) -> None:
        """Give the last answer to a question with those of others, by itself: what came at once would be of one."""
        while poll_id in state.answers:
            await self.screen.delay.turn(state.of)
            given = state.answers[poll_id]
            try:
                made = await self.screen.ask(polls.answer, ref, given, poll_id)
                said, kind = f"your answer is {mine(made)}; {CHANGES}", "done"
            except Busy as busy:
                self.screen.show_message(f"{busy}; your answer waits still", "warn")
                continue
            except Refused as refusal:
                said, kind = f"your answer came too late: {refusal}", "error"
            if state.answers[poll_id] == given:
                del state.answers[poll_id]
            self.screen.delay.keep(draft, state.answers)
            await self.screen.reload()
            self.screen.show_message(said, kind)
