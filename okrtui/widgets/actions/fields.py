"""The questions of the form that makes or edits an action item."""

from collections.abc import Mapping, Sequence

from okrtui.model.actions import Action
from okrtui.widgets.forms.fields import Field, Option, Values


def action_values(action: Action) -> Values:
    """Return what the form's fields hold of an action."""
    return {"text": action.text, "dri": action.dri, "due": action.due.isoformat(), "works": action.works}


def action_fields(
    values: Mapping[str, str], people: Sequence[Option], refs: Sequence[str] | None = None
) -> list[Field]:
    """Return the questions about an action with `values` in them; with `refs` also the key result it serves."""
    fields = [
        Field("text", "Action", value=values.get("text", ""), required=True, help="what will be done, in a sentence"),
        Field(
            "dri",
            "DRI",
            "member",
            values.get("dri", ""),
            tuple(people),
            help="the one person responsible; → completes",
            required=True,
        ),
        Field("due", "Due", value=values.get("due", ""), required=True, help="a day like 2026-12-04", replaced=True),
        Field("works", "Success looks like", value=values.get("works", ""), help="how you will know that it worked"),
    ]
    if refs is not None:
        served = Field("kr", "Key result", value=values.get("kr", ""), options=tuple(refs))
        fields.append(served)
    return fields
