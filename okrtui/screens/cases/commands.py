"""What can be done to the case under the cursor: take its step, advise, raise and answer hands, appeal, withdraw."""

from typing import Protocol, TypeVar

from okrtui.commands.keys import UNDO, key_of
from okrtui.model.cases import CaseState, CaseStep
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.people import members
from okrtui.rules.cases import phrases, reading, running
from okrtui.rules.cases.reading import CaseView
from okrtui.rules.cases.soundness import PASS, TAKE
from okrtui.screens.base.brainstorm_form import start_brainstorm, start_fields
from okrtui.screens.base.case_form import open_case, read_ground
from okrtui.screens.base.command_group import CommandGroup, CommandScreen, there
from okrtui.text import clean
from okrtui.widgets.forms.fields import Field, Option, Values

NO_CASE = "select a case first"


class CaseRows(CommandScreen, Protocol):
    """A screen with cases in a list."""

    def case(self) -> CaseView | None:
        """Return the case that commands are for."""

    def stand_on_case(self, ref: str) -> None:
        """Stand on a case that was just opened."""


S = TypeVar("S", bound=CaseRows)


def step_fields(found: CaseView, step: CaseStep, word: str, people: list[Option]) -> list[Field]:
    """Return the questions that an outcome needs: to whom, why, until when; each only where it matters."""
    fields = []
    if step.leads(word) == PASS:
        others = tuple(each for each in people if each[0] not in (found.case.asked, found.case.opener))
        fields.append(Field("to", "Who to", "member", options=others, required=True, help="who knows it better"))
    if running.chooses(found.process, step, word):
        raised = tuple((hand.who, hand.who) for hand, _ in reading.hands(found.case))
        fields.append(Field("to", "Whose hand", "choice", raised[0][0] if raised else "", raised, required=True))
    reason = running.needs_reason(step, word)
    fields.append(Field("because", "Because", "multiline", required=reason, help=clean(step.asks)))
    if step.leads(word) != PASS and running.goes_to(found.process, step, word) == "asked":
        needed = f"; it is needed by {found.case.by}" if found.case.by else ""
        fields.append(Field("by", "By", help=f"the day that you promise, like fri; may stay empty{needed}"))
    if word in step.grants:
        fields[-1] = Field("because", "Because", "multiline", required=True, help="everybody reads it: a hero card")
    if word in step.ends:
        fields.append(Field("until", "Until", required=True, help="the last day that it holds, like 2026-12-04"))
    return fields


def take_step(ctx: Context, ref: str, word: str, values: Values) -> CaseView:
    """Take the step of a case as the form says."""
    days = {name: cases.day(ctx, values.get(name)) for name in ("by", "until")}
    return cases.go(ctx, ref, word, values.get("because", ""), to=values.get("to", ""), **days)


class OpeningCommands(CommandGroup[S]):
    """The commands that begin something: a case, and a live session that works one out."""

    async def do_new(self) -> None:
        """Open a case and stand on it."""
        if made := await open_case(self.screen):
            self.screen.stand_on_case(made.case.ref)

    def why_not_work_out(self) -> str | None:
        """It must be open to all, in a step that asks for advice."""
        found = self.screen.case()
        return NO_CASE if found is None else cases.why_not_live(found)

    async def do_work_out(self) -> None:
        """Start a brainstorm for the case and go into its lobby."""
        found = there(self.screen.case(), NO_CASE)
        ref = found.case.ref
        if (now := await self.screen.ask(sessions.running)) is not None:
            self.screen.show_message(f"{now.ref} runs; {key_of('go.live')} joins it", "warn")
            return
        _, refs = await self.screen.ask(read_ground)
        saved = await self.screen.fill(
            f"Work out {ref} in a live session",
            start_fields(refs, clean(found.case.title)),
            lambda ctx, values: start_brainstorm(ctx, values, ref),
            draft=f"cases.live.{found.case.id}",
            context=["What its cards say comes back as advice when it is closed."],
        )
        if saved:
            self.screen.host.go("brainstorm", saved.made.ref)


class CaseCommands(CommandGroup[S]):
    """Commands on the case that the screen names."""

    def _open_case(self) -> str | None:
        found = self.screen.case()
        if found is None:
            return NO_CASE
        return f"{found.case.ref} is {found.case.state}" if found.over else None

    # ---- its step --------------------------------------------------------------------------

    def why_not_step(self) -> str | None:
        """It must be my turn."""
        found = self.screen.case()
        if found is None or found.over or found.mine:
            return self._open_case()
        return f"{phrases.waiting(found)}; {key_of('cases.note')} writes below it"

    async def do_step(self) -> None:
        """Pick what I say, then say why."""
        found = there(self.screen.case(), NO_CASE)
        step = found.process.step(found.case.step)
        options = [(word, f"{clean(word)}: {phrases.outcome(step, word)}") for word, _ in step.outcomes]
        word = await self.screen.choose(f"{found.case.ref} {step.name}: {clean(step.asks)}", options)
        if word is not None:
            await self._say(found, step, word)

    async def _say(self, found: CaseView, step: CaseStep, word: str) -> None:
        if step.leads(word) == TAKE:
            made = await self.screen.change(cases.take, found.case.ref)
        else:
            people = await self.screen.ask(members.people)
            title, draft = f"{found.case.ref} {step.name}: {clean(word)}", f"cases.step.{found.case.id}.{step.name}"
            saved = await self.screen.fill(
                title,
                step_fields(found, step, word, people),
                lambda ctx, values: take_step(ctx, found.case.ref, word, values),
                draft=draft,
                context=[clean(found.case.title)],
            )
            if saved is None:
                return
            made = saved.made
        self.screen.show_message(f"{made.case.ref}: {phrases.waiting(made)}; {UNDO} takes it back", "done")

    def why_not_pass(self) -> str | None:
        """It must be a request to me."""
        if reason := self.why_not_step():
            return reason
        found = there(self.screen.case(), NO_CASE)
        ways = [to for _, to in found.process.step(found.case.step).outcomes]
        return None if PASS in ways else f"{found.case.step} of {found.case.ref} can't be passed on"

    async def do_pass(self) -> None:
        """Pass the request on."""
        found = there(self.screen.case(), NO_CASE)
        step = found.process.step(found.case.step)
        await self._say(found, step, next(word for word, to in step.outcomes if to == PASS))

    def why_not_take(self) -> str | None:
        """It must be a step of a team of mine that I have not taken."""
        found = self.screen.case()
        if found is None or found.over:
            return self._open_case()
        step = found.process.step(found.case.step)
        if not step.team:
            return f"{step.name} of {found.case.ref} is no team's: {phrases.waiting(found)}"
        if found.case.holder == self.screen.host.login:
            return f"you have taken {step.name} already; {key_of('cases.step')} takes the step"
        return None if found.mine or found.case.holder else f"{phrases.waiting(found)}"

    async def do_take(self) -> None:
        """Take the step for myself."""
        found = there(self.screen.case(), NO_CASE)
        made = await self.screen.change(cases.take, found.case.ref)
        self.screen.show_message(f"{made.case.ref}: {phrases.waiting(made)}; {UNDO} takes it back", "done")

    # ---- words -----------------------------------------------------------------------------

    def why_not_note(self) -> str | None:
        """There must be a case."""
        return None if self.screen.case() else NO_CASE

    async def do_note(self) -> None:
        """Write below the case."""
        found = there(self.screen.case(), NO_CASE)
        advice = not found.over and found.process.step(found.case.step).advice
        field = Field("text", "Advice" if advice else "Note", "multiline", required=True)
        title, ref = f"{'Advise on' if advice else 'Write to'} {found.case.ref}", found.case.ref
        draft, context = f"cases.note.{found.case.id}", [clean(found.case.title)]
        if await self.screen.fill(
            title, [field], lambda ctx, values: cases.note(ctx, ref, values["text"]), draft=draft, context=context
        ):
            self.screen.show_message(f"{ref} has your {'advice' if advice else 'note'}", "done")

    def why_not_companion(self) -> str | None:
        """It must be an open case about me."""
        found = self.screen.case()
        if found is None or found.over:
            return self._open_case()
        mine = found.process.tells and found.case.subject == self.screen.host.login
        return None if mine else f"{found.case.ref} is not about you; whom a case is about names who stands by them"

    async def do_companion(self) -> None:
        """Name who stands by me."""
        found = there(self.screen.case(), NO_CASE)
        there_already = (found.case.subject, found.case.opener, found.case.companion)
        people = tuple(each for each in await self.screen.ask(members.people) if each[0] not in there_already)
        help = "they see all of it, may write to it and decide nothing"
        field, ref = Field("login", "Who", "member", options=people, required=True, help=help), found.case.ref
        if saved := await self.screen.fill(
            f"Who stands by you in {ref}",
            [field],
            lambda ctx, values: cases.name_companion(ctx, ref, values["login"]),
            draft=f"cases.companion.{found.case.id}",
            context=[clean(found.case.title)],
        ):
            self.screen.show_message(f"{saved.made.case.companion} stands by you; {UNDO} takes it back", "done")

    def why_not_hand(self) -> str | None:
        """It must be an offer: of somebody else, or of mine with a hand that waits."""
        found = self.screen.case()
        if found is None or found.over:
            return self._open_case()
        if not found.process.hands:
            return f"no hands are raised for {found.case.ref}; {key_of('cases.note')} writes below it"
        raised = {hand.who: answer for hand, answer in reading.hands(found.case)}
        if found.case.opener == self.screen.host.login:
            waiting = [who for who, answer in raised.items() if answer is None and who != found.case.chosen]
            return None if waiting else f"no raised hand waits for your answer in {found.case.ref}"
        if self.screen.host.login in raised:
            return f"you have raised your hand for {found.case.ref} already"
        return None if found.case.step == found.process.steps[0].name else f"{found.case.ref} takes no more hands"

    async def do_hand(self) -> None:
        """Raise my hand, or answer one that was raised for mine."""
        found = there(self.screen.case(), NO_CASE)
        if found.case.opener == self.screen.host.login:
            await self._answer(found)
            return
        help = f"what you bring, what you hope for; {clean(found.case.opener)} and you see it until it is answered"
        field = Field("text", "Why you", "multiline", required=True, help=help)
        draft, context = f"cases.hand.{found.case.id}", [clean(found.case.title)]
        ref = found.case.ref
        if await self.screen.fill(
            f"Raise a hand for {ref}",
            [field],
            lambda ctx, values: cases.raise_hand(ctx, ref, values["text"]),
            draft=draft,
            context=context,
        ):
            self.screen.show_message(f"{ref} has your hand; {UNDO} takes it back", "done")

    async def _answer(self, found: CaseView) -> None:
        waiting = {hand.who: hand.text for hand, answer in reading.hands(found.case) if answer is None}
        options = [(who, f"{who}: {clean(said) or 'without a word'}") for who, said in waiting.items()]
        who = await self.screen.choose(f"Whom do you answer in {found.case.ref}?", options)
        if who is None:
            return
        field = Field("text", "Your answer", "multiline", required=True, help="in words, whatever it is")
        ref = found.case.ref
        if await self.screen.fill(
            f"Answer {who} in {ref}",
            [field],
            lambda ctx, values: cases.answer(ctx, ref, who, values["text"]),
            draft=f"cases.answer.{found.case.id}.{who}",
            context=[clean(waiting[who])] if waiting[who] else [],
        ):
            self.screen.show_message(f"{who} has your answer", "done")

    # ---- its end ---------------------------------------------------------------------------

    def why_not_appeal(self) -> str | None:
        """There must be a decision that I may appeal against."""
        found = self.screen.case()
        if found is None:
            return NO_CASE
        if found.process.appeal is None:
            return f"{found.case.process} has no appeal; a new case can supersede {found.case.ref}"
        return None if found.appeal else f"there is nothing in {found.case.ref} that you could appeal against now"

    async def do_appeal(self) -> None:
        """Appeal, and say what was not seen rightly."""
        found = there(self.screen.case(), NO_CASE)
        ref, help = found.case.ref, "what was overlooked; others hear the appeal"

        def save(ctx: Context, text: str) -> None:
            cases.appeal(ctx, ref, text)

        draft = f"cases.appeal.{found.case.id}"
        if await self.screen.ask_line(f"Appeal in {ref}", "Because", save=save, help=help, draft=draft):
            self.screen.show_message(f"{ref} is heard again, by others", "done")

    def why_not_withdraw(self) -> str | None:
        """It must be an open one of mine."""
        found = self.screen.case()
        if found is None or found.case.state is not CaseState.OPEN:
            return self._open_case()
        mine = found.case.opener == self.screen.host.login
        return None if mine else f"only {found.case.opener} may withdraw {found.case.ref}"

    async def do_withdraw(self) -> None:
        """Take the case back and say why."""
        found = there(self.screen.case(), NO_CASE)
        ref = found.case.ref

        def save(ctx: Context, text: str) -> None:
            cases.withdraw(ctx, ref, text)

        help, draft = f"{clean(found.case.title)}: why it is not needed", f"cases.withdraw.{found.case.id}"
        if await self.screen.ask_line(f"Withdraw {ref}", "Because", save=save, help=help, draft=draft):
            self.screen.show_message(f"{ref} is withdrawn; {UNDO} takes it back", "done")
