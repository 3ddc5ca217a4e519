"""The one exception that people are meant to read."""


class Refused(Exception):
    """Something could not be done: one sentence that says what, to what, and what to do.

    The CLI prints it after ``okrtui: `` and exits 1, the TUI shows it on the message line.
    Nothing was changed when it is raised.
    """


class NoWorkspace(Refused):
    """There is no workspace at the place that was asked for."""


class Busy(Refused):
    """Another process held the workspace's write lock for longer than we wait."""


class Stale(Refused):
    """What was to be changed has been changed by somebody else meanwhile."""


class UnknownValue(Refused):
    """A stored value is none of its kind: a newer okrtui wrote it, or a hand that is not okrtui's."""


class TwoReadings(Refused):
    """A number may be two, and nobody has said how the workspace writes numbers, which would tell."""


class UnknownMember(Refused):
    """A person was named whom nobody knows. `login` may become a member where somebody says so."""

    def __init__(self, text: str, login: str) -> None:
        super().__init__(text)
        self.login = login
