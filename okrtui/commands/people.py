"""The people: screens and commands, declared."""

from okrtui.commands.command import EVERYWHERE, Command, ScreenEntry

SCREENS = (
    ScreenEntry(
        "people",
        "People",
        "people.PeopleScreen",
        13,
        Command("go.people", ("8",), "people", "Show what each person is responsible for.", EVERYWHERE, True),
    ),
)

COMMANDS: tuple[Command, ...] = (
    Command("people.fold", ("space",), "fold", "Fold or unfold what a person answers for.", "people"),
    Command("people.fold-all", ("z",), "fold all", "Fold or unfold everybody.", "people", True),
    Command("people.new", ("n",), "person", "Add a person to the workspace.", "people", True),
    Command("people.edit", ("e",), "edit", "Edit a person: name, teams, skills, whether they left.", "people", True),
    Command("people.add-team", ("N",), "team", "Make a team.", "people", True),
    Command(
        "people.unowned", ("w",), "without DRI", "Go to what has no DRI, then to what is there twice.", "people", True
    ),
)
