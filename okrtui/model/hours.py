"""What office hours are: a host's announced weekly time, its slots, and who booked one for what."""

from datetime import datetime, tzinfo
from enum import StrEnum

from okrtui.model.frozen import frozen

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Mapping

    from okrtui.model.actions import Action


class HoursState(StrEnum):
    ON = "on"
    PAUSED = "paused"
    ENDED = "ended"


class BookingState(StrEnum):
    BOOKED = "booked"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


@frozen
class OfficeHours:
    """A host's time of each week; its ref is `OH<id>`. `weekday` is 0 for Monday.

    `start` and `until` are minutes since midnight on the workspace's clock, `slot` the minutes of one slot.
    """

    id: int
    host: str
    weekday: int
    start: int
    until: int
    slot: int
    place: str = ""
    state: HoursState = HoursState.ON
    version: int = 1

    @property
    def ref(self) -> str:
        return f"OH{self.id}"


@frozen
class Booking:
    """A time of a host's that a guest took; its ref is `B<id>`. `need` is what the guest comes for.

    `outcome` is what came of it. A walk-in was entered by the host, and is `confirmed` by its guest. To others than
    host and guest, `guest`, `need` and `outcome` are "".
    """

    id: int
    host: str
    guest: str
    at: datetime
    minutes: int
    place: str = ""
    need: str = ""
    outcome: str = ""
    walk_in: bool = False
    confirmed: bool = True
    state: BookingState = BookingState.BOOKED
    version: int = 1

    @property
    def ref(self) -> str:
        return f"B{self.id}"

    def is_of(self, login: str) -> bool:
        """Tell whether somebody is its host or guest: nobody else may know more than that a time is taken."""
        return login in (self.host, self.guest)


@frozen
class HoursSlot:
    """A time that can be booked with a host, or that is taken; `booking` is there where it is mine to know."""

    host: str
    at: datetime
    minutes: int
    place: str = ""
    taken: bool = False
    booking: Booking | None = None


@frozen
class HoursView:
    """What somebody sees of office hours: all times and slots, their own bookings, and what follows from these.

    `last` are actions that are open from earlier times of the same two, `made` those that came out of a booking, by
    its ref, and `cases` the refs of the cases that did; `names` are display names by login.
    """

    hours: tuple[OfficeHours, ...]
    slots: tuple[HoursSlot, ...]
    bookings: tuple[Booking, ...]
    last: "Mapping[str, tuple[Action, ...]]"
    made: "Mapping[str, tuple[Action, ...]]"
    cases: "Mapping[str, tuple[str, ...]]"
    names: "Mapping[str, str]"
    zone: tzinfo
    now: datetime
    me: str
