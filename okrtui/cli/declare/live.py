"""The commands of ideas and of live sessions, declared; brainstorm and retro share most of them."""

from okrtui.cli.declare.command import ASKED, JSON, CliCommand, text
from okrtui.cli.declare.retro import RETRO_VERBS

_STATES = ("captured", "shortlisted", "research", "prototype", "adopted", "rejected")
_SESSION = ("ref", {"metavar": "REF", "nargs": "?", "help": "a session like S3 (the running one)"})
_IN = text("--in", "the session (the running one)", "REF", dest="session")
_IDEA = ("ref", {"metavar": "REF", "help": "an idea, like I4"})
_GROUP = ("group", {"metavar": "GROUP", "help": "a group's number or name"})
_CARDS = ("cards", {"metavar": "ID", "nargs": "+", "type": int, "help": "cards by their numbers"})
_SIZE: dict[str, object] = {"type": int, "choices": (1, 2, 3)}

IDEA_VERBS: tuple[CliCommand, ...] = (
    CliCommand(
        "idea",
        "ideas.idea",
        "drop an idea into the running brainstorm, or into the inbox; says which",
        (
            ("text", {"metavar": "TEXT", "nargs": "?", "help": f"the idea; #tag and >KR2.1 are understood{ASKED}"}),
            text("--for", "whose idea it is, where you enter it for somebody", "LOGIN", dest="who"),
            ("--inbox", {"action": "store_true", "help": "into the inbox, under your name, whatever runs"}),
        ),
    ),
    CliCommand(
        "ideas list",
        "ideas.show_list",
        "list the ideas, newest first",
        (
            ("--state", {"choices": _STATES, "help": "only those in this state"}),
            text("--text", "words that must stand in it", "WORDS"),
            ("--unchosen", {"action": "store_true", "help": "also the cards that no ended brainstorm chose"}),
            JSON,
        ),
    ),
    CliCommand("ideas show", "ideas.show_one", "show an idea and every step of its way", (_IDEA, JSON)),
    CliCommand(
        "ideas advance",
        "ideas.advance",
        "bring an idea to another state",
        (_IDEA, ("state", {"choices": _STATES, "help": "where to"}), text("--note", "what came of it; why")),
    ),
    CliCommand(
        "ideas champion",
        "ideas.champion",
        "give an idea the person who carries it on",
        (_IDEA, ("login", {"metavar": "LOGIN", "help": "the person; an empty text for nobody"})),
    ),
)

BRAINSTORM_VERBS: tuple[CliCommand, ...] = (
    CliCommand(
        "brainstorm start",
        "live.start",
        "start a brainstorm that you lead; prints its ref",
        (
            ("title", {"metavar": "TITLE", "help": "what it is about"}),
            text("--question", "the question to answer (the title)"),
            text("--kr", "the key result it serves", "REF"),
            ("--anonymous", {"action": "store_true", "help": "store nowhere who wrote or voted what"}),
            ("--open", {"action": "store_true", "help": "show cards as they come, not at the reveal"}),
            ("--budget", {"type": int, "metavar": "N", "help": "votes a person has (by the number of groups)"}),
            ("--most", {"type": int, "metavar": "N", "default": 3, "help": "votes a person may give one group (3)"}),
            text("--minutes", "minutes of phases (gather=8,group=10,vote=4); 0 for no timer", "PHASE=N,…"),
        ),
    ),
    CliCommand(
        "brainstorm choose",
        "live.choose",
        "make a group an idea that lives on; prints its ref",
        (
            _GROUP,
            text("--champion", "login of whoever carries it on", "LOGIN"),
            ("--effort", {**_SIZE, "help": "1 small, 3 large"}),
            ("--impact", {**_SIZE, "help": "1 small, 3 large"}),
            _IN,
        ),
    ),
)

LEADING: tuple[CliCommand, ...] = (
    CliCommand("brainstorm next", "live.next_", "go on to the next phase", (_SESSION,)),
    CliCommand("brainstorm back", "live.back", "go back to the phase before", (_SESSION,)),
    CliCommand("brainstorm close", "live.close", "close the session; undo opens it again", (_SESSION,)),
    CliCommand(
        "brainstorm edit",
        "live.edit",
        "change the session's title or question, also while it runs; its facilitator's",
        (
            _SESSION,
            text("--title", "its new title"),
            text("--question", "what it asks; empty asks its title"),
        ),
    ),
    CliCommand(
        "brainstorm timer",
        "live.timer",
        "give the phase more time, stop its clock, or let it go on",
        (("what", {"metavar": "WHAT", "help": "+60 for a minute more, pause, or go"}), _IN),
    ),
    CliCommand(
        "brainstorm hand-over",
        "live.hand_over",
        "let somebody else lead",
        (("login", {"metavar": "LOGIN", "help": "the next facilitator"}), _IN),
    ),
    CliCommand(
        "brainstorm take-over", "live.take_over", "lead, where the facilitator is gone for a minute", (_SESSION,)
    ),
)

TAKING_PART: tuple[CliCommand, ...] = (
    CliCommand(
        "brainstorm status",
        "live.status",
        "show phase, time left, room, cards, groups, your votes",
        (_SESSION, JSON),
    ),
    CliCommand("brainstorm list", "live.show_list", "list the sessions, newest first", (JSON,)),
    CliCommand("brainstorm show", "live.show_one", "print a session as Markdown", (_SESSION,)),
    CliCommand("brainstorm join", "live.join", "say that you are in the room", (_SESSION,)),
    CliCommand(
        "brainstorm ready",
        "live.ready",
        "say that you are ready for the next phase",
        (_SESSION, ("--not", {"action": "store_true", "dest": "unready", "help": "not yet"})),
    ),
    CliCommand(
        "brainstorm card",
        "live.card",
        "write a card; prints its number",
        (
            (
                "text",
                {"metavar": "TEXT", "nargs": "?", "help": f"your words; #tag, >KR2.1, @login are understood{ASKED}"},
            ),
            ("--edit", {"type": int, "metavar": "ID", "help": "change this card of yours; empty words take it back"}),
            _IN,
        ),
    ),
    CliCommand(
        "brainstorm group",
        "live.group",
        "put cards into a group; prints its number",
        (
            _CARDS,
            text("--name", "what the group is called"),
            text("--into", "a group that is there already", "GROUP"),
            _IN,
        ),
    ),
    CliCommand("brainstorm ungroup", "live.ungroup", "take cards out of their groups", (_CARDS, _IN)),
    CliCommand(
        "brainstorm merge",
        "live.merge",
        "put a group's cards into another one",
        (_GROUP, ("into", {"metavar": "INTO", "help": "the group that stays"}), _IN),
    ),
    CliCommand(
        "brainstorm name",
        "live.name",
        "name a group",
        (_GROUP, ("name", {"metavar": "NAME", "help": "its new name"}), _IN),
    ),
    CliCommand(
        "brainstorm vote",
        "live.vote",
        "give a group one of your votes",
        (
            ("group", {"metavar": "GROUP", "nargs": "?", "help": f"a group's number or name{ASKED}"}),
            ("--take-back", {"action": "store_true", "help": "take one back instead"}),
            text("--for", "a person in the room without a terminal; the facilitator's", "LOGIN", dest="who"),
            _IN,
        ),
    ),
)


def _of(kind: str, commands: tuple[CliCommand, ...]) -> tuple[CliCommand, ...]:
    """Return commands of any live session as those of one ritual: the first word says which it is about."""
    return tuple(CliCommand(c.words.replace("brainstorm", kind, 1), c.does, c.help, c.args) for c in commands)


LIVE_VERBS: tuple[CliCommand, ...] = tuple(
    CliCommand(verb.words, verb.does, verb.help, verb.args, "live")
    for verb in (
        *IDEA_VERBS,
        *BRAINSTORM_VERBS,
        *LEADING,
        *TAKING_PART,
        *RETRO_VERBS,
        *_of("retro", LEADING),
        *_of("retro", TAKING_PART),
    )
)
"""All of them act in a context that has its own secrets with it."""
