"""The action items: screens and commands, declared."""

from okrtui.commands.command import EVERYWHERE, Command, ScreenEntry

SCREENS = (
    ScreenEntry(
        "actions",
        "Actions",
        "actions.actions.ActionsScreen",
        14,
        Command("go.actions", ("9",), "actions", "Show the action items: who does what until when.", EVERYWHERE),
    ),
)

COMMANDS: tuple[Command, ...] = (
    Command("actions.open", (), "open", "Read the action and its history.", "actions"),
    Command("actions.new", ("n",), "action", "Make an action: one DRI and a day.", "actions", True),
    Command("actions.edit", ("e",), "edit", "Edit text, DRI, day and how we will see that it worked.", "actions", True),
    Command("actions.done", ("space",), "done", "Say that the action is done.", "actions", True),
    Command("actions.keep", ("equals_sign",), "stays open", "Note that it was looked at and stays open.", "actions"),
    Command("actions.drop", ("d",), "drop", "Give the action up and say why.", "actions", True),
    Command("actions.reopen", ("A",), "open again", "Open it again after it was done or dropped.", "actions", True),
    Command("actions.scope", ("s",), "scope", "Show the next circle: me, my teams, everyone.", "actions", True),
    Command("actions.settled", ("a",), "all", "Show the done and dropped ones too, or hide them again.", "actions"),
    Command("actions.source", ("o",), "session", "Show the session that the action comes out of.", "actions"),
)
