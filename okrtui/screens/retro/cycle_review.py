"""Scoring the key results in the retro of a cycle's end, and closing the cycle."""

from okrtui.commands.keys import UNDO, key_of
from okrtui.model.live import Phase
from okrtui.model.retro import KrReview, Verdict
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.retro import cycle_review, retro
from okrtui.rules.formatting import tenths
from okrtui.screens.base.command_group import there
from okrtui.screens.live.live_group import LiveGroup
from okrtui.text import clean
from okrtui.widgets.forms.fields import Field, Values, parse_number

NO_KR = "select a key result first"
VERDICTS = (("", "–"), ("keep", "keep it"), ("change", "change it"), ("stop", "stop it"))


def _reviewed(found: KrReview) -> Values:
    """Return what is stored of a key result's review, as its form has it."""
    score = tenths(found.score)
    return {"score": score, "comment": found.comment, "learned": found.learned, "verdict": found.verdict or ""}


class CycleReview(LiveGroup):
    """Commands on the key result under the cursor, and on the cycle."""

    def review(self) -> KrReview | None:
        """Return the key result under the cursor."""
        return self.state.review_at(self.screen.row_key())

    def do_show_kr(self) -> None:
        """Show the key result on its own screen."""
        self.screen.host.go("keyresult", (self.screen.row_key() or "").removeprefix("kr "))

    def why_not_score(self) -> str | None:
        """There must be a key result, in the phase for it."""
        reason = self.state.no_session() or self.state.not_now("score")
        return reason or (None if self.review() else NO_KR)

    async def do_score(self) -> None:
        """Score the key result: its DRI's comment, what we learned, what becomes of it."""
        found, of = there(self.review(), NO_KR), self.session

        def read(ctx: Context) -> Values:
            now = next(each for each in retro.reviews(ctx, sessions.find(ctx, of.ref)) if each.kr == found.kr)
            return _reviewed(now)

        def write(ctx: Context, values: Values) -> None:
            cycle_review.review_kr(
                ctx,
                of.ref,
                found.kr,
                score=parse_number(values["score"]),
                comment=values["comment"],
                learned=values["learned"],
                verdict=Verdict(values["verdict"]) if values["verdict"] else None,
            )

        score = found.score if found.score is not None else found.suggested
        fields = [
            Field("score", "Score", "number", tenths(score), help="0.0 to 1.0; progress suggests, the DRI decides"),
            Field("comment", "Comment", help=f"{clean(found.dri) or 'the DRI'}’s, on the score"),
            Field("learned", "We learned"),
            Field("verdict", "Next cycle", "choice", options=VERDICTS, help="what becomes of it"),
        ]
        title, draft = f"{found.kr} {clean(found.title)}", f"retro.score.{of.id}.{found.kr}"
        edited = await self.screen.edit(title, fields, read, write, draft=draft, whole=True)
        if edited is not None:
            self.screen.show_message(f"{found.kr} is scored; {UNDO} takes all of it back", "done")

    def why_not_close_cycle(self) -> str | None:
        """Only who leads closes it, once every key result has a score."""
        if reason := self.state.not_leading():
            return reason
        if self.state.of is None or not self.state.of.cycle:
            return "this retro looks back on no cycle"
        if self.state.phase is not Phase.SCORE:
            return self.state.not_now("score")
        retro = self.state.retro
        open_ones = [each.kr for each in retro.reviews if each.score is None] if retro else []
        return f"{', '.join(open_ones[:3])} has no score yet" if open_ones else None

    async def do_close_cycle(self) -> None:
        """Close the cycle that this retro looks back on."""
        of = self.session
        details = [
            f"From then on it is read-only. {UNDO} takes it back.",
            "What is kept or changed is proposed for the next.",
        ]
        if await self.screen.confirm(f"Close {of.cycle}?", yes="close it", no="not yet", details=details):
            await self.screen.change(cycle_review.close_cycle, of.ref)
            self.screen.show_message(
                f"{of.cycle} is closed; on {key_of('go.okrs')}, {key_of('okrs.prepare')} prepares the next one", "done"
            )
