"""A sheet while it is filled in: what is typed over what is stored, and what follows from a change."""

from collections.abc import Mapping

from okrtui.model.okrs import CheckIn
from okrtui.model.week import CommitmentState
from okrtui.rituals.week import sheet_fields
from okrtui.rituals.week.sheet import refs_in
from okrtui.rituals.week.sheet_model import SheetData
from okrtui.rituals.week.updates import tied

FULL = "this week has three priorities already; clear one, then carry"


class SheetState:
    """What stands in the fields. `base` is what is stored; `kept` is what a draft had typed over it.

    `seen` are the ids of the week's entries that a draft was typed over, by the key result's ref.
    """

    def __init__(self, data: SheetData, kept: Mapping[str, str], seen: Mapping[str, int] | None = None) -> None:
        self.data = data
        self.base = sheet_fields.base_values(data)
        self.values = {**self.base, **kept}
        self._seen = dict(seen or {})
        self._stored = False

    @property
    def typed(self) -> dict[str, str]:
        """What differs from what is stored, by field key."""
        return {key: value for key, value in self.values.items() if value != self.base.get(key, "")}

    @property
    def refs(self) -> tuple[str, ...]:
        """The key results that something is typed for."""
        return refs_in(self.typed)

    @property
    def mine(self) -> dict[str, str]:
        """What was typed, with all that the fields of such a key result say: an entry is one thing, not four."""
        keys = [sheet_fields.key(ref, part) for ref in self.refs for part in sheet_fields.PARTS]
        return {**self.typed, **{key: self.values[key] for key in keys if key in self.values}}

    @property
    def said(self) -> dict[str, str]:
        """The same, with what `=` means on the sheet that is shown: by the time it is stored it may be another's."""
        meant = {
            key: sheet_fields.unchanged(self.data, standing)
            for standing in self.data.key_results
            if self.values.get(key := sheet_fields.key(standing.kr.ref, "value")) == "="
        }
        return {key: meant.get(key, value) for key, value in self.mine.items()}

    @property
    def seen(self) -> dict[str, int]:
        """The ids of the week's entries that are typed over, 0 for none; another person's only once it was chosen."""
        return {ref: self._seen.get(ref, sheet_fields.own_id(self.data, ref)) for ref in self.refs}

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong, one sentence by field key."""
        return sheet_fields.problems(self.data, self.values)

    def renew(self, data: SheetData) -> None:
        """Take what is stored now; what was typed stays, what was not follows."""
        typed = self.mine
        self._seen = self.seen if not self._stored else {}
        self._stored = False
        self.data, self.base = data, sheet_fields.base_values(data)
        self.values = {**self.base, **typed}

    def stored(self, sent: Mapping[str, str]) -> None:
        """Take `sent` as stored; what was typed meanwhile stays typed, over the entry that is read next."""
        self.base = {**self.base, **sent}
        self._stored = True

    def choose(self, theirs: CheckIn, chosen: Mapping[str, str]) -> None:
        """Take what was chosen between another's entry and mine; where nothing is mine, nothing of it is typed."""
        kr = next(each.kr for each in self.data.key_results if each.kr.ref == theirs.kr)
        whole = sheet_fields.entry_values(kr, theirs, self.data.decimal_sign)
        chosen = {**whole, **chosen}
        self.values |= {key: self.base[key] for key in whole} if chosen == whole else chosen
        self._seen[kr.ref] = theirs.id

    def forget(self) -> None:
        """Drop everything that was typed."""
        self.values = dict(self.base)

    def follow(self, shown: Mapping[str, str]) -> None:
        """Take over what stands in the fields on the screen; ticks (`KR1.2/#1`) are no values of their own."""
        self.values |= {key: value for key, value in shown.items() if "/#" not in key}

    def tick(self, ref: str, shown: Mapping[str, str]) -> None:
        """Turn the ticks of a milestone key result into its value."""
        prefix = f"{ref}/#"
        done = [key.removeprefix(prefix) for key, value in shown.items() if key.startswith(prefix) and value]
        self.values[sheet_fields.key(ref, "value")] = ",".join(f"#{each}" for each in done) or "0"

    def tidy(self) -> str:
        """Do what follows from a change, however often it is asked; return a sentence where something cannot be."""
        for standing in self.data.key_results:
            key = sheet_fields.key(standing.kr.ref, "value")
            text = self.values.get(key, "")
            if len(text) > 1 and "=" in text:  # it stands alone, and gives way to what is typed after it
                self.values[key] = "=" if text.endswith("=") else text.replace("=", "")
            via = sheet_fields.key(standing.kr.ref, "via")
            if not self.values.get(key):
                self.values[via] = ""
            if self.values.get(key) == "=" and (told := self.values.get(via, "")):
                self.values[key] = told  # what its source told is confirmed
        return next((said for item in self.data.commitments if (said := self._carry(item.id))), "")

    def _carry(self, id: int) -> str:
        """Write a carried commitment among this week's priorities, and take it out again."""
        item = next(each for each in self.data.commitments if each.id == id)
        state, into = sheet_fields.item_key(item, "state"), sheet_fields.item_key(item, "into")
        carried, slot = self.values[state] == CommitmentState.CARRIED, self.values.get(into, "")
        text, values = sheet_fields.as_priority(item), self.values
        if carried and not slot and (self.base[state] != CommitmentState.CARRIED or self.base[into]):
            free = [each for each in sheet_fields.PRIORITIES if tied(values[each])[0] == item.text]
            free += [each for each in sheet_fields.PRIORITIES if not values[each].strip()]
            if not free:
                values[state] = self.base[state]
                return FULL
            values[into], values[free[0]] = free[0][1:], values[free[0]].strip() or text
        elif not carried and slot:
            values[into] = ""
            if values[f"p{slot}"] == text:
                values[f"p{slot}"] = ""
        return ""
