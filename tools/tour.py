"""Records docs/pictures/tour.svg: the program under a visitor's keys, one frame after the other, in a loop."""

import re
from pathlib import Path

from okrtui.app.app import OkrApp
from tools.screenshots import LOGIN, NOW, PERSON, at_rest

SIZE = (80, 24)
SECONDS = 2.5
STEPS: tuple[tuple[str, str, str], ...] = (
    ("", "week", "okrtui opens on this week"),
    ("3", "checkin", "3: my check-in"),
    ("tab tab tab 1 0 4 tab 7", "checkin", "a value, and how sure I am"),
    ("escape 2", "okrs", "2: the cycle as a tree"),
    ("j j j j j j j", "okrs", "j moves down"),
    ("enter", "keyresult", "enter: the history of a key result, and where it may end"),
    ("4", "heroes", "4: thanks, in public"),
    ("5", "ideas", "5: ideas, and live brainstorms"),
    ("0", "cases", "0: what waits for me"),
)
"""Keys, the screen that they lead to, and what is said below it."""
_TITLE = re.compile(r'(<text class="okrtui-title"[^>]*>)[^<]*(</text>)')


async def record(place: Path) -> str:
    """Press the keys in the workspace at `place` and return the frames as one animated SVG."""
    app = OkrApp(str(place), login=LOGIN, person=PERSON, clock=lambda: NOW, theme="dark")
    frames = []
    async with app.run_test(size=SIZE) as pilot:
        await app.ready()
        for keys, where, said in STEPS:
            await pilot.press(*keys.split())
            picture = await at_rest(pilot, app, where)
            frames.append(_TITLE.sub(rf"\g<1>{said}\g<2>", picture))
    return played(frames)


def played(frames: list[str]) -> str:
    """Return pictures of one size as one that shows each for some seconds; each keeps names of its own."""
    share = 100 / len(frames)
    view = re.search(r'viewBox="[^"]*"', frames[0])
    whole = SECONDS * len(frames)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {view[0] if view else ""}>',
        f"<style>.frame {{ animation: turn {whole:g}s step-end infinite }}",
        ".frame ~ .frame { visibility: hidden }",  # the first one stands where nothing moves
        f"@keyframes turn {{ 0% {{ visibility: visible }} {share:.4f}% {{ visibility: hidden }} }}</style>",
    ]
    for at, frame in enumerate(frames):
        own = frame.replace("okrtui-", f"f{at}-").strip()
        lines += [f'<g class="frame" style="animation-delay: {at * SECONDS:g}s">', own, "</g>"]
    return "\n".join([*lines, "</svg>"]) + "\n"
