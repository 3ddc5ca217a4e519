"""Everything that has a ref or a login and a screen to be seen on: what the palette can go to."""

from dataclasses import dataclass

from okrtui.rituals import ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.okrs import cycles
from okrtui.rituals.people import members, values
from okrtui.storage.repositories import okrs as rows


@dataclass(frozen=True, slots=True)
class SearchHit:
    """`ref` and `title` as people know it, what it is in a word, and the screen that shows it."""

    ref: str
    title: str
    what: str
    where: str


def places(ctx: Context) -> tuple[SearchHit, ...]:
    """Return what can be gone to: every session and idea, what is open of OKRs, actions and cases, and who has
    not left.

    What closed cycles hold is left out: it grows by thousands, and the tree shows it.
    """
    names = [cycle.name for cycle in cycles.cycles(ctx) if cycle.state != "closed"]
    objectives = rows.objectives(ctx.store, cycles_named=names)
    key_results = rows.key_results(ctx.store, cycles_named=names)
    return (
        *(SearchHit(each.ref, each.title, "objective", "okrs") for each in objectives),
        *(SearchHit(each.ref, each.title, "key result", "keyresult") for each in key_results),
        *(SearchHit(each.ref, each.title, each.kind.value, each.kind.value) for each in sessions.sessions(ctx)),
        *(SearchHit(each.ref, each.title, "idea", "ideas") for each in ideas.ideas(ctx)),
        *(SearchHit(each.ref, each.text, "action", "actions") for each in actions.open_actions(ctx)),
        *(SearchHit(each.ref, each.text, "value", "values") for each in values.values(ctx)),
        *(SearchHit(each.case.ref, each.case.title, "case", "cases") for each in cases.open_to_all(ctx)),
        *(SearchHit(each.login, each.name, "person", "people") for each in members.members(ctx)),
    )
