"""The retros and brainstorms that okrtui knows: what each asks, and how its time is cut. Pure data."""

from okrtui.errors import Refused
from okrtui.model.live import AgendaItem, Phase, PollKind
from okrtui.model.retro import Template
from okrtui.rules.live.polls import READY

DEFAULT = "start-stop-continue"
OKR = "okr"
BOX = 60
"""Minutes that a retro may take unless somebody says otherwise."""
TITLES = {
    Phase.REVIEW: "Actions of last time",
    Phase.STAGE: "Set the stage",
    Phase.SCORE: "Key result by key result",
    Phase.GATHER: "Gather",
    Phase.GROUP: "Group",
    Phase.VOTE: "Vote",
    Phase.DISCUSS: "Discuss",
    Phase.DECIDE: "Decide",
}


def _way(gather: int, group: int, vote: int, discuss: int, *, stage: int = 5, score: int = 0) -> tuple[AgendaItem, ...]:
    minutes = {
        Phase.REVIEW: 5,
        Phase.STAGE: stage,
        **({Phase.SCORE: score} if score else {}),
        Phase.GATHER: gather,
        Phase.GROUP: group,
        Phase.VOTE: vote,
        Phase.DISCUSS: discuss,
        Phase.DECIDE: 10,
    }
    return tuple(AgendaItem(0, phase, TITLES[phase], number) for phase, number in minutes.items())


_RADAR = _way(6, 4, 3, 10)
_HEALTH = (
    AgendaItem(0, Phase.ITEM, READY["mood"][1], 3, asks=PollKind.WORD),
    *_RADAR[:2],
    AgendaItem(0, Phase.ITEM, "Health radar", 12, asks=PollKind.RADAR),
    *_RADAR[2:],
    AgendaItem(0, Phase.ITEM, READY["roti"][1], 2, asks=PollKind.RATING),
)

TEMPLATES: tuple[Template, ...] = (
    Template(
        DEFAULT,
        "Start / Stop / Continue",
        "what to begin, what to leave, what to keep: the plain one",
        "What shall we start, stop and continue?",
        ("Start", "Stop", "Continue"),
        _way(8, 5, 4, 23),
    ),
    Template(
        "mad-sad-glad",
        "Mad / Sad / Glad",
        "how it felt: when the atmosphere needs words",
        "What made us mad, sad, glad?",
        ("Mad", "Sad", "Glad"),
        _way(8, 5, 4, 23),
    ),
    Template(
        "4ls",
        "4 Ls",
        "liked, learned, lacked, longed for: after a project or a quarter",
        "What did we like, learn, lack and long for?",
        ("Liked", "Learned", "Lacked", "Longed for"),
        _way(10, 5, 4, 21),
    ),
    Template(
        "sailboat",
        "Sailboat",
        "wind, anchors, rocks and the island: where we are heading",
        "What drives us, what holds us back, what lies ahead?",
        ("Wind", "Anchor", "Rocks", "Island"),
        _way(10, 5, 4, 21),
    ),
    Template(
        "starfish",
        "Starfish",
        "keep, less, more, stop, start: a finer scale than the plain one",
        "What shall we keep, do less, do more, stop and start?",
        ("Keep", "Less", "More", "Stop", "Start"),
        _way(10, 6, 4, 20),
    ),
    Template(
        "lean-coffee",
        "Lean Coffee",
        "no questions: people bring topics, votes order them, the clock cuts them",
        "What shall we talk about?",
        (),
        _way(5, 2, 3, 35, stage=0),
    ),
    Template(
        "health-check",
        "Health check",
        "mood, the team’s health radar with its trend, what to change, and whether it was worth the time",
        "What would make us healthier?",
        ("Keep", "Change"),
        _HEALTH,
    ),
    Template(
        OKR,
        "OKR retro",
        "at a cycle's end: score, learn, keep / change / stop, key result by key result",
        "What did this cycle teach us?",
        ("Worked", "Did not", "Try"),
        _way(6, 3, 3, 13, score=15),
    ),
)
"""Each fits its time box of 60 minutes."""


def _boxes(gather: int, group: int = 10, vote: int = 4) -> tuple[AgendaItem, ...]:
    boxes = {Phase.GATHER: gather, Phase.GROUP: group, Phase.VOTE: vote}
    return tuple(AgendaItem(0, phase, TITLES[phase], number) for phase, number in boxes.items())


PLAIN = "plain"
BRAINSTORMS: tuple[Template, ...] = (
    Template(PLAIN, "Plain", "one question, everybody writes", "", (), _boxes(8)),
    Template(
        "1-2-4-all",
        "1-2-4-All",
        "alone, in pairs, in fours: each round takes the best on",
        "",
        ("Alone", "In pairs", "In fours"),
        _boxes(12),
    ),
    Template(
        "brainwriting",
        "Brainwriting",
        "three rounds, each building on the last; best with open cards",
        "",
        ("Round one", "Round two", "Round three"),
        _boxes(15),
    ),
    Template(
        "pros-cons",
        "Pros and cons",
        "what speaks for it, what against it, what we do not know",
        "",
        ("For", "Against", "Not known"),
        _boxes(10),
    ),
)
"""How a brainstorm may be held; its phases are the same in each."""


def brainstorm(name: str) -> Template:
    """Return the way to hold a brainstorm that is called so. Raises Refused with those there are."""
    found = next((each for each in BRAINSTORMS if slug(name or PLAIN) in (each.name, slug(each.title))), None)
    if found is None:
        raise Refused(f"there is no template “{name}” (there are: {', '.join(each.name for each in BRAINSTORMS)})")
    return found


def slug(title: str) -> str:
    """Return what a template is called in commands: `Mad / Sad` is `mad-/-sad`, `Our own` is `our-own`."""
    return "-".join(title.casefold().split())
