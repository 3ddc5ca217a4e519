"""A whole retro of a crowd, each person a process: they write, group, vote, note, answer and take on actions."""

import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from okrtui.errors import Refused
from okrtui.model.live import Phase, Session
from okrtui.model.retro import NoteKind, PollKind
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, grouping, polls, sessions
from okrtui.rituals.retro import agenda, discussion, retro
from okrtui.rules.live.agenda import IN_ORDER
from okrtui.rules.live.polls import SCALES
from okrtui.storage.engine.store import Store
from tests import workspaces
from tests.live import crowd
from tests.live.crowd import LEAD, Outcome, ctx, until

TOPICS = 8
ACTIONS = 3


class Participant(crowd.Client):
    """One person in a retro: what they write is about one of so many topics, and ends up in its group."""

    def __init__(self, address: str, folder: Path, login: str, cards: int) -> None:
        super().__init__(address, folder, login, cards)
        self.noted: set[int] = set()
        self.answered: set[int] = set()
        self.acted = False

    def over(self, of: Session) -> bool:
        """Stay until it is closed."""
        return of.phase is Phase.CLOSED

    def take_part(self, of: Session) -> bool:
        """Do what the step is for; whatever it is, answer what is asked."""
        self.answer()
        if of.phase is Phase.GATHER:
            return self.written < self.cards // 2 and self.write()
        if of.phase is Phase.GROUP:
            return self.write() or self.tidy()
        if of.phase is Phase.VOTE:
            return self.vote()
        if of.phase is Phase.DISCUSS:
            return self.note(of)
        return of.phase is Phase.DECIDE and self.act()

    def tidy(self) -> bool:
        """Put a card of mine where those of its topic are, or two groups of one topic together."""
        found = sessions.view(self.here, self.ref)
        known: dict[str, int] = {}
        for group in found.groups:
            if group.name in known:
                grouping.merge(self.here, self.ref, group.id, known[group.name])
                return True
            known[group.name] = group.id
        mine = next((card for card in found.loose if card.mine), None)
        if mine is None:
            return False
        topic = f"topic {int(mine.text.split()[-1]) % TOPICS}"
        grouping.group(self.here, self.ref, {mine.id: mine.version}, topic, known.get(topic))
        return True

    def note(self, of: Session) -> bool:
        """Say something about the topic that is up, once."""
        if of.topic is None or of.topic in self.noted:
            return False
        kind = self.chance.choice(tuple(NoteKind))
        made = discussion.write_note(self.here, self.ref, f"{self.login} says {len(self.noted)}", kind, group=of.topic)
        self.noted.add(of.topic)
        self.tell(f"note: {made.text}")
        return True

    def answer(self) -> None:
        """Answer the question that is open, once."""
        newest = self.store.sql("SELECT id, kind FROM poll WHERE is_open = 1 ORDER BY id DESC LIMIT 1")
        for poll_id, kind in newest:
            if poll_id in self.answered:
                continue
            number = self.chance.choice(list(SCALES[PollKind(kind)]))
            try:
                polls.answer(self.here, self.ref, number, poll_id)
            except Refused as refused:
                if "shown already" not in str(refused):
                    raise
                continue
            self.answered.add(poll_id)
            self.tell(f"answer: {poll_id} {number}")

    def act(self) -> bool:
        """Take on an action, if I am among the first."""
        if not self.acted and int(self.login[1:]) < ACTIONS:
            self.acted = True
            made = actions.add(self.here, f"{self.login} does it", source=self.ref, works="we see it")
            self.tell(f"action: {made.text}")
        return False


@dataclass
class Held(Outcome):
    """What came of a retro, beside its cards: what was acknowledged of notes, answers and actions; and the seconds."""

    told: dict[str, list[str]] = field(default_factory=dict)
    topics: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def sort(self) -> None:
        """Put what is no card apart."""
        lines, self.acknowledged = self.acknowledged, []
        for line in lines:
            kind, _, words = line.partition(": ")
            if words:
                self.told.setdefault(kind, []).append(words)
            else:
                self.acknowledged.append(line)


class Lead:
    """The facilitator: goes by the agenda, changes it under way, and waits for everybody."""

    def __init__(self, store: Store, folder: Path, people: int, cards: int, timeout: float) -> None:
        self.store, self.folder, self.people, self.cards, self.timeout = store, folder, people, cards, timeout
        self.seconds: dict[str, float] = {}

    @property
    def here(self) -> Context:
        return ctx(self.store, LEAD, self.folder)

    def count(self, sql: str) -> int:
        return int(self.store.sql(f"SELECT COUNT(*) FROM {sql}")[0][0])

    def wait(self, holds: Callable[[], bool], what: str) -> None:
        until(holds, what, self.timeout)

    def run(self) -> None:
        for step in (self.open, self.gather, self.group, self.vote, self.discuss, self.decide):
            begun = time.monotonic()
            step()
            self.seconds[step.__name__] = time.monotonic() - begun
        facilitation.move(self.here, "S1", Phase.CLOSED)

    def asked(self, kind: PollKind) -> None:
        """Ask, wait for everybody's answer, show."""
        poll = polls.ask(self.here, "S1", kind)
        self.wait(lambda: self.count(f"answer WHERE poll_id = {poll.id}") >= self.people, "everybody has answered")
        polls.show(self.here, "S1")

    def open(self) -> None:
        facilitation.move(self.here, "S1", Phase.STAGE)
        self.asked(PollKind.FIST)

    def gather(self) -> None:
        facilitation.move(self.here, "S1", Phase.GATHER)
        half = self.people * (self.cards // 2)
        self.wait(lambda: self.count("card") >= half / 2, "a quarter is written")
        first = sessions.find(self.here, "S1").agenda[0]
        agenda.skip_item(self.here, "S1", first.id)
        agenda.add_item(self.here, "S1", "A break", 3, before=first.id)
        agenda.move_item(self.here, "S1", first.id, 99)
        self.wait(lambda: self.count("card") >= half, "half is written")

    def group(self) -> None:
        facilitation.move(self.here, "S1", Phase.GROUP)
        facilitation.move(self.here, "S1", Phase.GATHER)
        facilitation.move(self.here, "S1", Phase.GROUP)
        groups = min(TOPICS, self.cards)
        self.wait(
            lambda: (
                self.count("card WHERE group_id IS NOT NULL") == self.people * self.cards
                and self.count("card_group WHERE id IN (SELECT group_id FROM card)") == groups
            ),
            "every card is in its group",
        )

    def vote(self) -> None:
        facilitation.move(self.here, "S1", Phase.VOTE)
        self.wait(lambda: grouping.finished(self.here, "S1")[0] >= self.people, "all have voted")

    def discuss(self) -> None:
        of = facilitation.move(self.here, "S1", Phase.DISCUSS)
        while of.topic is not None:
            topic = of.topic
            self.asked(PollKind.MORE)
            discussion.more_time(self.here, "S1")
            self.wait(lambda: self.count(f"note WHERE group_id = {topic}") >= self.people, "all have said theirs")  # noqa: B023  # waited for here
            of = discussion.next_topic(self.here, "S1")

    def decide(self) -> None:
        facilitation.move(self.here, "S1", Phase.DECIDE)
        self.wait(lambda: self.count("action") >= min(ACTIONS, self.people), "actions are taken on")
        discussion.agree(self.here, "we do what we decided", "S1")


def hold(folder: Path, people: int, cards: int, timeout: float = 120, *, anonymous: bool = False) -> tuple[Held, Store]:
    """Hold a whole retro with so many people and cards each; return what came of it, and the workspace to be read."""
    store = workspaces.workspace(folder)
    store.patience = 120  # whoever leads waits as long as everybody else
    retro.start(ctx(store, LEAD, folder), "Friday", box=60, anonymous=anonymous)
    logins = [f"p{number}" for number in range(people)]
    running = crowd.client(folder, store, cards, *logins, module="tests.live.retro_crowd")
    told = ThreadPoolExecutor(1).submit(running.communicate)  # a full pipe would hold them up
    lead = Lead(store, folder, people, cards, timeout)
    try:
        lead.run()
    except BaseException as error:
        crowd.stop(running)
        error.add_note(told.result()[1][-1000:])
        raise
    held = Held()
    crowd.finish(held, running, *told.result())
    held.sort()
    held.seconds = lead.seconds
    crowd.check(held, store, folder)
    check(held, store, folder)
    return held, store


def check(held: Held, store: Store, folder: Path) -> None:
    """Note everything about agenda, topics, notes, answers and actions that must not be."""
    found = retro.retro_view(ctx(store, LEAD, folder), "S1")
    of, wrong, told = found.view.session, held.wrong, held.told
    way = [item.title if item.phase is Phase.ITEM else item.phase for item in of.agenda]
    if [item for item in way if item in IN_ORDER] != list(IN_ORDER) or way[way.index(Phase.GATHER) + 1] != "A break":
        wrong.append("the agenda is not in its order")
    held.topics = sum(topic.state == "done" for topic in found.topics)
    stored = {
        "note": Counter(note.text for note in found.notes),
        "action": Counter(each.text for each in found.actions),
    }
    wrong += [f"{kind}s are lost or doubled" for kind, have in stored.items() if have != Counter(told.get(kind, []))]
    wrong += [f"{note.text} belongs nowhere" for note in found.notes if note.group is None]
    given: dict[int, Counter[int]] = {}
    for line in told.get("answer", []):
        poll_id, number = map(int, line.split())
        given.setdefault(poll_id, Counter())[number] += 1
    wrong += [f"poll {poll.id} was miscounted" for poll in found.polls if dict(poll.counts) != given[poll.id]]


def missing_in(page: str, held: Held) -> list[str]:
    """Return what was acknowledged and is not in a retro's document exactly once, votes and marks aside."""
    said = [*held.acknowledged, *held.told["note"], *held.told["action"]]
    return [words for words in said if len(re.findall(rf"(?<![\w]){re.escape(words)}(?![\w])", page)) != 1]


if __name__ == "__main__":
    sys.exit(crowd.main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4:], Participant))
