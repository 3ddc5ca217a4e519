"""What the facilitator of a live session does, and how somebody else becomes it."""

from collections.abc import Callable
from functools import partial

from okrtui.commands.keys import UNDO, default_keys, key_of
from okrtui.model.live import AgendaItem, Card, Group, Phase, Room, Round, Session
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, moderation, rounds, sessions, spotlight
from okrtui.rules.formatting import count, countdown
from okrtui.rules.live import phases
from okrtui.rules.live import rounds as over_days
from okrtui.rules.live.agenda import to_discuss
from okrtui.rules.live.prompts import BETWEEN, split
from okrtui.screens.base.command_group import there
from okrtui.screens.live.live_group import LiveGroup, LiveRoom
from okrtui.screens.live.queries import read, read_or_none
from okrtui.screens.live.state import LiveState
from okrtui.text import clean
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.live.header import called

SHOWS = {
    Phase.GATHER: "All cards are shown then; half-typed ones stay with whoever types them and can be added later.",
    Phase.VOTE: "All totals are shown then, and voting ends.",
}
"""The phases that one key must not end while people are at it, and what that would show."""
STAYS = f"It goes on without you, and after a minute somebody else can take it over. {key_of('.hand')} hands it over."

NO_CARD = "select a card or a group first"


def _listed(step: AgendaItem, ahead: int) -> str:
    """Return a step as a line to choose from: whether it was, what it is, whether it is left out."""
    title = step.title if step.phase is Phase.ITEM else step.phase.value
    return f"{'✓' if ahead < 0 else '·' if ahead else '▸'} {title}{'  left out' if step.skipped else ''}"


def closing_words(state: LiveState) -> list[str]:
    """Return what whoever closes the session should know."""
    end = f"Then nothing can be added to it; {UNDO} takes the closing back."
    if state.retro is None:
        groups = state.view.groups if state.view else ()
        left = sum(not group.idea for group in groups)
        return [f"{left} of {len(groups)} groups are not chosen; they stay searchable. {end}"]
    waiting = len(to_discuss(state.retro.topics))
    made, were = len(state.retro.actions), "topic was" if waiting == 1 else "topics were"
    acts = f"{count(made, 'action')} came out of it." if made else "No action came out of it."
    return [
        acts,
        *([f"{waiting} {were} not discussed; the next agenda has what is left over."] if waiting else []),
        end,
    ]


class Facilitation(LiveGroup):
    """Phases, timer, handing over. Nothing moves by itself."""

    def tell_lead(self) -> None:
        """Say that somebody else leads now: whoever was handed a session must know it."""
        of, before = self.state.of, self.state.led_by
        if of is not None and of.facilitator != before:
            self.state.led_by = of.facilitator
            if before is not None:
                mine = of.facilitator == self.screen.host.login
                said = f"you lead now; {key_of('.next')} goes on" if mine else f"{clean(of.facilitator)} leads now"
                self.screen.show_message(said, "done")

    # ---- phases ----------------------------------------------------------------------------

    def why_not_next(self) -> str | None:
        """Only the facilitator moves on."""
        return self.state.not_leading()

    why_not_phase = why_not_minute = why_not_pause = why_not_hand = why_not_title = why_not_until = why_not_next

    def why_not_previous(self) -> str | None:
        """There must be a phase before."""
        of = self.state.of
        if of is not None and of.phase is not Phase.CLOSED and phases.neighbour(of, -1) is None:
            return f"there is nothing before “{of.phase}”"
        return self.state.not_leading()

    async def do_next(self) -> None:
        """Move on to the next phase."""
        await self._move_by(1)

    async def do_previous(self) -> None:
        """Go back to the phase before."""
        await self._move_by(-1)

    async def _move_by(self, by: int) -> None:
        of = self.state.of
        goal = phases.neighbour(of, by) if of else None
        if goal is not None:
            await self._move_to(goal)

    async def do_phase(self) -> None:
        """Go to any phase; those between are skipped."""
        of = self.session
        way, now = phases.steps(of), str(phases.here(of))
        options = [(str(at), _listed(step, at - int(now))) for at, step in enumerate(way)]
        chosen = await self.screen.choose("Go to", options, cursor=now)
        if chosen and chosen != now:
            await self._move_to(way[int(chosen)])

    async def _move_to(self, goal: AgendaItem) -> None:
        """Move the session; ask first where people are typing, and before it ends."""
        of, ask = self.session, self.screen.confirm
        room = await read(self.screen, sessions.room, of)
        way = phases.steps(of)
        lasts = self.state.seen.round if self.state.seen is not None else None
        facts = self._unready(of, room) if lasts is None else self._lasting(of, lasts)
        if of.phase in SHOWS and goal in way[phases.here(of) :] and facts:
            details = [SHOWS[of.phase]]
            if not await ask(f"{facts}. Move on to “{called(goal)}”?", yes="move on", no="wait", details=details):
                return
        if goal.phase is Phase.CLOSED:
            details = closing_words(self.state)
            if not await ask(f"Close {of.ref}?", yes="close it", no="not yet", details=details):
                return
        move = partial(self.try_change, facilitation.move, of.ref, goal.phase, item=goal.id or None)
        await self.screen.delay.settled(of, move, goal.phase)

    @staticmethod
    def _lasting(of: Session, now: Round) -> str:
        """Return that a phase lasts over days and how many have taken part, "" where its day has passed."""
        said = over_days.told(of, now.day)
        return "" if now.over else f"{said[:1].upper()}{said[1:]}, {over_days.counted(of, now)}"

    def _unready(self, of: Session, room: Room) -> str:
        """Return who is not ready to go on, as a sentence without its end, "" where everybody but me is."""
        seen, me = self.state.seen, self.screen.host.login
        others = [login for login in room.people if login != me]
        wait = [login for login in others if login not in room.ready]
        facts = []
        if of.phase is Phase.VOTE and seen is not None and (still := seen.voters - seen.finished) > 0 and wait:
            facts.append(f"{still} of {seen.voters} still vote")
        elif of.phase is not Phase.VOTE and wait:
            facts.append(f"{len(others) - len(wait)} of {count(len(others), 'other is', 'others are')} ready")
        if room.typing:
            facts.append(f"{count(room.typing, 'person is', 'people are')} typing")
        left = phases.seconds_left(of.timer_end, of.timer_left, self.screen.host.clock())
        return ", ".join([*facts, *([f"{countdown(left)} left"] if facts and left else [])])

    # ---- the timer -------------------------------------------------------------------------

    async def do_minute(self) -> None:
        """Add a minute to the clock."""
        await self.screen.change(facilitation.timer, self.ref, add=60)

    async def do_pause(self) -> None:
        """Stop the clock, or let it go on."""
        if (of := self.state.of) is not None:
            await self.screen.change(facilitation.timer, of.ref, pause=of.timer_left is None)

    async def do_until(self) -> None:
        """Have phases last over days, until a day each."""
        of = self.session

        def read(ctx: Context) -> Values:
            now = sessions.find(ctx, of.ref)
            days = dict(now.days)
            return {phase.value: str(days[phase]) if phase in days else "" for phase in over_days.of_kind(of.kind)}

        def write(ctx: Context, values: Values) -> None:
            days = {**read(ctx), **values}
            rounds.set_days(ctx, of.ref, ",".join(f"{name}={day}" for name, day in days.items() if day.strip()))

        labels = {Phase.GATHER: "Cards until", Phase.VOTE: "Votes until", Phase.STAGE: "Answers until"}
        told = "a day, as fri, +5d or 4 Dec: its end closes it; empty: by the clock"
        fields = [Field(phase.value, labels[phase], help=told) for phase in over_days.of_kind(of.kind)]
        title, draft = f"How long {of.ref} takes them", f"{self.screen.where}.until.{of.id}"
        context = ["People take part when they can; until then nobody can take it over."]
        await self.screen.edit(title, fields, read, write, draft=draft, context=context)

    # ---- who leads -------------------------------------------------------------------------

    async def do_title(self) -> None:
        """Change title and question."""
        of = self.session

        def read(ctx: Context) -> Values:
            now = sessions.find(ctx, of.ref)
            return {"title": now.title, "question": now.question, "prompts": BETWEEN.join(now.prompts)}

        def write(ctx: Context, values: Values) -> None:
            asked = split(values["prompts"]) if "prompts" in values else None
            more = {"title": values.get("title"), "question": values.get("question")}
            facilitation.rename_session(ctx, of.ref, **more, prompts=asked)

        fields = [
            Field("title", "Title", required=True),
            Field("question", "Question", help="empty asks the title"),
            Field("prompts", "Columns", help=f"questions with columns, {BETWEEN.strip()} between"),
        ]
        title, draft = f"Title and question of {of.ref}", f"{self.screen.where}.title.{of.id}"
        await self.screen.edit(title, fields, read, write, draft=draft)

    async def do_hand(self) -> None:
        """Let somebody else lead."""
        people = self.state.view.room.people if self.state.view else ()
        others = [(login, clean(login)) for login in people if login != self.screen.host.login]
        if not others:
            self.screen.show_message(default_keys(f"nobody else is here; they join with {key_of('go.live')}"), "warn")
            return
        chosen = await self.screen.choose("Who leads from now on?", others)
        if chosen and await self.try_change(facilitation.hand_over, self.ref, chosen):
            self.screen.show_message(f"{chosen} leads now", "done")

    def why_not_take(self) -> str | None:
        """The facilitator must have gone."""
        view = self.state.view
        if view is None or self.state.closed():
            return self.state.closed()
        leads = view.session.facilitator
        if leads == self.screen.host.login:
            return "you lead it already"
        gone = view.room.facilitator_gone
        return None if gone else f"{leads} is here; it can be taken over when they are gone for a minute"

    async def do_take(self) -> None:
        """Lead a session whose facilitator is gone."""
        if await self.try_change(facilitation.take_over, self.ref):
            self.screen.show_message(f"you lead now; {key_of('.next')} goes on", "done")

    # ---- everybody -------------------------------------------------------------------------

    def why_not_ready(self) -> str | None:
        """There must be something to be ready for."""
        return self.state.closed()

    async def do_ready(self) -> None:
        """Say that I am ready for the next phase, or not yet."""
        if (view := self.state.view) is not None:
            now = self.screen.host.login not in view.room.ready
            await self.screen.change(sessions.ready, view.session.ref, now)
            said = "you are ready for the next phase" if now else "you need some more time"
            self.screen.show_message(said, "done")


class Moderation(LiveGroup):
    """Commands of whoever leads on anybody's card."""

    def why_not_hide(self) -> str | None:
        """Only who leads, and only what can be read."""
        card = self.card_here()
        if reason := self.state.not_leading():
            return reason
        if card is None:
            return "select a card first"
        return None if card.shown else "that card is concealed until the reveal; then it can be hidden"

    async def do_hide(self) -> None:
        """Take the card off every screen."""
        if (card := self.card_here()) is not None and await self.try_change(moderation.hide, self.ref, card.id):
            self.screen.show_message(f"the card is hidden from everybody; {UNDO} brings it back", "done")

    def why_not_correct(self) -> str | None:
        """A card that has an author."""
        if self.state.of is not None and self.state.of.anonymous:
            return "in an anonymous session nobody else words a card; hide it, and write it anew"
        return self.why_not_hide()

    async def do_correct(self) -> None:
        """Ask for the card's words and put them in their place."""
        ref, card = self.ref, there(self.card_here(), "select a card first")

        def read(ctx: Context) -> Values:
            found = next((each for each in sessions.view(ctx, ref).cards if each.id == card.id), None)
            return {"text": there(found, "that card has gone meanwhile").text}

        def write(ctx: Context, values: Values) -> None:
            moderation.correct(ctx, ref, card.id, values["text"])

        draft, help = f"{ref}.correct.{card.id}", "it stays theirs; the journal says that you corrected it"
        title = f"A card of {clean(card.author)}’s"
        await self.screen.edit_line(title, "Words", read, write, draft=draft, help=help)


class Spotlight(LiveGroup):
    """Commands of whoever leads on what is read aloud; `look` has the screen see who is there, and what is lit."""

    def __init__(self, screen: LiveRoom, look: Callable[[], None]) -> None:
        super().__init__(screen)
        self._look = look

    def _here(self) -> Card | Group | None:
        return self.card_here() or self.group_here()

    def why_not_light(self) -> str | None:
        """Only who leads, and only what everybody may read."""
        if reason := self.state.not_leading():
            return reason
        if self.state.of is not None and phases.concealed(self.state.of):
            return "cards are concealed until the reveal; then they are read"
        return None if self._here() or self.state.lights else NO_CARD

    def do_light(self) -> None:
        """Light what the cursor stands on, and go with it; again to put the light out."""
        self.state.lights = not self.state.lights
        self.follow()
        said = f"what you stand on is lit for everybody; {key_of('.light')} puts the light out"
        self.screen.show_message(said if self.state.lights else "the light is out", "done")

    def follow(self) -> None:
        """Light what the cursor stands on now, where the light is on: the last of several moves counts."""
        state = self.state
        if not (state.lights or state.lit) or not state.leads():
            state.lights = state.lights and state.leads()
            return
        here = self._here() if state.lights and self.why_not_light() is None else None
        lit = f"{'card' if isinstance(here, Card) else 'group'} {here.id}" if here is not None else ""
        if lit != state.lit:
            state.lit = lit
            self.screen.run_worker(self._send(), group="light")

    async def _send(self) -> None:
        state, sent = self.state, None
        while sent != state.lit:
            sent = state.lit
            kind, _, number = sent.partition(" ")
            await read_or_none(self.screen, spotlight.light, self.ref, **({kind: int(number)} if kind else {}))
        self._look()

    def why_not_read(self) -> str | None:
        """Only who leads, and only what everybody may read."""
        if self.state.lights and self._here() is None and self.state.leads():
            return NO_CARD
        return self.why_not_light()

    async def do_read(self) -> None:
        """Mark the card or group as read and go on to the next; one that was read is to be read again."""
        here = self._here()
        if here is None:
            return
        kind, is_read = "card" if isinstance(here, Card) else "group", not here.is_read
        if await self.try_change(spotlight.mark_read, self.ref, **{kind: here.id}, is_read=is_read):
            said = f"read; {UNDO} takes it back" if is_read else "to be read again"
            self.screen.show_message(f"the {kind} is {said}" if not is_read else f"{kind} {said}", "done")
            if is_read:
                self.screen.go_on()


class Leaving(LiveGroup):
    """What `q` and the outermost `esc` do here."""

    async def do_back(self) -> None:
        """Go to the screen before."""
        question = f"You lead {self.ref}. Leave its screen?"
        if await self.screen.confirm(question, yes="leave it", no="stay", details=[STAYS]):
            self.screen.host.go("")

    async def do_quit(self) -> None:
        """Leave okrtui."""
        if await self.screen.confirm(f"You lead {self.ref}. Leave okrtui?", yes="leave", no="stay", details=[STAYS]):
            for holder in self.screen.host.groups:
                if (quit_now := getattr(holder, "do_quit", None)) is not None:
                    quit_now()
