"""Every command of the TUI, declared once; footer, `?`, palette and docs/keys.md come from here."""

from okrtui.commands.command import EVERYWHERE as EVERYWHERE
from okrtui.commands.command import Command as Command
from okrtui.commands.live import BRAINSTORM, RETRO

SCREENS: dict[str, str] = {
    "week": "This week",
    "okrs": "OKRs",
    "keyresult": "Key result",
    "checkin": "Check-in",
    "heroes": "Heroes",
    "hero": "Hero board",
    "practices": "Practices worth copying",
    "story": "A person’s story",
    "ideas": "Ideas",
    "brainstorm": "Brainstorm",
    "retros": "Retros",
    "retro": "Retro",
    "log": "Journal",
    "people": "People",
    "actions": "Actions",
}
"""Screen ids and what a person calls them, in the order of their number keys."""

CATALOGUE: tuple[Command, ...] = (
    # Everywhere
    Command(
        "go.week", ("1",), "week", "Show this week: priorities, key results, health and who is due.", EVERYWHERE, True
    ),
    Command("go.okrs", ("2",), "okrs", "Show the cycle's objectives and key results as a tree.", EVERYWHERE, True),
    Command("go.checkin", ("3", "c"), "check in", "Fill in my weekly check-in.", EVERYWHERE, True),
    Command("go.heroes", ("4",), "heroes", "Show the hero board: who was thanked for what.", EVERYWHERE, True),
    Command(
        "go.ideas", ("5",), "ideas", "Show the ideas on their way, and the brainstorm that runs.", EVERYWHERE, True
    ),
    Command("go.retros", ("6",), "retros", "Show the retros, the next one's topics and agreements.", EVERYWHERE, True),
    Command("go.live", ("b", "f9"), "join", "Join the live session that runs.", EVERYWHERE),
    Command("go.log", ("7",), "journal", "Show who changed what and when.", EVERYWHERE),
    Command("go.people", ("8",), "people", "Show what each person is responsible for.", EVERYWHERE, True),
    Command("go.actions", ("9",), "actions", "Show the action items: who does what until when.", EVERYWHERE),
    Command("app.filter", ("/",), "filter", "Keep only the rows that contain what you type.", EVERYWHERE, True),
    Command("app.copy", ("y",), "copy", "Copy what is shown as Markdown to the terminal's clipboard.", EVERYWHERE),
    Command("app.export", ("x",), "export", "Write the whole workspace as a tree of Markdown files.", EVERYWHERE),
    Command("app.undo", ("u",), "undo", "Take back my last change.", EVERYWHERE),
    Command("app.redo", ("U",), "redo", "Do again what was taken back last.", EVERYWHERE),
    Command("app.theme", ("T",), "theme", "Switch between the dark, light and 16-colour look.", EVERYWHERE),
    Command(
        "app.palette",
        ("ctrl+p",),
        "palette",
        "Find any command by its name, and go to what has a ref, a title or a login.",
        EVERYWHERE,
    ),
    Command("app.back", ("escape",), "back", "Leave the field, drop the filter, or go back one screen.", EVERYWHERE),
    Command("app.quit", ("q",), "quit", "Leave okrtui; half-written text is kept as a draft.", EVERYWHERE),
    Command("app.help", ("?", "f1"), "help", "Show every key that does something here.", EVERYWHERE, True),
    # week: below this line each screen's author adds the screen's own commands
    Command("week.scope", ("s",), "scope", "Show the next circle of people: me, my teams, everyone.", "week", True),
    Command("week.done", ("space",), "done", "Mark my priority done, or open it again.", "week", True),
    Command("week.open", (), "open priority", "Offer what can be done with the priority under the cursor.", "week"),
    Command("week.drop", ("d",), "drop", "Drop my priority and say why.", "week"),
    Command("week.health", ("r",), "health", "Record red, amber or green for a health metric.", "week", True),
    Command("week.new", ("n",), "new metric", "Add a health metric: a thing to protect while we push.", "week"),
    Command("week.retire", ("R",), "retire metric", "Stop showing the health metric under the cursor.", "week"),
    Command("week.who", ("w",), "who", "List who has checked in and who has not.", "week"),
    Command("week.previous", ("left_square_bracket",), "week before", "Read the week before.", "week"),
    Command("week.next", ("right_square_bracket",), "week after", "Read the week after.", "week"),
    Command("week.today", ("t",), "this week", "Come back to the present week.", "week"),
    # okrs
    Command("okrs.check", ("c",), "check in", "Enter this week's value, confidence and note here.", "okrs", True),
    Command("okrs.new", ("n",), "objective", "Write a new objective into the cycle.", "okrs", True),
    Command("okrs.add", ("a",), "key result", "Add a key result to the objective.", "okrs", True),
    Command("okrs.edit", ("e",), "edit", "Edit the objective or key result.", "okrs", True),
    Command("okrs.write", ("E",), "editor", "Write its why or note in $VISUAL or $EDITOR.", "okrs"),
    Command("okrs.fold", ("space",), "fold", "Fold or unfold what lies beneath.", "okrs"),
    Command("okrs.fold-in", ("left", "h"), "fold in", "Fold, or go up to what it lies under.", "okrs"),
    Command("okrs.fold-out", ("right", "l"), "fold out", "Unfold what lies beneath.", "okrs"),
    Command("okrs.fold-all", ("z",), "fold all", "Fold or unfold every objective.", "okrs"),
    Command("okrs.mine", ("m",), "mine", "Show only what I am DRI of, or everything again.", "okrs", True),
    Command("okrs.team", ("t",), "team", "Go through the teams: show one team's objectives.", "okrs", True),
    Command("okrs.status", ("s",), "status", "Go through: at risk, off track, on track, stale, all.", "okrs", True),
    Command("okrs.cycle", ("C",), "cycle", "Pick another cycle to show, closed ones too.", "okrs", True),
    Command("okrs.earlier", ("left_square_bracket",), "earlier", "Show the cycle before.", "okrs"),
    Command("okrs.later", ("right_square_bracket",), "later", "Show the cycle after.", "okrs"),
    Command("okrs.close", ("d",), "score, close", "Score and close it; on a cycle's row close the cycle.", "okrs"),
    Command("okrs.activate", ("A",), "activate", "Make a draft active, or open again what was closed.", "okrs"),
    Command("okrs.cancel", ("X",), "cancel", "Cancel it; its check-ins stay readable.", "okrs"),
    Command("okrs.prepare", ("p",), "prepare", "Choose what goes on into the next cycle, one by one.", "okrs"),
    Command("okrs.add-cycle", ("N",), "new cycle", "Make a cycle with dates of its own.", "okrs"),
    Command("okrs.vision", ("v",), "vision", "Write the workspace's vision and values.", "okrs"),
    # keyresult
    Command("kr.check", ("c",), "check in", "Enter this week's value, confidence and note.", "keyresult", True),
    Command("kr.edit", ("e",), "edit", "Edit the key result.", "keyresult", True),
    Command("kr.write", ("E",), "editor", "Write its note in $VISUAL or $EDITOR.", "keyresult"),
    Command("kr.close", ("d",), "score", "Score and close it.", "keyresult", True),
    Command("kr.activate", ("A",), "open again", "Open it again after it was closed or cancelled.", "keyresult"),
    Command("kr.cancel", ("X",), "cancel", "Cancel it; its check-ins stay readable.", "keyresult"),
    Command("kr.tree", ("o",), "in the tree", "Show it among its objective's key results.", "keyresult", True),
    # checkin
    Command("checkin.submit", ("f2",), "submit", "Store check-ins and update, all or nothing.", "checkin", True),
    Command("checkin.editor", ("f4",), "editor", "Open the focused field in $VISUAL or $EDITOR.", "checkin", True),
    Command("checkin.unchanged", ("equals_sign",), "unchanged", "Enter the key result's last value again.", "checkin"),
    Command("checkin.done", ("d",), "done", "Mark the focused commitment done.", "checkin"),
    Command("checkin.carry", ("c",), "carry", "Carry the focused commitment into this week's priorities.", "checkin"),
    Command("checkin.drop", ("x",), "drop", "Drop the focused commitment; a reason is asked for.", "checkin"),
    Command(
        "checkin.earlier", ("left_square_bracket",), "week before", "Open the sheet of the week before.", "checkin"
    ),
    Command("checkin.later", ("right_square_bracket",), "week after", "Open the sheet of the week after.", "checkin"),
    Command("checkin.fresh", ("D",), "start over", "Forget what was typed since the last submit.", "checkin"),
    # heroes
    Command("heroes.new", ("n",), "thank", "Write a card: thank one or more people in public.", "heroes", True),
    Command("heroes.open", (), "open card", "Open the whole story with reactions and replies.", "heroes"),
    Command("heroes.heart", ("+",), "♥", "Put my heart on the card, or take it off.", "heroes", True),
    Command("heroes.star", ("*",), "✦", "Put my star on the card, or take it off.", "heroes", True),
    Command("heroes.wow", ("!",), "◆", "Put my wow on the card, or take it off.", "heroes", True),
    Command("heroes.reply", ("r",), "reply", "Write below the card.", "heroes", True),
    Command("heroes.period", ("s",), "period", "Go through: this quarter, all time, this week.", "heroes", True),
    Command("heroes.team", ("t",), "team", "Go through the teams: cards by and about their people.", "heroes", True),
    Command("heroes.mine", ("m",), "mine", "Show only cards by and about me, or everybody's.", "heroes"),
    Command("heroes.practices", ("p",), "practices", "List the practices worth copying.", "heroes", True),
    Command("heroes.person", ("P",), "person", "Read what a person was thanked for, in words.", "heroes"),
    Command("heroes.practice", ("b",), "copy this", "Mark the card as a practice: when to use it, how.", "heroes"),
    Command("heroes.withdraw", ("w",), "withdraw", "Take my card back; after a minute with a reason.", "heroes"),
    Command("heroes.hide", ("H",), "hide", "Hide a card about me from board and exports, or show it.", "heroes"),
    Command("heroes.own", ("o",), "own words", "Put my own words on a card about me.", "heroes"),
    Command("heroes.dismiss", ("d",), "hide line", "Hide the quiet line at the bottom until I leave.", "heroes"),
    Command("heroes.left", ("left", "h"), "left", "Go to the column on the left.", "heroes"),
    Command("heroes.right", ("right", "l"), "right", "Go to the column on the right.", "heroes"),
    # hero
    Command("hero.heart", ("+",), "♥", "Put my heart on the card, or take it off.", "hero", True),
    Command("hero.star", ("*",), "✦", "Put my star on the card, or take it off.", "hero", True),
    Command("hero.wow", ("!",), "◆", "Put my wow on the card, or take it off.", "hero", True),
    Command("hero.reply", ("r",), "reply", "Write below the card.", "hero", True),
    Command("hero.practice", ("b",), "copy this", "Mark the card as a practice: when to use it, how.", "hero", True),
    Command("hero.own", ("o",), "own words", "Put my own words on a card about me.", "hero", True),
    Command("hero.hide", ("H",), "hide", "Hide a card about me from board and exports, or show it.", "hero", True),
    Command("hero.withdraw", ("w",), "withdraw", "Take my card back; after a minute with a reason.", "hero", True),
    Command("hero.practices", ("p",), "practices", "List the practices worth copying.", "hero"),
    Command("hero.person", ("P",), "person", "Read what a person was thanked for, in words.", "hero"),
    # practices
    Command("practices.open", (), "open card", "Open the card a practice comes from.", "practices"),
    # story
    Command("story.open", (), "open card", "Open the card of a paragraph.", "story"),
    # ideas
    Command("ideas.open", (), "open", "Read the idea and its steps, or join the session.", "ideas"),
    Command("ideas.new", ("n",), "idea", "Put an idea into the inbox.", "ideas", True),
    Command("ideas.start", ("s",), "brainstorm", "Start a brainstorm that everybody can join.", "ideas", True),
    Command("ideas.advance", (">",), "further", "Bring the idea to its next state, with a note.", "ideas", True),
    Command("ideas.retreat", ("<",), "back", "Bring the idea back to the state before, with a note.", "ideas"),
    Command("ideas.reject", ("X",), "reject", "Reject the idea and say why.", "ideas", True),
    Command("ideas.champion", ("a",), "champion", "Give the idea a champion.", "ideas", True),
    Command("ideas.sessions", ("S",), "sessions", "Open a session that was closed.", "ideas"),
    Command("ideas.left", ("left", "h"), "left", "Go to the column on the left.", "ideas"),
    Command("ideas.right", ("right", "l"), "right", "Go to the column on the right.", "ideas"),
    *BRAINSTORM,
    *RETRO,
    # retros
    Command("retros.open", (), "open", "Join the retro that runs, or read what the cursor stands on.", "retros"),
    Command("retros.start", ("s",), "retro", "Start a retro that everybody can join.", "retros", True),
    Command("retros.new", ("n",), "topic", "Put a topic on the next retro's agenda.", "retros", True),
    Command("retros.agree", ("W",), "agreement", "Write down a working agreement.", "retros", True),
    Command("retros.drop", ("X",), "take off", "Take the topic off the agenda, or end the agreement.", "retros", True),
    Command("retros.left", ("left", "h"), "left", "Go to the list on the left.", "retros"),
    Command("retros.right", ("right", "l"), "right", "Go to the list on the right.", "retros"),
    # log
    Command("log.open", (), "open entry", "Show what the entry under the cursor changed, before and after.", "log"),
    Command("log.mine", ("m",), "mine", "Show only my own changes, or everyone's again.", "log", True),
    # people
    Command("people.fold", ("space",), "fold", "Fold or unfold what a person answers for.", "people"),
    Command("people.fold-all", ("z",), "fold all", "Fold or unfold everybody.", "people", True),
    Command("people.new", ("n",), "person", "Add a person to the workspace.", "people", True),
    Command("people.edit", ("e",), "edit", "Edit a person: name, teams, skills, whether they left.", "people", True),
    Command("people.add-team", ("N",), "team", "Make a team.", "people", True),
    Command(
        "people.unowned", ("w",), "without DRI", "Go to what has no DRI, then to what is there twice.", "people", True
    ),
    # actions
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


def command(id: str) -> Command:
    """Return the command called `id`. Raises KeyError where there is none."""
    for each in CATALOGUE:
        if each.id == id:
            return each
    raise KeyError(id)
