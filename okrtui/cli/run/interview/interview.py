"""Asks through my sheet, one thing after the other, and hands it in: `okrtui checkin` and `update` without words."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from okrtui.cli.output.printing import note, say
from okrtui.cli.run.interview.conversation import RULES, Conversation, Stopped, WentBack, answer
from okrtui.cli.run.interview.questions import InterviewQuestion, all_questions, key_result_questions, update_questions
from okrtui.config import state_folder
from okrtui.errors import Refused, UnknownMember
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives
from okrtui.rituals.week import checkins, sheet_fields
from okrtui.rituals.week.sheet import refs_in, sheet, submit_entry, submit_sheet
from okrtui.rituals.week.sheet_draft import keep_draft, open_sheet
from okrtui.rituals.week.sheet_model import EditConflict, InvalidField
from okrtui.rituals.week.sheet_state import SheetState
from okrtui.rules.formatting import weekday_clock
from okrtui.rules.okrs.values import entry_line, entry_text
from okrtui.storage.local.drafts import DraftBox


def check_in(ctx: Context, week: str | None) -> None:
    """Ask through my whole check-in of a week, this one where None."""
    _Interview(ctx, "okrtui checkin", lambda key: True, week).hold("Check-in", all_questions)


def update(ctx: Context, week: str | None) -> None:
    """Ask through my weekly update; what is typed for key results stays a draft."""
    rest = _Interview(ctx, "okrtui update", lambda key: not refs_in([key]), week)
    rest.hold("Weekly update", update_questions)


def check_in_one(ctx: Context, ref: str, week: str | None) -> None:
    """Ask for the entry of one key result. Raises Refused where it takes none."""
    kr = objectives.key_result(ctx, ref)
    counted = checkins.entry_week(ctx, kr, week)
    if not week and counted != ctx.week:
        note(f"its cycle is over, so this counts for its last week, {counted}")
    one = _Interview(ctx, f"okrtui checkin {kr.ref}", lambda key: refs_in([key]) == (kr.ref,), counted, kr.ref)
    one.hold(f"Check-in of {kr.ref}", lambda state: key_result_questions(state, kr.ref))


Questions = Callable[[SheetState], Sequence[InterviewQuestion]]


def _only(questions: Questions, field: str) -> Questions:
    return lambda state: [each for each in questions(state) if each.key == field]


class _Interview:
    """One conversation over my sheet. What is answered is in the draft before the next question is asked.

    `again` is the command that goes on with it, `asked` tells which fields are handed in; `ref` is the only key result.
    """

    def __init__(self, ctx: Context, again: str, asked: Callable[[str], bool], week: str | None, ref: str = "") -> None:
        self._begun, self._started = ctx, time.monotonic()
        self._again, self._asked, self._ref = again, asked, ref
        self._drafts = DraftBox(state_folder() / "drafts.json")
        self._state = open_sheet(ctx, self._drafts, week, [ref] if ref else [])
        self._talk = Conversation()
        self._new = set[str]()

    @property
    def _ctx(self) -> Context:
        """The context as of now: people take their time."""
        now = self._begun.now + timedelta(seconds=time.monotonic() - self._started)
        return replace(self._begun, now=now, may_add=self._new.__contains__)

    def hold(self, title: str, questions: Questions) -> None:
        """Ask, then hand in or keep as a draft."""
        say(f"{title}, {self._state.data.week}")
        say(RULES)
        if self._state.typed:
            say("What you had typed is here again.")
        with self._kept():
            self._ask(questions)
            while self._talk.choose("Submit?", "submit", "keep it as a draft") == 0:
                if self._handed_in(questions):
                    return
            raise Stopped

    def _handed_in(self, questions: Questions) -> bool:
        """Hand in what was asked; ask about what is in the way, and return whether nothing was."""
        while True:
            try:
                self._submit()
                return True
            except InvalidField as wrong:
                say(f"  {wrong}")
                self._ask(_only(questions, wrong.field))
                return False
            except EditConflict as overtaken:
                self._choose(overtaken)
            except UnknownMember as unknown:
                say(f"  {unknown}")
                if self._talk.choose(f"Add {unknown.login} as a member?", "no", "yes") == 0:
                    self._ask(_only(questions, "helpers"))
                    return False
                self._new.add(unknown.login)
            except Refused as refused:
                say(f"  {refused}")
                return False

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Say how it goes on where it is not handed in."""
        try:
            yield
        except Stopped:
            note(self._kept_words() or "nothing was typed, so nothing was kept")
        except KeyboardInterrupt:
            sys.stdout.write("\n")
            if words := self._kept_words():
                note(words)
            raise

    def _kept_words(self) -> str:
        typed = self._state.typed
        return f"not submitted; {self._again} goes on with your draft" if typed else ""

    def _ask(self, questions: Questions) -> None:
        """Ask through questions; which ones there are may follow from an answer."""
        at = 0
        while at < len(found := questions(self._state)):
            try:
                answer(self._state, found[at], self._talk.ask)
                at += 1
            except WentBack:
                at = max(at - 1, 0)
            finally:
                self._keep()

    def _keep(self) -> None:
        keep_draft(self._drafts, self._state, self._ctx.now)
        if not self._drafts.flush() and self._drafts.problem:
            note(self._drafts.problem)

    def _submit(self) -> None:
        """Hand in what was asked, and say so. Raises what the ritual raises."""
        state, week = self._state, self._state.data.week
        sent = {key: value for key, value in state.mine.items() if self._asked(key)}
        said = {key: value for key, value in state.said.items() if key in sent}
        if self._ref:
            new = submit_entry(self._ctx, self._ref, said, week=week, seen=state.seen)
        else:
            done = submit_sheet(self._ctx, said, week=week, seen=state.seen)
        state.stored(sent)
        state.renew(sheet(self._ctx, week, [*state.refs, *([self._ref] if self._ref else [])]))
        self._keep()
        if not self._ref:
            say(done.sentence(week))
        elif not new or self._ref not in state.data.entered:
            say("nothing has changed")
        else:
            kr = objectives.key_result(self._ctx, self._ref)
            say(entry_line(kr, state.data.entered[self._ref]))
        if state.typed:
            note(f"a draft still: {', '.join(state.refs) or 'the weekly update'}; okrtui checkin goes on with it")

    def _choose(self, overtaken: EditConflict) -> None:
        """Show somebody's entry beside mine, and ask which one counts."""
        self._state.renew(sheet(self._ctx, self._state.data.week, self._state.refs))
        for theirs in overtaken.entries:
            kr = next(each.kr for each in self._state.data.key_results if each.kr.ref == theirs.kr)
            keys = sheet_fields.entry_values(kr, theirs, self._state.data.decimal_sign)
            mine = {key: self._state.said.get(key, self._state.values[key]) for key in keys}
            at = weekday_clock(theirs.at.astimezone(self._state.data.zone))
            typed = mine[sheet_fields.key(kr.ref, "value")]
            say(f"{theirs.entered_by} entered {entry_text(kr, theirs)} for {kr.ref} at {at}; you typed {typed}")
            chosen = self._talk.choose("Which one counts?", "mine", "theirs")
            self._state.choose(theirs, mine if chosen == 0 else {})
        self._keep()
