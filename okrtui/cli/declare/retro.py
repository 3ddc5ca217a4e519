"""The commands that only retros have, and those of action items, declared."""

from okrtui.cli.declare.command import ASKED, JSON, CliCommand, text

_SESSION = ("ref", {"metavar": "REF", "nargs": "?", "help": "a retro like S3 (the running one)"})
_IN = text("--in", "the retro (the running one)", "REF", dest="session")
_ITEM = ("item", {"metavar": "STEP", "type": int, "help": "a step's number, as `okrtui retro agenda` lists it"})
_ACTION = ("ref", {"metavar": "REF", "help": "an action, like A3"})
_TOPIC = ("topic", {"metavar": "TOPIC", "nargs": "?", "help": "a topic's number or name (the one that is up)"})
_MINUTES = ("minutes", {"metavar": "MINUTES", "type": int, "help": "minutes; 0 for no clock"})

RETRO_VERBS: tuple[CliCommand, ...] = (
    CliCommand(
        "retro start",
        "retro.start",
        "start a retro that you lead, with an agenda from a template; prints its ref",
        (
            ("title", {"metavar": "TITLE", "help": "what it is called"}),
            text("--template", "see okrtui retro templates (start-stop-continue)", "NAME"),
            text("--question", "the question to answer (the template's)"),
            text("--team", "the team that holds it", "TEAM"),
            text("--cycle", "the cycle that an OKR retro looks back on (the current one)", "C"),
            ("--box", {"type": int, "metavar": "MIN", "default": 60, "help": "minutes for all of it (60); 0 for none"}),
            ("--topic-minutes", {"type": int, "metavar": "MIN", "default": 5, "help": "minutes for each topic (5)"}),
            ("--anonymous", {"action": "store_true", "help": "store nowhere who wrote, voted, noted or answered what"}),
            ("--open", {"action": "store_true", "help": "show cards as they come, not after the gathering"}),
            ("--budget", {"type": int, "metavar": "N", "help": "votes a person has (by the number of groups)"}),
            ("--most", {"type": int, "metavar": "N", "default": 3, "help": "votes a person may give one group (3)"}),
        ),
    ),
    CliCommand("retro templates", "retro.templates", "list the templates there are", (JSON,)),
    CliCommand(
        "retro save-template",
        "retro.save_template",
        "keep a retro's question, prompts and agenda as the team's own template",
        (("name", {"metavar": "NAME", "help": "what the template is called"}), _IN),
    ),
    CliCommand(
        "retro topic",
        "retro.topic",
        "put a topic on the next retro's agenda; without TEXT list what is on it",
        (
            ("text", {"metavar": "TEXT", "nargs": "?", "help": "what should be talked about"}),
            text("--team", "the team whose retro it is for", "TEAM"),
            ("--drop", {"type": int, "metavar": "N", "help": "take this topic off again"}),
            JSON,
        ),
    ),
    CliCommand(
        "retro agenda", "retro.agenda", "list the steps with their minutes and whether they fit", (_SESSION, JSON)
    ),
    CliCommand(
        "retro agenda-add",
        "retro.agenda_add",
        "put an item of its own on the agenda",
        (
            ("title", {"metavar": "TITLE", "help": "what it is about"}),
            ("--minutes", {"type": int, "metavar": "MIN", "default": 5, "help": "how long (5)"}),
            ("--before", {"type": int, "metavar": "STEP", "help": "before this step (at the end)"}),
            _IN,
        ),
    ),
    CliCommand(
        "retro agenda-move",
        "retro.agenda_move",
        "move a step of the agenda",
        (_ITEM, ("where", {"choices": ("earlier", "later"), "help": "one step earlier or later"}), _IN),
    ),
    CliCommand("retro agenda-minutes", "retro.agenda_minutes", "give a step other minutes", (_ITEM, _MINUTES, _IN)),
    CliCommand(
        "retro agenda-skip",
        "retro.agenda_skip",
        "leave a step out",
        (_ITEM, ("--not", {"action": "store_true", "dest": "again", "help": "take it in again"}), _IN),
    ),
    CliCommand(
        "retro note",
        "retro.note",
        "write a note to what is up now",
        (
            ("text", {"metavar": "TEXT", "nargs": "?", "help": f"your words{ASKED}"}),
            ("--decision", {"action": "store_true", "help": "it was decided"}),
            ("--edit", {"type": int, "metavar": "N", "help": "change this note; empty words take it away"}),
            _IN,
        ),
    ),
    CliCommand(
        "retro park",
        "retro.park",
        "put the topic that is up, or these words, into the parking lot",
        (("text", {"metavar": "TEXT", "nargs": "?", "help": "words to park (the topic that is up)"}), _IN),
    ),
    CliCommand("retro topic-next", "retro.topic_next", "go on to the next topic, or to a named one", (_TOPIC, _IN)),
    CliCommand(
        "retro more-time", "retro.more_time", "give the topic that is up 5, then 2, then 1 minute more", (_SESSION,)
    ),
    CliCommand(
        "retro ask",
        "retro.ask",
        "ask the room: fist (0 to 5) or more (more time for the topic, 1 or 0)",
        (("what", {"choices": ("fist", "more"), "help": "what to ask"}), _IN),
    ),
    CliCommand(
        "retro answer",
        "retro.answer",
        "answer the open question; never stored under your name in an anonymous retro",
        (("number", {"metavar": "N", "nargs": "?", "type": int, "help": f"0 to 5; for more time 1 or 0{ASKED}"}), _IN),
    ),
    CliCommand("retro reveal", "retro.reveal", "show the answers to the open question, all at once", (_SESSION,)),
    CliCommand(
        "retro agree",
        "retro.agree",
        "make a working agreement; without TEXT list those that hold",
        (
            ("text", {"metavar": "TEXT", "nargs": "?", "help": "what was agreed"}),
            ("--retire", {"type": int, "metavar": "N", "help": "end this one"}),
            JSON,
        ),
    ),
    CliCommand(
        "retro score",
        "retro.score",
        "score a key result in an OKR retro, with what was learned",
        (
            ("kr", {"metavar": "REF", "help": "a key result, like KR1.2"}),
            ("score", {"metavar": "SCORE", "type": float, "help": "0.0 to 1.0, one decimal"}),
            text("--comment", "its DRI's comment"),
            text("--learned", "what we learned"),
            ("--verdict", {"choices": ("keep", "change", "stop"), "help": "what becomes of it in the next cycle"}),
            _IN,
        ),
    ),
    CliCommand(
        "retro close-cycle", "retro.close_cycle", "close the cycle that an OKR retro looks back on", (_SESSION,)
    ),
)

ACTION_VERBS: tuple[CliCommand, ...] = (
    CliCommand(
        "action add",
        "actions.add",
        "make an action item with one DRI and a day; prints its ref",
        (
            ("text", {"metavar": "TEXT", "help": "what shall be done"}),
            text("--dri", "login of the one person who sees to it (you)", "L"),
            text("--due", "the day it is due (in a week)", "DAY"),
            text("--works", "how we will see that it worked"),
            text("--kr", "the key result it serves", "REF"),
            text("--topic", "what was talked about"),
            text("--in", "the session it comes out of (the running retro)", "REF", dest="session"),
        ),
    ),
    CliCommand(
        "action list",
        "actions.show_list",
        "list open action items, those due first in front",
        (
            ("--mine", {"action": "store_true", "help": "only mine"}),
            text("--dri", "only those of one person", "L"),
            text("--in", "only those out of this session", "REF", dest="session"),
            ("--all", {"action": "store_true", "help": "the done and dropped ones too"}),
            JSON,
        ),
    ),
    CliCommand("action show", "actions.show_one", "show an action item with its history", (_ACTION, JSON)),
    CliCommand("action done", "actions.done", "say that it is done", (_ACTION, text("--note", "what came of it"))),
    CliCommand(
        "action drop",
        "actions.drop",
        "give it up, with the reason",
        (_ACTION, ("reason", {"metavar": "REASON", "help": "why"})),
    ),
    CliCommand(
        "action keep", "actions.keep", "say that it was looked at and stays open", (_ACTION, text("--note", "why"))
    ),
    CliCommand("action reopen", "actions.reopen", "open it again", (_ACTION,)),
    CliCommand(
        "action edit",
        "actions.edit",
        "change what is given of an action item",
        (
            _ACTION,
            text("--text", "new words"),
            text("--dri", "login of the one person who sees to it", "L"),
            text("--due", "the day it is due", "DAY"),
            text("--works", "how we will see that it worked"),
        ),
    ),
)
