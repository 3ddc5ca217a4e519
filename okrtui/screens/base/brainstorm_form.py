"""Starting a brainstorm: what the form asks, and what is started with the answers."""

from collections.abc import Sequence

from okrtui.model.live import Kind, Phase, Session
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rules.live import phases, templates
from okrtui.rules.live.prompts import BETWEEN, split
from okrtui.screens.base.host import whole
from okrtui.widgets.forms.fields import Field, Values

BOXED = (Phase.GATHER, Phase.GROUP, Phase.VOTE)


def start_brainstorm(ctx: Context, values: Values, case: str = "") -> Session:
    """Start what the form asked for; `case` is a case's that it works out. Raises Refused for what is no number."""
    way, plain = templates.brainstorm(values["template"]), templates.brainstorm(templates.PLAIN)
    usual, own = ({item.phase: item.minutes for item in each.items} for each in (plain, way))
    asked = {phase: whole(values, phase.value, f"minutes of {phase}") or 0 for phase in BOXED}
    boxes = [(phase, own[phase] if asked[phase] == usual[phase] else asked[phase]) for phase in BOXED]
    return sessions.start(
        ctx,
        Kind.BRAINSTORM,
        values["title"],
        question=values["question"],
        kr=values["kr"],
        anonymous=values["names"] == "anonymous",
        concealed=values["cards"] == "concealed",
        budget=whole(values, "budget", "votes"),
        most=whole(values, "most", "most on one") or phases.MOST_ON_ONE,
        minutes=[(phase, minutes) for phase, minutes in boxes if minutes],
        prompts=split(values["prompts"]) or way.prompts,
        case=case,
        until=values["until"],
    )


def start_fields(refs: Sequence[str], title: str = "") -> list[Field]:
    """Return the questions of a new brainstorm, `title` is what it is called unless somebody says otherwise."""
    names = (("named", "named"), ("anonymous", "anonymous"))
    cards = (("concealed", "concealed"), ("open", "open"))
    told = "anonymous: who wrote or voted what is never stored, anywhere"
    hidden = "concealed: hidden until the reveal, though who can read the file, or runs the server, could look"
    boxes = {item.phase: str(item.minutes) for item in templates.brainstorm(templates.PLAIN).items}
    ways = tuple((each.name, each.title) for each in templates.BRAINSTORMS)
    return [
        Field("title", "Title", value=title, required=True, help="what it is called in lists and in the file’s name"),
        Field("question", "Question", help="what everybody answers; empty: the title"),
        Field("template", "Template", "choice", templates.PLAIN, ways, help="rounds or questions, and their minutes"),
        Field("prompts", "Columns", help=f"questions with columns, {BETWEEN.strip()} between; empty: the template’s"),
        Field("kr", "Key result", options=tuple(refs), help="the one it serves, if any; → completes"),
        Field("names", "Names", "choice", "named", names, help=told),
        Field("cards", "Cards", "choice", "concealed", cards, help=hidden),
        *(Field(p.value, f"{p} min".capitalize(), "number", m, help="empty: no clock") for p, m in boxes.items()),
        Field("until", "Until", help="fri, or gather=fri, vote=+5d: to the end of a day; empty: by the clock"),
        Field("budget", "Votes", "number", help="for each person; empty: max(3, √groups)"),
        Field("most", "Most on one", "number", str(phases.MOST_ON_ONE), help="votes of one person on one group"),
    ]
