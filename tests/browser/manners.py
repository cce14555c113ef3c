"""The four manners of travelling: at a desk, on a phone, by keyboard alone, and without JavaScript."""

from dataclasses import dataclass, field

from tests.browser.hands import Finger, Keys, Mouse
from tests.browser.people import DESKTOP, PHONE


@dataclass(frozen=True)
class Manner:
    """`profile` is what People.visitor() takes."""

    hands: type[Mouse]
    profile: dict = field(default_factory=dict)

    @property
    def scripts(self) -> bool:
        return self.profile.get("scripts", True)


MANNERS = {
    "desk": Manner(Mouse, {"size": DESKTOP}),
    "phone": Manner(Finger, {"size": PHONE, "touch": True}),
    "keyboard": Manner(Keys, {"size": DESKTOP}),
    "bare": Manner(Mouse, {"size": DESKTOP, "scripts": False}),
}
