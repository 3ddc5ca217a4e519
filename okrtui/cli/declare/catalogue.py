"""Every command of the command line, declared once."""

from okrtui.cli.declare.command import JSON, CliCommand, number, text
from okrtui.cli.declare.heroes import HERO_VERBS
from okrtui.cli.declare.live import LIVE_VERBS
from okrtui.cli.declare.retro import ACTION_VERBS

KINDS = ("increase", "decrease", "stay_above", "stay_below", "milestone", "binary")
_WEEK = text("--week", "an ISO week like 2026-W47 (this one)", "W")
_CYCLE = text("--cycle", "a cycle like 2026-Q4 (the current one)", "C")
_OBJECTIVE = (
    _CYCLE,
    text("--dri", "login of the one person who answers for it (you)", "L"),
    ("--kind", {"choices": ("committed", "aspirational"), "help": "committed unless you say aspirational"}),
    text("--parent", "the objective it contributes to", "REF"),
    text("--why", "why it matters"),
    text("--team", "the team it belongs to", "TEAM"),
    number("--weight", "how much it counts (1)"),
)
_KEY_RESULT = (
    number("--start", "where it starts (0); negative as --start=-5"),
    number("--target", "where it shall be"),
    ("--kind", {"choices": KINDS, "help": "follows from the numbers unless said"}),
    text("--unit", "what the numbers count", "U"),
    text("--dri", "login of the one person who answers for it (you)", "L"),
    number("--weight", "how much it counts (1)"),
    text("--milestone", "a step of a milestone key result, TEXT or TEXT=WEIGHT; repeat it", action="append"),
    text("--priority", "like p0"),
    text("--note", "anything worth knowing"),
)
_FORMAT = (
    "--format",
    {"choices": ("markdown", "json"), "default": "markdown", "help": "json moves a whole workspace, ids and journal"},
)
_REF = ("ref", {"metavar": "REF", "help": "like O3 or KR3.2"})

VERBS: tuple[CliCommand, ...] = (
    CliCommand(
        "init",
        "workspace.location.init",
        "make a workspace: private, or for a group of this machine",
        (
            text("--name", "what the team or company is called"),
            text("--shared", "let every member of this system group use it", "GROUP"),
            text("--timezone", "decides when a week begins, like Europe/Berlin (this machine's)", "ZONE"),
        ),
        "place",
    ),
    CliCommand(
        "demo",
        "workspace.location.demo",
        "open a throw-away workspace with a sample team",
        (
            text("--path", "write it to this file and keep it", "PATH"),
            ("--no-open", {"action": "store_true", "help": "only make it and print where it is"}),
        ),
        "nothing",
    ),
    CliCommand(
        "objective add",
        "okrs.add_objective",
        "make an objective; prints its ref",
        (
            ("title", {"metavar": "TITLE", "help": "what shall be true"}),
            *_OBJECTIVE,
            ("--draft", {"action": "store_true", "help": "as a draft, not active yet"}),
        ),
    ),
    CliCommand(
        "objective edit",
        "okrs.edit_objective",
        "change what is given of an objective",
        (
            _REF,
            text("--title", "a new title"),
            *_OBJECTIVE[1:],
            ("--state", {"choices": ("draft", "active", "cancelled"), "help": "draft, active or cancelled"}),
        ),
    ),
    CliCommand(
        "objective close",
        "okrs.close_objective",
        "close an objective: achieved, partial or missed by its scores",
        (
            _REF,
            text("--comment", "what came of it"),
            ("--as", {"dest": "state", "choices": ("achieved", "partial", "missed", "cancelled"), "help": "your word"}),
            ("--suggested", {"action": "store_true", "help": "give open key results the score progress suggests"}),
        ),
    ),
    CliCommand(
        "kr add",
        "okrs.add_key_result",
        "make a key result; prints its ref",
        (
            ("objective", {"metavar": "OBJ", "help": "the objective, like O3"}),
            ("title", {"metavar": "TITLE", "help": "what is measured"}),
            *_KEY_RESULT,
        ),
    ),
    CliCommand(
        "kr edit",
        "okrs.edit_key_result",
        "change what is given of a key result",
        (
            _REF,
            text("--title", "a new title"),
            *_KEY_RESULT,
            ("--state", {"choices": ("open", "cancelled"), "help": "open (again) or cancelled"}),
        ),
    ),
    CliCommand(
        "kr close",
        "okrs.close_key_result",
        "close a key result with its score",
        (
            _REF,
            number("score", "0.0 to 1.0, one decimal", nargs="?"),
            text("--comment", "what we learned"),
        ),
    ),
    CliCommand("okr list", "okrs.show_list", "list objectives and key results", (_CYCLE, JSON)),
    CliCommand("okr show", "okrs.show_one", "show one objective, or a key result with its history", (_REF, JSON)),
    CliCommand("cycle list", "okrs.list_cycles", "list the cycles", (JSON,)),
    CliCommand(
        "cycle add",
        "okrs.add_cycle",
        "make a cycle; one named like 2026-Q4 comes by itself",
        (
            ("name", {"metavar": "NAME", "help": "what it is called"}),
            text("--start", "first day", "DAY"),
            text("--end", "last day", "DAY"),
        ),
    ),
    CliCommand(
        "cycle close",
        "okrs.close_cycle",
        "close a cycle: from then on it is read-only",
        (
            ("name", {"metavar": "NAME", "help": "like 2026-Q4"}),
            ("--unscored", {"action": "store_true", "help": "although objectives are open still"}),
        ),
    ),
    CliCommand(
        "cycle prepare",
        "okrs.prepare",
        "copy chosen objectives and key results into the next cycle, as drafts",
        (
            ("source", {"metavar": "FROM", "help": "like 2026-Q4"}),
            ("target", {"metavar": "TO", "help": "like 2027-Q1"}),
            ("refs", {"metavar": "REF", "nargs": "*", "help": "what to copy, like O1 KR1.2 (what its retro said)"}),
        ),
    ),
    CliCommand(
        "import",
        "documents.markdown.import_",
        "read objectives from a Markdown document, or a whole workspace from JSON into a new one",
        (
            ("file", {"metavar": "FILE", "help": "the document, - for standard input"}),
            _CYCLE,
            ("--dry-run", {"action": "store_true", "help": "only show what was understood"}),
            ("--yes", {"action": "store_true", "help": "do it without asking"}),
            _FORMAT,
            text("--shared", "with --format json: let every member of this system group use it", "GROUP"),
            JSON,
        ),
        formats={"json": ("documents.transfer.import_whole", "place")},
    ),
    CliCommand(
        "checkin",
        "checkin.checkin",
        "enter a key result's value for a week, or correct what is given of it",
        (
            _REF,
            (
                "value",
                {
                    "metavar": "VALUE",
                    "nargs": "?",
                    "help": "a number, = for unchanged, yes/no, or #1,#3 for milestones",
                },
            ),
            ("--confidence", {"type": int, "metavar": "0-10", "help": "how sure you are to reach it"}),
            text("--note", "what moved, or why not"),
            ("--clear-confidence", {"action": "store_true", "help": "take the week's confidence away"}),
            ("--clear-note", {"action": "store_true", "help": "take the week's note away"}),
            _WEEK,
            (
                "--status",
                {"choices": ("on track", "at risk", "off track", "suggested"), "help": "your word, where it differs"},
            ),
            text("--for", "whose check-in it is, where you enter it for somebody", "LOGIN", dest="who"),
        ),
    ),
    CliCommand(
        "update",
        "week.update",
        "write your weekly update; without arguments it shows it",
        (
            text("--priority", "one of up to three; end it with KR1.2 to tie it", action="append"),
            text("--done", "mark a priority done: 1, or 2026-W46:1", "N", action="append"),
            text("--carry", "carry an open priority of an earlier week into this one", "N", action="append"),
            text("--drop", "drop a priority: N=REASON", "N=REASON", action="append"),
            text("--action-done", "mark an action item done, like A3; repeat it", "REF", action="append"),
            text("--ahead", "what comes in the next four weeks; repeat it", action="append"),
            text("--blocker", "what blocks you"),
            text("--helper", "login of who can help; repeat it", "LOGIN", action="append"),
            text("--win", "what went well; repeat it", action="append"),
            (
                "--pulse",
                {
                    "type": int,
                    "metavar": "1-5",
                    "nargs": "?",
                    "const": -1,
                    "help": "how it felt, shown only as a team's mean; 0: not given; without a number it is asked for",
                },
            ),
            _WEEK,
            JSON,
        ),
    ),
    CliCommand("due", "due.due", "tell in one line what is due; silent when nothing is", (JSON,), "due"),
    CliCommand(
        "week",
        "week.show",
        "show the week: priorities, key results, health, help, pulse",
        (
            ("week", {"metavar": "W", "nargs": "?", "help": "an ISO week (this one)"}),
            text("--scope", "me, everyone, or a team's name", "SCOPE", default="everyone"),
            JSON,
        ),
    ),
    CliCommand(
        "health",
        "week.health",
        "list the health metrics, or enter one's colour",
        (
            ("name", {"metavar": "NAME", "nargs": "?", "help": "the metric"}),
            ("colour", {"choices": ("green", "amber", "red"), "nargs": "?", "help": "this week's colour"}),
            text("--note", "why"),
            _WEEK,
            ("--add", {"action": "store_true", "help": "make the metric"}),
            ("--retire", {"action": "store_true", "help": "stop showing the metric"}),
            text("--team", "the team of a new metric", "TEAM", default=""),
            JSON,
        ),
    ),
    *HERO_VERBS,
    *LIVE_VERBS,
    *ACTION_VERBS,
    CliCommand(
        "report week",
        "documents.markdown.report_week",
        "print the week as Markdown",
        (
            ("week", {"metavar": "W", "nargs": "?", "help": "an ISO week (this one)"}),
            text("--scope", "everyone, or a team's name", "SCOPE", default="everyone"),
        ),
    ),
    CliCommand(
        "report cycle",
        "documents.markdown.report_cycle",
        "print a cycle as Markdown",
        (("cycle", {"metavar": "C", "nargs": "?", "help": "a cycle (the current one)"}),),
    ),
    CliCommand(
        "export",
        "documents.markdown.export",
        "write the workspace as a tree of Markdown files, or all of it as one JSON file",
        (
            ("folder", {"metavar": "DIR", "help": "where to; files of others are left alone. JSON: a new file, or -"}),
            _FORMAT,
            JSON,
        ),
        formats={"json": ("documents.transfer.export_whole", "context")},
    ),
    CliCommand("people", "people.responsibilities", "show who answers for what, and what has nobody", (JSON,)),
    CliCommand(
        "member add",
        "people.add",
        "add a member, or change one",
        (
            ("login", {"metavar": "LOGIN", "help": "their login on this machine"}),
            text("--name", "what they are called"),
            text("--team", "a team they are in; repeat it", "TEAM", action="append"),
            text("--skills", "what they can be asked for"),
            ("--left", {"action": "store_true", "help": "they have left"}),
        ),
    ),
    CliCommand("member list", "people.list_members", "list the members", (JSON,)),
    CliCommand(
        "team add", "people.add_team", "make a team", (("name", {"metavar": "NAME", "help": "what it is called"}),)
    ),
    CliCommand("team list", "people.list_teams", "list the teams and who is in them", (JSON,)),
    CliCommand(
        "workspace",
        "people.workspace",
        "show or change the workspace's name, timezone, vision and values",
        (
            text("--name", "a new name"),
            text("--timezone", "like Europe/Berlin", "ZONE"),
            text("--vision", "where all this leads"),
            text("--values", "what you hold to on the way"),
            JSON,
        ),
    ),
    CliCommand(
        "log",
        "journal.log",
        "show who changed what, newest first",
        (
            ("--limit", {"type": int, "default": 50, "metavar": "N", "help": "how many entries (50)"}),
            text("--who", "only one person's", "LOGIN"),
            text("--ref", "only about this", "REF"),
            ("--verify", {"action": "store_true", "help": "tell whether it was changed behind okrtui's back"}),
            ("--accept", {"action": "store_true", "help": "and take it as it is, after a restore"}),
            JSON,
        ),
    ),
    CliCommand("undo", "journal.undo", "take back your newest change", needs="live"),
    CliCommand("redo", "journal.redo", "do again what you took back last"),
    CliCommand(
        "backup",
        "workspace.location.backup",
        "write a checked copy of the workspace while others go on working",
        (("file", {"metavar": "FILE", "help": "a file that is not there yet"}),),
    ),
    CliCommand(
        "restore",
        "workspace.location.restore",
        "bring a backup back; what it replaces is kept beside it",
        (("file", {"metavar": "FILE", "help": "the backup; it is checked first"}),),
        "place",
    ),
    CliCommand(
        "doctor",
        "workspace.doctor.doctor",
        "look for what is wrong with workspace, folder, lock and terminal, and say what to do",
        (("--fix", {"action": "store_true", "help": "do the safe repairs"}), JSON),
        "place",
    ),
    CliCommand(
        "grant",
        "workspace.postgres.grant",
        "on a PostgreSQL server: let somebody use the workspace under their database login",
        (("login", {"help": "their name on the server"}),),
        "place",
    ),
    CliCommand("paths", "workspace.location.paths", "print where everything lies and who decided it", (JSON,), "place"),
    CliCommand(
        "completion",
        "workspace.location.completion",
        "print a completion script for your shell",
        (("shell", {"choices": ("bash", "zsh", "fish"), "help": "bash, zsh or fish"}),),
        "nothing",
    ),
)

GROUPS = {
    "objective": "make, change and close objectives",
    "kr": "make, change and close key results",
    "okr": "look at objectives and key results",
    "cycle": "make, prepare and close cycles",
    "heroes": "look at the hero board and its cards",
    "ideas": "follow ideas until they are adopted or rejected",
    "brainstorm": "lead a live brainstorm, take part in it, look at it",
    "retro": "lead a retro with its agenda, take part in it, look at it",
    "action": "what was agreed to be done: each with one DRI and a day",
    "report": "print Markdown for people who were not there",
    "member": "the people of the workspace",
    "team": "its teams",
}
