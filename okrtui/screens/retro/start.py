"""Starting a retro: what it is called, its template, its time box, and who may see what."""

from typing import Protocol

from okrtui.model.live import Session
from okrtui.rituals.context import Context
from okrtui.rituals.retro import retro
from okrtui.rules.formatting import count
from okrtui.rules.live import phases
from okrtui.rules.live.agenda import minutes_of
from okrtui.rules.live.prompts import BETWEEN, split
from okrtui.rules.live.rounds import until
from okrtui.rules.live.templates import BOX, OKR
from okrtui.screens.base.command_group import CommandGroup, CommandScreen
from okrtui.screens.base.host import whole
from okrtui.screens.retro.queries import Retros
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.retro.overview_rows import template_label

_NAMES = "anonymous: who wrote, noted, voted or answered is never stored"


def start_retro(ctx: Context, template: str, values: Values) -> Session:
    """Start what the form asked for. Raises Refused for what is no number, team or cycle."""
    return retro.start(
        ctx,
        values["title"],
        template=template,
        question=values["question"],
        prompts=split(values["prompts"]),
        team=values["team"],
        cycle=values.get("cycle", ""),
        box=whole(values, "box", "time box"),
        topic_minutes=whole(values, "topic", "minutes for a topic") or 0,
        anonymous=values["names"] == "anonymous",
        budget=whole(values, "budget", "votes"),
        most=whole(values, "most", "most on one") or phases.MOST_ON_ONE,
        until=values["until"],
    )


class RetrosRoom(CommandScreen, Protocol):
    """The screen that has read templates, teams and cycles."""

    seen: Retros | None


class RetroStart(CommandGroup[RetrosRoom]):
    """The command that starts a retro."""

    def why_not_start(self) -> str | None:
        """One retro at a time: two would split the room, but for one that lasts over days."""
        running = self.screen.seen.running if self.screen.seen is not None else None
        blocks = running is not None and until(running) is None
        return f"{running.ref} runs: enter on it joins" if running is not None and blocks else None

    async def do_start(self) -> None:
        """Pick a template, fill in the rest, and go into the lobby, where the agenda can be changed."""
        seen = self.screen.seen
        if seen is None:
            return
        options = [(each.name, template_label(each)) for each in seen.templates]
        name = await self.screen.choose("What kind of retro?", options, cursor=seen.usual)
        chosen = next((each for each in seen.templates if each.name == name), None)
        if chosen is None:
            return
        names = (("named", "named"), ("anonymous", "anonymous"))
        fields = [
            Field("title", "Title", value="Retro", required=True, help="its name in lists and files", replaced=True),
            Field("question", "Question", value=chosen.question, help="what everybody answers"),
            Field(
                "prompts", "Columns", value=BETWEEN.join(chosen.prompts), help=f"{BETWEEN.strip()} between; empty: none"
            ),
            Field("team", "Team", options=tuple(seen.teams), help="whose retro; empty: everybody’s; → completes"),
            Field("box", "Time box", "number", str(BOX), help="minutes for all of it; empty: none"),
            Field("topic", "For a topic", "number", "5", help="minutes each topic has at first"),
            Field("names", "Names", "choice", "named", names, help=_NAMES),
            Field("until", "Until", help="fri, or gather=fri, vote=+5d: to the end of a day; empty: by the clock"),
            Field("budget", "Votes", "number", help="for each person; empty: max(3, √groups)"),
            Field("most", "Most on one", "number", str(phases.MOST_ON_ONE), help="votes of one person on one group"),
        ]
        if chosen.name == OKR:
            cycles = tuple(seen.cycles)
            fields.insert(4, Field("cycle", "Cycle", value=cycles[0] if cycles else "", options=cycles, required=True))
        context = [f"{chosen.title}, {minutes_of(chosen.items)} min: {chosen.about}"]
        if seen.topics:
            context.append(f"{count(len(seen.topics), 'topic')} of the week come onto its agenda")

        def save(ctx: Context, values: Values) -> Session:
            return start_retro(ctx, chosen.name, values)

        if saved := await self.screen.fill("Start a retro", fields, save, draft="retro.start", context=context):
            self.screen.host.go("retro", saved.made.ref)
