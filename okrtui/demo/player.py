"""Plays the sample team's story through the rituals: every entry by its person, at its time, in the order of time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any

from okrtui.demo.calendar import CURRENT, PREVIOUS, Calendar
from okrtui.demo.cases import case_events, found_circles
from okrtui.demo.steps import SessionSteps, card_events, idea_events
from okrtui.demo.story import Goal, Measure, SamplePerson, SampleStory
from okrtui.model.okrs import KeyResultKind, Milestone, ObjectiveKind, ObjectiveState, Status
from okrtui.model.week import Commitment, CommitmentState, Health
from okrtui.rituals import hours
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import closing, objectives
from okrtui.rituals.people import members, values
from okrtui.rituals.week import checkins, health, updates
from okrtui.rules.weeks import parse_times, shift
from okrtui.storage.engine.store import Store

UPDATE_WEEKS = 13
COLOURS = {"g": Health.GREEN, "a": Health.AMBER, "r": Health.RED}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One check-in that will be made: when, in which week of its cycle."""

    at: datetime
    week: str
    index: int


class StoryPlayer:
    """Collects what happens as dated events and plays them in order."""

    def __init__(self, store: Store, story: SampleStory, calendar: Calendar, me: str) -> None:
        self.store, self.story, self.calendar, self.me = store, story, calendar, me
        self.refs: dict[str, str] = {}
        self._events: list[tuple[datetime, int, Callable[[], object]]] = []

    def play(self) -> None:
        """Tell the whole story."""
        self._found()
        for goal in self.story.goals:
            when = self.calendar.planning(goal.cycle)
            self._at(when, partial(self._plan, goal, when))
            for measure in goal.key_results:
                self._measure(goal, measure)
        self._close()
        for person in self.story.people.values():
            self._live(person)
        self._open()
        self._protect()
        together = [card_events(c, n, self.calendar, self._ctx, self._tie) for n, c in enumerate(self.story.cards)]
        together += [idea_events(idea, self.calendar, self._ctx) for idea in self.story.ideas]
        together += [case_events(each, self.calendar, self._ctx, self._tie) for each in self.story.cases]
        together += [SessionSteps(raw, self._ctx, self.me).events(self.calendar) for raw in self.story.sessions]
        for when, act in chain.from_iterable(together):
            self._at(when, act)
        for _, _, act in sorted(self._events, key=lambda event: event[:2]):
            act()

    def _at(self, when: datetime, act: Callable[[], object]) -> None:
        self._events.append((min(when, self.calendar.now), len(self._events), act))

    def _ctx(self, login: str, when: datetime) -> Context:
        person = self.story.people[login]
        return Context(self.store, person.login, person.name, min(when, self.calendar.now))

    # -- the team and what it wants

    def _found(self) -> None:
        ctx = self._ctx(self.me, self.calendar.founding("08:50"))
        members.describe_workspace(ctx, vision=self.story.vision)
        for name in sorted({p.team for p in self.story.people.values()}):
            members.add_team(ctx, name)
        for p in self.story.people.values():
            members.edit_member(ctx, p.login, name=p.name, teams=(p.team,), skills=p.skills)
        for each in self.story.values:
            until = self.calendar.now.date() + timedelta(days=each["days"]) if "keeper" in each else None
            values.add(ctx, each["text"], keeper=each.get("keeper", ""), until=until)
        found_circles(ctx, self.story.circles)
        for metric in self.story.health:
            health.add(self._ctx(metric.by, self.calendar.founding("11:40")), metric.name, metric.team)

    def _plan(self, goal: Goal, when: datetime) -> None:
        ctx = self._ctx(goal.dri or self.me, when)
        made = objectives.add_objective(
            ctx,
            goal.title,
            cycle=self.calendar.names[goal.cycle],
            dri=goal.dri,
            kind=ObjectiveKind(goal.kind),
            parent=self.refs.get(goal.parent, ""),
            why=goal.why,
            team=goal.team,
            weight=goal.weight,
        )
        self.refs[goal.key] = made.ref
        for measure in goal.key_results:
            steps = tuple(_milestone(step) for step in measure.steps)
            kr = objectives.add_key_result(
                ctx,
                made.ref,
                measure.title,
                start=measure.start,
                target=measure.target,
                kind=KeyResultKind(measure.kind) if measure.kind else None,
                unit=measure.unit,
                dri=measure.dri,
                weight=measure.weight,
                milestones=steps,
                priority=measure.priority,
            )
            self.refs[measure.key] = kr.ref

    def _close(self) -> None:
        """Score the previous cycle on its last working day and close it."""
        goals = [g for g in self.story.goals if g.cycle == PREVIOUS]
        for minute, goal in enumerate(goals):
            if goal.cancelled:
                when = self.calendar.at(self.calendar.first[PREVIOUS] + timedelta(days=27), "16:20")
                self._at(when, partial(self._end, goal, when))
                continue
            for measure in goal.key_results:
                when = self.calendar.closing(minute)
                self._at(when, partial(self._score, measure, when))
            when = self.calendar.closing(20 + minute)
            self._at(when, partial(self._end, goal, when))
        when = self.calendar.closing(45)
        name = self.calendar.names[PREVIOUS]
        self._at(when, lambda: closing.close_cycle(self._ctx(goals[0].dri, when), name))

    def _score(self, measure: Measure, when: datetime) -> None:
        closing.close_key_result(self._ctx(measure.dri, when), self.refs[measure.key], measure.score, measure.comment)

    def _end(self, goal: Goal, when: datetime) -> None:
        state = ObjectiveState.CANCELLED if goal.cancelled else None
        closing.close_objective(self._ctx(goal.dri, when), self.refs[goal.key], goal.comment, state)

    def _open(self) -> None:
        """Announce office hours and book the next ones."""
        for each in self.story.hours:
            self._at(self.calendar.founding("11:50"), partial(self._announce, each))
        for each in self.story.hours:
            for guest, place, need in each["booked"]:
                self._at(self.calendar.now, partial(self._book, each["host"], guest, place, need))

    def _announce(self, each: dict[str, Any]) -> None:
        ctx = self._ctx(each["host"], self.calendar.founding("11:50"))
        hours.add(ctx, each["day"], *parse_times(each["times"]), slot=each["slot"], place=each["place"])

    def _book(self, host: str, guest: str, place: int, need: str) -> None:
        ctx = self._ctx(guest, self.calendar.now)
        slots = hours.slots(ctx, self.story.people[host].login)
        local = slots[place].at.astimezone(ctx.zone)
        hours.book(ctx, slots[place].host, local.date(), local.hour * 60 + local.minute, need)

    # -- check-ins

    def _measure(self, goal: Goal, measure: Measure) -> None:
        """Enter a key result's values, week by week."""
        who = self.story.people[measure.by or measure.dri]
        entries = self._entries(goal, measure, who)
        notes = dict(measure.notes)
        newest = measure.lately[-len(entries) :] if goal.cycle == CURRENT else []
        for position, entry in enumerate(entries):
            last = min(entry.index, len(measure.values) - 1)
            sure, note = measure.confidence[last], notes.get(entry.index, "")
            from_end = len(entries) - position
            if from_end <= len(newest):
                sure, note = newest[-from_end]
            value = measure.values[last]
            if measure.slip and from_end == 3:
                wrong, sorry = measure.slip
                self._enter(who, measure, entry, wrong, sure, note)
                entry = _Entry(entry.at + timedelta(minutes=38), entry.week, entry.index)
                note = f"{note} ({sorry})"
            self._enter(who, measure, entry, value, sure, note, measure.word if position == len(entries) - 1 else None)

    def _entries(self, goal: Goal, measure: Measure, who: SamplePerson) -> list[_Entry]:
        found = []
        for week in self.calendar.weeks():
            back, index = self.calendar.back(week), self.calendar.index(goal.cycle, week)
            at = self.calendar.moment(week, who.day, who.clock, early=who.early)
            skipped = back in who.away or (measure.stale and back < 3) or index > measure.until
            if at is not None and self.calendar.cycle(at) == goal.cycle and not skipped:
                found.append(_Entry(at, week, index))
        return found

    def _enter(
        self,
        who: SamplePerson,
        measure: Measure,
        entry: _Entry,
        value: float,
        sure: int,
        note: str,
        word: str | None = None,
    ) -> None:
        shown: str | float = value
        if measure.steps:
            shown = ",".join(f"#{n + 1}" for n in range(int(value))) or 0

        def act() -> None:
            checkins.check_in(
                self._ctx(who.login, entry.at),
                self.refs[measure.key],
                shown,
                confidence=sure,
                note=note,
                week=entry.week,
                status=Status(word) if word else None,
            )

        self._at(entry.at, act)

    # -- weekly updates

    def _live(self, person: SamplePerson) -> None:
        """Submit a person's weekly updates: thirteen weeks, and this one where they were early."""
        waiting = [priority[:2] for priority in person.priorities]
        plans: dict[int, list[list[str]]] = {}
        for back in range(1, UPDATE_WEEKS + 1):  # newest first: the newest weeks get the most to tell
            many = 3 if person.login == self.me and back == 1 else 2 if back <= 5 else 1
            plans[back], waiting = waiting[:many], waiting[many:]
        plans[0] = [priority[:2] for priority in person.now]
        for back in range(UPDATE_WEEKS, -1, -1):
            week = self.calendar.ago(back)
            at = self.calendar.moment(week, person.day, person.clock, early=person.early)
            if at is None or back in person.away or at < self.calendar.founding("12:00"):
                continue
            self._at(at, partial(self._submit, person, back, at, plans[back]))
            later = at + timedelta(hours=5, minutes=13)
            if back == 0 and later <= self.calendar.now:
                self._at(later, partial(self._tick, person, later))

    def _submit(self, person: SamplePerson, back: int, at: datetime, plan: list[list[str]]) -> None:
        ctx = self._ctx(person.login, at)
        open_still = updates.left_open(ctx, week=self.calendar.ago(back))
        fates = {text: fate for text, _, fate in person.priorities}
        settled = [_settle(item, fates.get(item.text, "done")) for item in open_still]
        room = updates.MOST_PRIORITIES - sum(s.state is CommitmentState.CARRIED for s in settled)
        blocker, helpers = person.blockers.get(str(back), ("", []))
        updates.submit(
            ctx,
            priorities=[(text, self._tie(key, at)) for text, key in plan[:room]],
            ahead=self._ahead(person, back),
            blocker=blocker,
            helpers=helpers,
            wins=person.wins[back] if back < len(person.wins) else "",
            pulse=int(person.pulse[back % len(person.pulse)]),
            settled=settled,
            week=self.calendar.ago(back),
        )

    def _tick(self, person: SamplePerson, when: datetime) -> None:
        """Mark what is done already of this week's priorities."""
        ctx = self._ctx(person.login, when)
        done = {text for text, _, fate in person.now if fate == "done"}
        for item in updates.commitments_of(ctx, week=self.calendar.week):
            if item.text in done:
                updates.set_commitment(ctx, item.id, CommitmentState.DONE)

    def _tie(self, key: str, at: datetime) -> str:
        """Return the ref of the key result a priority serves, "" where it belongs to the other cycle."""
        cycle = self.calendar.cycle(at)
        keys = {m.key for g in self.story.goals if g.cycle == cycle for m in g.key_results}
        return self.refs.get(key, "") if key in keys else ""

    def _ahead(self, person: SamplePerson, back: int) -> str:
        weeks = {f"w{n}": shift(self.calendar.ago(back), n)[5:] for n in range(1, 5)}
        return person.ahead[back % len(person.ahead)].format(**weeks)

    # -- health

    def _protect(self) -> None:
        """Enter the health metrics' colours."""
        for metric in self.story.health:
            who = self.story.people[metric.by]
            for back, (letter, note) in enumerate(zip(metric.colours, metric.notes, strict=True)):
                week = self.calendar.ago(back)
                at = self.calendar.moment(week, who.day, who.clock, early=who.early)
                if at is not None and at >= self.calendar.founding("12:00"):
                    self._at(at, partial(self._colour, metric.by, at, metric.name, COLOURS[letter], note, week))

    def _colour(self, by: str, at: datetime, name: str, colour: Health, note: str, week: str) -> None:
        health.read(self._ctx(by, at), name, colour, note, week)


def _milestone(step: str) -> Milestone:
    title, _, weight = step.partition("=")
    return Milestone(title, float(weight or 1))


def _settle(item: Commitment, fate: str) -> updates.Settle:
    """Return what became of a commitment: carried once (fate `carry`), dropped with a reason, else done."""
    if fate == "carry" and not item.carries:
        return updates.Settle(item.id, CommitmentState.CARRIED)
    if fate.startswith("drop: "):
        return updates.Settle(item.id, CommitmentState.DROPPED, fate.removeprefix("drop: "))
    return updates.Settle(item.id, CommitmentState.DONE)
