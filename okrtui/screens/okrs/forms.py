"""The forms in which objectives, key results, the vision and cycles are written, for every screen that offers them."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from okrtui.errors import Refused
from okrtui.model.frozen import replace
from okrtui.model.okrs import KeyResult, KeyResultKind, Objective, Standing
from okrtui.model.people import Member, Team, Value, Workspace
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles, objectives, standings
from okrtui.rituals.people import members
from okrtui.rituals.people.values import values as values_of
from okrtui.rules.formatting import CONVENTIONS
from okrtui.rules.okrs.values import amount
from okrtui.rules.weeks import parse_day
from okrtui.screens.base.conflicts import based_on, save_merged, settle_draft
from okrtui.screens.okrs.form_fields import (
    hints_for_key_result,
    hints_for_objective,
    key_result_changes,
    key_result_fields,
    key_result_values,
    objective_changes,
    objective_fields,
    objective_values,
    vision_lines,
)
from okrtui.widgets.forms.fields import Field, Values

if TYPE_CHECKING:
    from okrtui.screens.base.command_group import CommandScreen

NUMBERS = (("", "not said"), *((sign, f"written like {like}") for sign, like in CONVENTIONS.items()))


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known around an objective or key result while it is written."""

    workspace: Workspace
    teams: tuple[Team, ...]
    members: tuple[Member, ...]
    values: tuple[Value, ...]
    today: date
    parents: dict[str, str]
    """Titles by ref of the objectives and key results one can contribute to."""


def read_ground(ctx: Context, cycle: str = "") -> Ground:
    """Return it; `parents` are of the open cycles, and of the named one."""
    return Ground(
        workspace=ctx.workspace,
        teams=members.teams(ctx),
        members=members.members(ctx),
        values=values_of(ctx),
        today=ctx.today,
        parents=objectives.parents(ctx, cycle),
    )


async def new_objective(screen: "CommandScreen", cycle: str) -> str:
    """Ask for a new objective in a cycle ("" for the current one) and return its ref, "" where the person left."""
    ground = await screen.ask(read_ground, cycle)
    mine = next((m for m in ground.members if m.login == screen.host.login), None)
    blank = dict.fromkeys(("title", "why", "team", "parent"), "")
    team = mine.teams[0] if mine is not None and len(mine.teams) == 1 else ""
    values = {**blank, "dri": screen.host.login, "team": team, "kind": "committed", "weight": "1"}
    state = Field(
        "draft",
        "State",
        "choice",
        "active",
        ("active", "draft"),
        help="a draft takes no check-ins and does not count",
    )
    saved = await screen.fill(
        f"New objective{f' in {cycle}' if cycle else ''}",
        [*objective_fields(values, ground.teams, ground.members, ground.parents), state],
        lambda ctx, values: _add_objective(ctx, cycle, values),
        draft="okrs.new",
        hints=hints_for_objective,
        context=vision_lines(ground.workspace, ground.values, ground.today),
    )
    return saved.made.ref if saved else ""


def _add_objective(ctx: Context, cycle: str, values: Values) -> Objective:
    return objectives.add_objective(ctx, cycle=cycle or None, **objective_changes(values))  # type: ignore[arg-type]


async def edit_objective(screen: "CommandScreen", ref: str) -> None:
    """Ask for what shall be different about an objective."""
    ground = await screen.ask(read_ground)
    found, siblings = await screen.ask(_objective, ref)
    own = {ref, *(s.kr.ref for s in siblings)}
    parents = {other: title for other, title in ground.parents.items() if other not in own}
    await screen.edit(
        f"{ref} of {found.cycle}",
        objective_fields(objective_values(found), ground.teams, ground.members, parents),
        lambda ctx: objective_values(objectives.objective(ctx, ref)),
        lambda ctx, values: _edit_objective(ctx, ref, values),
        draft=f"okrs.edit.{ref}",
        hints=lambda values: hints_for_objective(values, len(siblings)),
        context=vision_lines(ground.workspace, ground.values, ground.today),
    )


def _objective(ctx: Context, ref: str) -> tuple[Objective, tuple[Standing, ...]]:
    found = objectives.objective(ctx, ref)
    return found, standings.objective_standing(ctx, found).key_results


def _edit_objective(ctx: Context, ref: str, values: Values) -> Objective:
    return objectives.edit_objective(ctx, ref, **objective_changes(values))  # type: ignore[arg-type]


async def new_key_result(screen: "CommandScreen", above: Objective, siblings: int) -> str:
    """Ask for a new key result of an objective and return its ref, "" where the person left."""
    ground = await screen.ask(read_ground)
    values = dict.fromkeys(("title", "kind", "start", "target", "unit", "milestones", "note", "priority"), "")
    values |= {"dri": screen.host.login, "weight": "1"}
    saved = await screen.fill(
        f"New key result of {above.ref}",
        key_result_fields(values, ground.members),
        lambda ctx, values: _add_key_result(ctx, above.ref, values),
        draft=f"okrs.add.{above.ref}",
        hints=lambda values: hints_for_key_result(values, above.dri, siblings),
        context=[*vision_lines(ground.workspace, ground.values, ground.today), f"{above.ref}  {above.title}"],
    )
    return saved.made.ref if saved else ""


def _add_key_result(ctx: Context, ref: str, values: Values) -> KeyResult:
    return objectives.add_key_result(ctx, ref, **key_result_changes(values))  # type: ignore[arg-type]


async def edit_key_result(screen: "CommandScreen", ref: str) -> None:
    """Ask for what shall be different about a key result; its kind and start are locked once it has check-ins."""
    ground = await screen.ask(read_ground)
    found, above, since = await screen.ask(_key_result, ref)
    base = key_result_values(found)
    context = [*vision_lines(ground.workspace, ground.values, ground.today), f"{above.ref}  {above.title}"]
    if since:
        context.append(_locked(found, since))

    await screen.edit(
        ref,
        key_result_fields(base, ground.members, locked=bool(since)),
        lambda ctx: key_result_values(objectives.key_result(ctx, ref)),
        lambda ctx, values: _edit_key_result(ctx, ref, values),
        draft=f"okrs.edit.{ref}",
        hints=lambda values: hints_for_key_result({**base, **values}, above.dri),
        context=context,
    )


def _locked(kr: KeyResult, since: str) -> str:
    kind = kr.kind.value.replace("_", " ")
    return (
        f"Kind ({kind}) and start ({amount(kr, kr.start)}) are locked: check-ins since {since} were measured "
        "by them. For another measure close it and add a new one."
    )


def _key_result(ctx: Context, ref: str) -> tuple[KeyResult, Objective, str]:
    found = objectives.key_result(ctx, ref)
    said = standings.history(ctx, found)
    return found, objectives.objective_of(ctx, found), said[0].week if said else ""


def _edit_key_result(ctx: Context, ref: str, values: Values) -> KeyResult:
    kind = KeyResultKind(values["kind"]) if values.get("kind") else objectives.key_result(ctx, ref).kind
    if values.get("target") == "" and kind not in (KeyResultKind.BINARY, KeyResultKind.MILESTONE):
        raise Refused(f"a key result of kind {kind} needs a target")
    changes = key_result_changes({**values, "start": "0"} if values.get("start") == "" else values)
    return objectives.edit_key_result(ctx, ref, **changes)  # type: ignore[arg-type]


async def edit_vision(screen: "CommandScreen") -> None:
    """Ask for the workspace's vision, and how it writes numbers."""
    fields = [
        Field("vision", "Vision", "multiline", help="where the team is going, in a sentence or two"),
        Field("numbers", "Numbers", "choice", options=NUMBERS, help="how 1,500 is read where somebody types it"),
    ]
    title = f"{screen.host.frame.workspace}: vision and numbers"
    note = "Shown where objectives are written, so that they are written towards it."
    values = await screen.edit(title, fields, _vision, _describe, draft="okrs.vision", context=[note])
    if values is not None:  # the next form reads numbers so
        screen.host.frame = replace(screen.host.frame, decimal_sign=values["numbers"])


def _vision(ctx: Context) -> Values:
    found = ctx.workspace
    return {"vision": found.vision, "numbers": found.decimal_sign}


def _describe(ctx: Context, values: Values) -> object:
    return members.describe_workspace(ctx, vision=values.get("vision"), decimal_sign=values.get("numbers"))


async def new_cycle(screen: "CommandScreen", proposed: str) -> str:
    """Ask for a new cycle and return its name, "" where the person left."""
    fields = [
        Field("name", "Cycle", value=proposed, required=True, replaced=True, help="like 2026-Q4; its dates follow"),
        Field("start", "First day", help="like 2026-10-01; only where it is no quarter"),
        Field("end", "Last day", help="like 2026-12-31; it is part of the cycle"),
    ]
    saved = await screen.fill(
        "New cycle",
        fields,
        lambda ctx, values: cycles.add_cycle(
            ctx, values["name"], a_day(ctx, values["start"]), a_day(ctx, values["end"])
        ),
        draft="okrs.cycle",
    )
    return saved.made.name if saved else ""


def a_day(ctx: Context, text: str) -> date | None:
    """Return the day that was typed, None for nothing. Raises Refused for what is none."""
    return parse_day(text, ctx.today) if text else None


async def write_long_text(screen: "CommandScreen", ref: str) -> bool:
    """Hand an objective's why or a key result's note to the person's editor; return whether something was saved."""
    name = "note" if ref.startswith("KR") else "why"
    key = f"okrs.write.{ref}"
    drafts = screen.host.drafts

    def read(ctx: Context) -> Values:
        if name == "note":
            return {"note": objectives.key_result(ctx, ref).note}
        return {"why": objectives.objective(ctx, ref).why}

    base = based_on(drafts, key, await screen.ask(read))
    kept = drafts.get(key) if drafts is not None else None
    keep = partial(drafts.put, key) if drafts is not None else None
    text = screen.host.edit_text(kept if isinstance(kept, str) else base[name], keep=keep)
    if text is None:
        text = kept if isinstance(kept, str) else None
    if text is None or text == base[name]:
        return False
    if drafts is not None:
        drafts.put(key, text)  # until it is stored: a refusal must not cost what was written

    write = _edit_key_result if name == "note" else _edit_objective
    labels = {name: name.capitalize()}
    await save_merged(screen, base, {name: text}, labels, read, lambda ctx, values: write(ctx, ref, values))
    if drafts is not None:
        drafts.drop(key)
        settle_draft(drafts, key)
    await screen.reload()
    return True
