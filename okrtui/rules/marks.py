"""The sign and the tone of each state's word: colour is never the only sign, on screens and on the command line."""

GOOD, WARN, BAD, QUIET, ACCENT, PLAIN = "good", "warn", "bad", "quiet", "accent", ""

MARKS: dict[str, tuple[str, str]] = {
    "on track": ("▲", GOOD),
    "at risk": ("▼", WARN),
    "off track": ("✗", BAD),
    "too early": ("·", QUIET),
    "no data yet": ("–", QUIET),
    "achieved": ("●", GOOD),
    "partial": ("◐", WARN),
    "missed": ("○", BAD),
    "cancelled": ("–", QUIET),
    "draft": ("◌", QUIET),
    "green": ("●", GOOD),
    "amber": ("▲", WARN),
    "red": ("■", BAD),
    "open": ("○", PLAIN),
    "done": ("✓", GOOD),
    "carried": ("→", WARN),
    "dropped": ("✗", QUIET),
    "overdue": ("!", BAD),
    "closed": ("●", QUIET),
    "left": ("–", QUIET),
    "captured": ("○", QUIET),
    "shortlisted": ("◔", ACCENT),
    "research": ("◑", ACCENT),
    "prototype": ("◕", ACCENT),
    "adopted": ("●", GOOD),
    "rejected": ("✗", BAD),
    "unchosen": ("·", QUIET),
    "contribution": ("♥", ACCENT),
    "honor": ("★", ACCENT),
    "increment": ("▲", ACCENT),
}
"""By the word that is shown beside it."""
