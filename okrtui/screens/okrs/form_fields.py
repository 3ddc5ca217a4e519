"""Objectives and key results as the text of form fields, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from okrtui.commands.keys import key_of
from okrtui.model.okrs import KeyResult, KeyResultKind, Milestone, Objective, ObjectiveKind, ObjectiveState
from okrtui.model.people import Member, Team, Value, Workspace
from okrtui.rules.formatting import exact
from okrtui.rules.okrs.hints import key_result_hints, objective_hints
from okrtui.rules.okrs.milestones import milestone_of
from okrtui.rules.values import holes
from okrtui.widgets.forms.fields import Field, Values, parse_number

KINDS = (
    ("", "from the numbers"),
    *((kind.value, kind.value.replace("_", " ")) for kind in KeyResultKind),
)


def objective_values(o: Objective) -> Values:
    """Return an objective as the text of its form."""
    return {
        "title": o.title,
        "why": o.why,
        "dri": o.dri,
        "team": o.team,
        "kind": o.kind.value,
        "parent": o.parent,
        "weight": exact(o.weight),
    }


def objective_fields(
    values: Values, teams: Sequence[Team], members: Sequence[Member], parents: dict[str, str]
) -> list[Field]:
    """Return the questions an objective answers; `parents` are titles by ref."""
    above = tuple((ref, f"{ref} {title}") for ref, title in parents.items())
    return [
        Field("title", "Objective", value=values["title"], required=True, help="an outcome worth a quarter, in words"),
        Field("why", "Why", "multiline", values["why"], help="why it matters now; F4 opens your editor"),
        Field(
            "dri",
            "DRI",
            "member",
            values["dri"],
            tuple((m.login, m.name) for m in members),
            "one login; empty for nobody yet",
        ),
        Field("team", "Team", value=values["team"], options=tuple(t.name for t in teams), help=_known(teams)),
        Field(
            "kind",
            "Kind",
            "choice",
            values["kind"],
            tuple(ObjectiveKind),
            "committed: we will; aspirational: 0.7 is a success",
        ),
        Field(
            "parent",
            "Parent",
            value=values["parent"],
            options=tuple(ref for ref, _ in above),
            help="what it contributes to, like " + (above[0][1] if above else "O1") + "; empty for none",
        ),
        Field("weight", "Weight", "number", values["weight"], help="1 counts as much as any other"),
    ]


def _known(teams: Sequence[Team]) -> str:
    names = ", ".join(t.name for t in teams[:4]) + (" …" if len(teams) > 4 else "")
    return (
        f"one of {names}; → takes the suggestion"
        if names
        else f"no teams yet; the people screen ({key_of('go.people')}) adds one"
    )


def objective_changes(values: Values) -> dict[str, object]:
    """Return form values as arguments of add_objective and edit_objective."""
    made: dict[str, object] = {k: v for k, v in values.items() if k in ("title", "why", "dri", "team", "parent")}
    if "kind" in values:
        made["kind"] = ObjectiveKind(values["kind"])
    if "weight" in values:
        made["weight"] = parse_number(values["weight"]) or (1.0 if not values["weight"] else 0.0)
    if "draft" in values:
        made["draft"] = values["draft"] == ObjectiveState.DRAFT.value
    return made


def hints_for_objective(values: Values, key_results: int = 0) -> list[str]:
    """Return the gentle hints for an objective being written; none before it has a title."""
    return objective_hints(values["title"], dri=values["dri"], key_results=key_results) if values["title"] else []


def key_result_values(kr: KeyResult) -> Values:
    """Return a key result as the text of its form."""
    return {
        "title": kr.title,
        "kind": kr.kind.value,
        "start": exact(kr.start),
        "target": exact(kr.target),
        "unit": kr.unit,
        "dri": kr.dri,
        "milestones": milestone_text(kr.milestones),
        "note": kr.note,
        "priority": kr.priority,
        "weight": exact(kr.weight),
    }


def key_result_fields(values: Values, members: Sequence[Member], *, locked: bool = False) -> list[Field]:
    """Return the questions a key result answers; without kind and start where they are `locked`."""
    fields = [
        Field("title", "Key result", value=values["title"], required=True, help="what will be different, in words"),
        Field("kind", "Kind", "choice", values["kind"], KINDS, "how it is measured; numbers alone say up or down"),
        Field("start", "Start", "number", values["start"], help="where it is today; empty is 0", asked=_moves),
        Field(
            "target",
            "Target",
            "number",
            values["target"],
            help="the value to reach; leave empty for yes/no",
            asked=_counts,
        ),
        Field("unit", "Unit", value=values["unit"], help="like ms, %, users", asked=_counts, replaced=True),
        Field(
            "dri",
            "DRI",
            "member",
            values["dri"],
            tuple((m.login, m.name) for m in members),
            "one login; empty: the objective's",
        ),
        Field(
            "milestones",
            "Milestones",
            "multiline",
            values["milestones"],
            help="one a line; a weight like *3 at the end makes it count more",
            asked=_milestones,
        ),
        Field("note", "Note", "multiline", values["note"], help="how it is measured, where the number comes from"),
        Field("priority", "Priority", value=values["priority"], help="like P0, if you use them", replaced=True),
        Field("weight", "Weight", "number", values["weight"], help="1 counts as much as any other"),
    ]
    left_out = {"kind", "start"} if locked else set()
    if locked:
        if not values["milestones"]:
            left_out.add("milestones")
        left_out |= set() if _counts(values) else {"target", "unit"}
        fields = [replace(field, asked=None) for field in fields]
    return [field for field in fields if field.name not in left_out]


def _counts(values: Mapping[str, str]) -> bool:
    """Tell whether the kind has a number to reach: milestones without names have one, how many there are."""
    named = values["kind"] == KeyResultKind.MILESTONE and bool(values["milestones"].strip())
    return values["kind"] != KeyResultKind.BINARY and not named


def _moves(values: Mapping[str, str]) -> bool:
    """Tell whether the kind has a number to start from."""
    return values["kind"] in ("", KeyResultKind.INCREASE, KeyResultKind.DECREASE)


def _milestones(values: Mapping[str, str]) -> bool:
    return values["kind"] == KeyResultKind.MILESTONE


def key_result_changes(values: Values) -> dict[str, object]:
    """Return form values as arguments of add_key_result and edit_key_result; an empty number is left out."""
    made: dict[str, object] = {k: v for k, v in values.items() if k in ("title", "unit", "dri", "note", "priority")}
    if values.get("kind"):
        made["kind"] = KeyResultKind(values["kind"])
    for name in ("start", "target"):
        if values.get(name):
            made[name] = parse_number(values[name])
    if "weight" in values:
        made["weight"] = parse_number(values["weight"]) or (1.0 if not values["weight"] else 0.0)
    if "milestones" in values:
        made["milestones"] = milestones_of(values["milestones"])
    return made


def hints_for_key_result(values: Values, above: str, siblings: int = 0) -> list[str]:
    """Return the gentle hints for a key result being written; `above` is its objective's DRI, `siblings` the others."""
    if not values["title"]:
        return []
    kind = KeyResultKind(values["kind"]) if values.get("kind") else None
    start, target = parse_number(values.get("start", "") or "0"), parse_number(values.get("target", ""))
    return key_result_hints(values["title"], kind, start, target, dri=values["dri"] or above, siblings=siblings)


def milestone_text(milestones: Sequence[Milestone]) -> str:
    """Return milestones one a line, with `*3` where the weight is not 1."""
    return "\n".join(m.title + ("" if m.weight == 1 else f" *{exact(m.weight)}") for m in milestones)


def milestones_of(text: str) -> tuple[Milestone, ...]:
    """Return the milestones of such a text. Raises Refused for a weight that is none."""
    return tuple(milestone_of(line) for line in text.splitlines() if line.strip())


def vision_lines(workspace: Workspace | None, values: Sequence[Value], today: date) -> list[str]:
    """Return the vision and values that stand above what is being written, and which of these nobody keeps."""
    vision = workspace.vision if workspace else ""
    lines = [f"Vision: {_short(vision)}"] if vision else []
    lines += [f"Values: {_short(' · '.join(f'{each.ref} {each.text}' for each in values))}"] if values else []
    return [*filter(None, ["\n".join(lines), holes(values, today)])]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 200 else flat[:199].rstrip() + "…"
