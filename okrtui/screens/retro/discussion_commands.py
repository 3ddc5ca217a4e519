"""Talking in a retro: topics by the clock, notes, questions to the room, actions, agreements, scores."""

from typing import TYPE_CHECKING

from textual.content import Content

from okrtui.model.actions import Action, ActionStep
from okrtui.model.live import Group, Phase
from okrtui.model.retro import KrReview, Note, NoteKind, Poll, PollKind, TopicState, Verdict
from okrtui.rules.live import phases
from okrtui.screens.actions.commands import ActionDeeds, read_ground
from okrtui.screens.live.live_base import LiveBase
from okrtui.text import clean, fit
from okrtui.widgets.actions.fields import action_fields
from okrtui.widgets.drawing.marks import QUIET
from okrtui.widgets.forms.fields import Field, Values, parse_number
from okrtui.widgets.live.rows import cards_read
from okrtui.widgets.retro.rows import notes_read

if TYPE_CHECKING:  # rituals bring peewee, which first paint does not wait for
    from datetime import date, tzinfo

    from okrtui.rituals.context import Context

VERDICTS = (("", "–"), ("keep", "keep it"), ("change", "change it"), ("stop", "stop it"))


def read_history(ctx: "Context", ref: str) -> "tuple[tuple[ActionStep, ...], tzinfo, date]":
    """Return everything that happened to an action, the workspace's timezone, and today."""
    from okrtui.rituals.actions import actions

    return actions.history(ctx, ref), ctx.zone, ctx.today


def make_action(ctx: "Context", values: Values, source: str, topic: str) -> Action:
    """Make an action of what the form says, out of a session. Raises Refused for a day that is none."""
    from okrtui.rituals.actions import actions

    more = {"source": source, "topic": topic, "dri": values["dri"], "works": values["works"]}
    return actions.add(ctx, values["text"], due=actions.day(values["due"]), **more)


class Talk(ActionDeeds, LiveBase):
    """Commands on the note, action, topic or key result under the cursor."""

    # ---- what is under the cursor ----------------------------------------------------------

    def note_here(self) -> Note | None:
        """Return the note under the cursor."""
        return self.state.note_at(self.row_key())

    def action(self) -> Action | None:
        """Return the action under the cursor."""
        return self.state.action_at(self.row_key())

    def review_here(self) -> KrReview | None:
        """Return the key result under the cursor, in the retro of a cycle's end."""
        return self.state.review_at(self.row_key())

    @property
    def poll(self) -> Poll | None:
        """The newest question to the room; one about a topic that is no longer up is over."""
        poll, of = self.state.retro.poll if self.state.retro else None, self.state.of
        if poll is not None and poll.kind is PollKind.MORE and of is not None:
            return poll if of.phase is Phase.DISCUSS and poll.group == of.topic else None
        return poll

    # ---- topics ----------------------------------------------------------------------------

    def topic_waits(self) -> bool:
        """Tell whether a topic is still to be talked about, or one is up."""
        retro, of = self.state.retro, self.state.of
        if retro is None or of is None or of.phase is not Phase.DISCUSS:
            return False
        return of.topic is not None or any(each.state is TopicState.WAITING for each in retro.topics)

    async def next_topic(self, group: int | None = None) -> None:
        """Go on to the next topic, or to a group."""
        from okrtui.rituals.retro import discussion

        if self.state.of is not None:
            await self.try_change(discussion.next_topic, self.state.of.ref, group)

    # ---- done, keep, drop ------------------------------------------------------------------

    def moved(self, ref: str) -> None:
        """Stay where the cursor is."""

    def why_not_done(self) -> str | None:
        """There must be an open action or a note."""
        if self.note_here() is not None:
            return self.state.not_now("note")
        return self.state.no_session() or super().why_not_done()

    async def do_done(self) -> None:
        """The action is done; the note is a decision, or no longer one."""
        note = self.note_here()
        if note is None:
            await super().do_done()
        else:
            await self._mark(note, NoteKind.NOTE if note.kind is NoteKind.DECISION else NoteKind.DECISION)

    async def _mark(self, note: Note, kind: NoteKind) -> None:
        from okrtui.rituals.retro import discussion

        if self.state.of is not None:
            await self.try_change(discussion.mark_note, self.state.of.ref, note.id, kind)

    def why_not_keep(self) -> str | None:
        """There must be an open action, a note, or a topic that who leads parks."""
        if self.note_here() is not None:
            return self.state.not_now("note")
        if self.action() is None and self.state.phase is Phase.DISCUSS:
            return self.state.not_leading() or (None if self.topic_waits() else "every topic was discussed")
        return self.state.no_session() or super().why_not_done()

    async def do_keep(self) -> None:
        """The action stays open; the note or topic goes to the parking lot."""
        from okrtui.rituals.retro import discussion

        note, of = self.note_here(), self.state.of
        if self.action() is not None:
            await super().do_keep()
        elif note is not None:
            await self._mark(note, NoteKind.NOTE if note.kind is NoteKind.PARKED else NoteKind.PARKED)
        elif of is not None:
            here = self.group_here()
            if await self.try_change(discussion.park_topic, of.ref, here.id if here else None):
                self.show_message("parked; u takes it back", "done")

    def why_not_drop(self) -> str | None:
        """There must be an open action."""
        return self.state.no_session() or super().why_not_done()

    # ---- actions and agreements ------------------------------------------------------------

    async def act(self) -> None:
        """Make an action of the note under the cursor, or of what the person writes."""
        note, of, retro = self.note_here(), self.state.of, self.state.retro
        if of is None or retro is None:
            return
        group = note.group if note is not None else of.topic if of.phase is Phase.DISCUSS else None
        topic = next((each.group.name for each in retro.topics if each.group.id == group), "")
        logins, _, due = await self.ask(read_ground)
        made: list[Action] = []

        async def save(values: Values) -> None:
            made.append(await self.ask(make_action, values, of.ref, topic))

        fields = action_fields({"text": note.text if note else "", "dri": self.host.login, "due": due}, logins)
        context = [f"about “{fit(clean(topic), 60, pad=False)}”"] if topic else []
        draft = f"retro.action.{of.id}{f'.{note.id}' if note is not None else ''}"
        if await self.fill("An action", fields, save, draft=draft, context=context) is not None and made:
            self.show_message(f"{made[-1].ref}: {clean(made[-1].dri)} by {made[-1].due}; u takes it back", "done")

    def show_topic(self, group: Group) -> None:
        """Show the cards of a topic whole, and what was noted and decided about it."""
        from okrtui.widgets.forms.reader import Reader

        retro = self.state.retro
        notes = [note for note in retro.notes if note.group == group.id] if retro else []
        made = [each for each in retro.actions if each.topic == group.name] if retro else []
        lines = cards_read(group)
        if notes or made:
            lines += [Content(), Content.styled("Notes", "bold"), *notes_read(notes)]
            lines += [Content.assemble("○ ", clean(each.text), (f"  {clean(each.dri)}", QUIET)) for each in made]
        self.app.push_screen(Reader(group.name, lines))

    async def show_action(self, found: Action) -> None:
        """Show an action whole, with its history."""
        from okrtui.widgets.actions.rows import reading
        from okrtui.widgets.forms.reader import Reader

        steps, zone, today = await self.ask(read_history, found.ref)
        self.app.push_screen(Reader(found.ref, reading(found, steps, zone, today)))

    def why_not_agree(self) -> str | None:
        """There must be a retro that runs."""
        return self.state.closed()

    async def do_agree(self) -> None:
        """Make a working agreement."""
        from okrtui.rituals.retro import discussion

        note, of = self.note_here(), self.state.of
        if of is None:
            return

        async def save(words: str) -> None:
            await self.ask(discussion.agree, words, of.ref)

        proposed = note.text if note else ""
        if await self.ask_line("A working agreement", "We agree", proposed, draft="retro.agree", save=save):
            self.show_message("agreed; it holds until it is ended on 6", "done")

    async def edit_note(self, note: Note) -> None:
        """Ask for a note's words; empty ones take it away."""
        from okrtui.rituals.retro import discussion

        ref = self.state.of.ref if self.state.of is not None else ""

        def read(ctx: "Context") -> Values:
            return {"text": discussion.note(ctx, ref, note.id).text}

        def write(ctx: "Context", values: Values) -> None:
            discussion.edit_note(ctx, ref, note.id, values["text"])

        field = Field("text", "Words", value=note.text, help="anybody may change a note; empty takes it away")
        await self.edit("A note", {"text": note.text}, [field], read, write, draft=f"retro.note.{note.id}")

    # ---- questions to the room -------------------------------------------------------------

    def why_not_fist(self) -> str | None:
        """Only who leads asks."""
        return self.state.not_leading() or self.state.not_now("ask")

    async def do_fist(self) -> None:
        """Ask the room how it is; again to show the answers, all at once."""
        from okrtui.rituals.retro import polls

        poll, of = self.poll, self.state.of
        if of is None:
            return
        if poll is not None and poll.open and poll.kind is PollKind.FIST:
            await self.change(polls.show, of.ref)
        else:
            await self.change(polls.ask, of.ref, PollKind.FIST)
            self.show_message("asked: everybody answers with 0 to 5; F shows the answers", "done")

    def why_not_more(self) -> str | None:
        """Only who leads asks, and only about a topic that is up."""
        if reason := self.state.not_leading() or self.state.not_now("discuss"):
            return reason
        return None if self.state.of and self.state.of.topic is not None else "no topic is up"

    async def do_more(self) -> None:
        """Ask for more time, show the thumbs, or give what the room wants: one after the other."""
        from okrtui.rituals.retro import discussion, polls

        poll, of = self.poll, self.state.of
        if of is None:
            return
        here = poll if poll is not None and poll.kind is PollKind.MORE and poll.group == of.topic else None
        if here is not None and here.open:
            await self.change(polls.show, of.ref)
            self._say_thumbs()
        elif here is not None and self._wanted(here) and not self._given(here):
            await self.change(discussion.more_time, of.ref)
            self.show_message(f"{here.minutes} more minute{'s' * (here.minutes != 1)}", "done")
        else:
            await self.change(polls.ask, of.ref, PollKind.MORE)
            self.show_message("asked: 1 is for more time, 0 for the next topic; M shows the thumbs", "done")

    def _wanted(self, poll: Poll) -> bool:
        counts = dict(poll.counts)
        return counts.get(1, 0) > counts.get(0, 0)

    def _given(self, poll: Poll) -> bool:
        """Tell whether what a poll asked for was given already: the next slice is another one by then."""
        from okrtui.rules.live.agenda import more_minutes

        retro = self.state.retro
        up = retro.topic if retro else None
        if retro is None or up is None:
            return False
        asked = sum(each.group == poll.group and each.kind is PollKind.MORE for each in retro.polls)
        return up.rounds >= asked or more_minutes(up.rounds) != poll.minutes

    def _say_thumbs(self) -> None:
        poll = self.poll
        if poll is not None:
            counts = dict(poll.counts)
            does = "M gives it" if self._wanted(poll) else "n goes on"
            self.show_message(f"{counts.get(1, 0)} for more time, {counts.get(0, 0)} for the next topic: {does}")

    def why_not_answer(self, number: int) -> str | None:
        """Return why a number answers nothing now; while nothing is asked it does what it does everywhere."""
        poll = self.poll
        if poll is None or not poll.open or self.state.phase is Phase.CLOSED:
            return None if str(number) in _ELSEWHERE else "nothing is asked"
        highest = 5 if poll.kind is PollKind.FIST else 1
        return None if number <= highest else "1 is for more time, 0 for the next topic"

    async def answer(self, number: int) -> None:
        """Answer the question that is open, or do what the number does everywhere."""
        from okrtui.rituals.retro import polls

        poll, of = self.poll, self.state.of
        if of is None or poll is None or not poll.open or of.phase is Phase.CLOSED:
            self.host.go(_ELSEWHERE[str(number)])
            return
        await self.change(polls.answer, of.ref, number, poll.id)
        self.show_message(f"your answer is {number}; it can be changed until the answers are shown", "done")

    # ---- scores ----------------------------------------------------------------------------

    def why_not_score(self) -> str | None:
        """There must be a key result, in the phase for it."""
        reason = self.state.no_session() or self.state.not_now("score")
        return reason or (None if self.review_here() else "the cursor stands on no key result")

    async def do_score(self) -> None:
        """Score the key result: its DRI's comment, what we learned, what becomes of it."""
        from okrtui.rituals.live import sessions
        from okrtui.rituals.retro import cycle_review, retro

        found, of = self.review_here(), self.state.of
        if found is None or of is None:
            return

        def read(ctx: "Context") -> Values:
            now = next(each for each in retro.reviews(ctx, sessions.find(ctx, of.ref)) if each.kr == found.kr)
            return _reviewed(now)

        def write(ctx: "Context", values: Values) -> None:
            cycle_review.review_kr(
                ctx,
                of.ref,
                found.kr,
                score=parse_number(values["score"]),
                comment=values["comment"],
                learned=values["learned"],
                verdict=Verdict(values["verdict"]) if values["verdict"] else None,
            )

        score = found.score if found.score is not None else found.suggested
        fields = [
            Field("score", "Score", "number", f"{score:.1f}", help="0.0 to 1.0; progress suggests, the DRI decides"),
            Field("comment", "Comment", value=found.comment, help=f"{clean(found.dri) or 'the DRI'}’s, on the score"),
            Field("learned", "We learned", value=found.learned),
            Field("verdict", "Next cycle", "choice", found.verdict or "", VERDICTS, "what becomes of it"),
        ]
        title, draft = f"{found.kr} {clean(found.title)}", f"retro.score.{of.id}.{found.kr}"
        if await self.edit(title, _reviewed(found), fields, read, write, draft=draft, whole=True) is not None:
            self.show_message(f"{found.kr} is scored; u takes all of it back", "done")

    def why_not_close_cycle(self) -> str | None:
        """Only who leads closes it, once every key result has a score."""
        if reason := self.state.not_leading():
            return reason
        retro = self.state.retro
        if self.state.of is None or not self.state.of.cycle:
            return "this retro looks back on no cycle"
        open_ones = [each.kr for each in retro.reviews if each.score is None] if retro else []
        if self.state.phase is not Phase.SCORE:
            return phases.why_not("score", self.state.of.phase, self.state.of.kind)
        return f"{', '.join(open_ones[:3])} has no score yet" if open_ones else None

    async def do_close_cycle(self) -> None:
        """Close the cycle that this retro looks back on."""
        from okrtui.rituals.retro import cycle_review

        of = self.state.of
        if of is None:
            return
        details = [
            "From then on it is read-only. u takes it back.",
            "What is kept or changed is proposed for the next.",
        ]
        if await self.confirm(f"Close {of.cycle}?", yes="close it", no="not yet", details=details):
            await self.change(cycle_review.close_cycle, of.ref)
            self.show_message(f"{of.cycle} is closed; on 2, p prepares the next one", "done")


_ELSEWHERE = {"1": "week", "2": "okrs", "3": "checkin", "4": "heroes", "5": "ideas"}


def _reviewed(found: KrReview) -> Values:
    """Return what is stored of a key result's review, as its form has it."""
    score = "" if found.score is None else f"{found.score:.1f}"
    return {"score": score, "comment": found.comment, "learned": found.learned, "verdict": found.verdict or ""}
