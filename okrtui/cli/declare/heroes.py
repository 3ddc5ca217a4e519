"""The commands of the hero board, declared."""

from okrtui.cli.declare.command import JSON, CliCommand, text

_CARD = ("ref", {"metavar": "REF", "help": "a card, like H7"})
_STANDARDS = ("contribution", "honor", "increment")


HERO_VERBS: tuple[CliCommand, ...] = (
    CliCommand(
        "hero",
        "heroes.hero",
        "thank people in public; prints the card's ref",
        (
            ("recipients", {"metavar": "LOGIN[,LOGIN]", "help": "whom you thank"}),
            ("story", {"metavar": "STORY", "help": "what changed for whom"}),
            ("--standard", {"choices": _STANDARDS, "required": True, "help": "what it is that you thank for"}),
            text("--evidence", "a link, commit, ticket or number; an increment needs it"),
            text("--kr", "the key result it moved", "REF"),
        ),
    ),
    CliCommand(
        "heroes list",
        "heroes.show_list",
        "list the hero board, newest first",
        (
            text("--period", "week, quarter, all, or a cycle's name (quarter)", "P", default="quarter"),
            text("--person", "who gave or got it", "LOGIN"),
            text("--team", "a team's people", "TEAM"),
            ("--standard", {"choices": _STANDARDS, "help": "only this one"}),
            text("--text", "words that must stand on the card"),
            ("--practices", {"action": "store_true", "help": "only practices worth copying, of all time"}),
            JSON,
        ),
    ),
    CliCommand("heroes show", "heroes.show_one", "show a card with everything on it", (_CARD, JSON)),
    CliCommand(
        "heroes about",
        "heroes.about",
        "tell what a person was thanked for",
        (("login", {"metavar": "LOGIN", "help": "the person"}), JSON),
    ),
    CliCommand(
        "heroes withdraw",
        "heroes.withdraw",
        "take back a card of yours: within a minute without trace",
        (_CARD, text("--reason", "why, once a minute has gone by")),
    ),
    CliCommand(
        "heroes react",
        "heroes.react",
        "put a reaction on a card, or take it off again",
        (_CARD, ("kind", {"choices": ("heart", "star", "wow"), "help": "heart, star or wow"})),
    ),
    CliCommand(
        "heroes reply",
        "heroes.reply",
        "write below a card",
        (_CARD, ("text", {"metavar": "TEXT", "help": "your words"})),
    ),
    CliCommand(
        "heroes hide",
        "heroes.hide",
        "take a card about you off the board and every export",
        (_CARD, ("--show", {"action": "store_true", "help": "put it back"})),
    ),
    CliCommand(
        "heroes words",
        "heroes.words",
        "put your own words beside the giver's on a card about you",
        (_CARD, ("text", {"metavar": "TEXT", "help": "your words"})),
    ),
    CliCommand(
        "heroes practice",
        "heroes.practice",
        "mark a card as a practice worth copying",
        (_CARD, text("--when", "when to use it"), text("--how", "how to do it")),
    ),
    CliCommand("heroes nudge", "heroes.nudge", "tell you alone whom nobody has thanked yet this quarter", (JSON,)),
)
