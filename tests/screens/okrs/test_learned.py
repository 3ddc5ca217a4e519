"""What was learned in a cycle is read on the OKRs: of scored key results and of openings that ended."""

from pathlib import Path

from okrtui.rituals.cases import cases
from okrtui.rituals.okrs import closing, cycles, objectives
from okrtui.screens.okrs.learned import learned_lines, read_learned
from okrtui.storage.engine.store import Store
from tests.screens.team import fresh, program, text, until
from tests.workspaces import ctx


def learning(tmp_path: Path) -> tuple[Store, str]:
    store = fresh(tmp_path)
    mei = ctx(store)
    above = objectives.add_objective(mei, "Calm nights", dri="mei")
    return store, objectives.add_key_result(mei, above.ref, "pages a night", start=9, target=1).ref


async def test_what_a_cycle_taught_is_one_key_away(tmp_path: Path) -> None:
    store, kr = learning(tmp_path)
    mei, bob = ctx(store), ctx(store, "bob")
    (line,) = learned_lines(read_learned(mei, cycles.cycles(mei)[0].name))
    assert line.plain.startswith("Nothing yet")
    opened = cases.open_case(mei, "opportunity", "lead the handover").case.ref
    cases.raise_hand(bob, opened, "me")
    cases.go(mei, opened, "to choice")
    cases.go(mei, opened, "choose", "he knows it", to="bob")
    cases.go(bob, opened, "done", "A rota is a promise.\nAsk first.")
    closing.close_key_result(mei, kr, 0.7, "Alerts wake who can mend them.")
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.ritual() is not None)
        await pilot.press("2")
        await until(pilot, lambda: "Calm nights" in text(app))
        await pilot.press("L")
        await until(pilot, lambda: "What was learned in" in text(app))
        for words in (
            f"{kr} pages a night",
            "Alerts wake who",
            "lead the handover",
            "A rota is a promise.",
            "Ask first.",
        ):
            assert words in text(app), words
        await pilot.press("escape")
        await until(pilot, lambda: "What was learned in" not in text(app))
    store.close()
