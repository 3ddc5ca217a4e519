"""The three looks: dark, light, and the terminal's own 16 colours; one accent each, status colours only for status."""

from textual.theme import Theme

DARK, LIGHT, SIXTEEN = "okrtui-dark", "okrtui-light", "okrtui-16"
NAMES = {"dark": DARK, "light": LIGHT, "16": SIXTEEN, "ansi": SIXTEEN}
"""What a person writes in the config, and the theme it names."""


DARK_COLUMNS = ("#87afd7", "#d7af87", "#af87d7", "#87d7af", "#d787af", "#afaf87")
LIGHT_COLUMNS = ("#005faf", "#5f3f00", "#5f00af", "#00703c", "#af005f", "#005f5f")
SIXTEEN_COLUMNS = ("ansi_cyan", "ansi_yellow", "ansi_magenta", "ansi_green", "ansi_blue", "ansi_red")


def _columns(*colours: str) -> dict[str, str]:
    """Return the colours of a session's questions, which say nothing of good and bad."""
    return {f"column-{number}": colour for number, colour in enumerate(colours, 1)}


def made_theme(name: str, cursor: str, blurred: str, muted: str, *, dark: bool, **colours: str) -> Theme:
    """Return a theme whose texts and borders have the colours of what they speak of; `cursor` lies under all of them.

    Every text is read on every background at 4.5 : 1 or more, also where a terminal has 256 colours.
    """
    texts = {f"text-{each}": colours[each] for each in ("accent", "success", "warning", "error")}
    border = {"border": colours["primary"], "border-blurred": blurred}
    selected = {"input-selection-background": "#005f87", "input-selection-foreground": "#ffffff"}
    selected["block-cursor-blurred-background"] = cursor
    columns = _columns(*(DARK_COLUMNS if dark else LIGHT_COLUMNS))
    variables = {**border, "text-muted": muted, **texts, **selected, **columns}
    return Theme(name, dark=dark, variables=variables, **colours)  # type: ignore[arg-type]  # every one is a colour


THEMES = (
    made_theme(
        DARK,
        "#1f2f3f",
        "#4e4e4e",
        "#a8a8a8",
        dark=True,
        primary="#5f87af",
        secondary="#87afd7",
        accent="#87afd7",
        warning="#d7af5f",
        error="#d7875f",
        success="#87af87",
        foreground="#d0d0d0",
        background="#1c1c1c",
        surface="#262626",
        panel="#303030",
    ),
    made_theme(
        LIGHT,
        "#dfeaf4",
        "#b2b2b2",
        "#585858",
        dark=False,
        primary="#005f87",
        secondary="#005f87",
        accent="#005faf",
        warning="#5f5f00",
        error="#af0000",
        success="#005f00",
        foreground="#262626",
        background="#fafafa",
        surface="#eeeeee",
        panel="#e4e4e4",
    ),
    Theme(
        # Only colours that the terminal's own palette has, on its own background: it is read on light and dark alike.
        name=SIXTEEN,
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_cyan",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "border": "ansi_cyan",
            "border-blurred": "ansi_default",
            "text-muted": "ansi_default",
            "text-disabled": "ansi_default",
            "block-cursor-foreground": "ansi_black",
            "block-cursor-background": "ansi_cyan",
            "block-cursor-blurred-foreground": "ansi_default",
            "block-cursor-blurred-background": "ansi_default",
            "input-cursor-text-style": "reverse",
            "input-selection-background": "ansi_cyan",
            "input-selection-foreground": "ansi_black",
            **_columns(*SIXTEEN_COLUMNS),
        },
    ),
)


def next_theme(name: str) -> str:
    """Return the look after `name` in the order dark, light, 16 colours."""
    order = [theme.name for theme in THEMES]
    return order[(order.index(name) + 1) % len(order)] if name in order else order[0]
