"""Following another service: its facts may come in any order, and an older one never undoes a newer one."""

from dataclasses import dataclass, field


@dataclass
class Followed:
    """How far somebody else's aggregate was followed: topic → the sequence number of the newest fact about it.

    Numbers count the events of one aggregate from 1, so they order even what was said in the same millisecond.
    """

    newest: dict[str, int] = field(default_factory=dict)

    def takes(self, topic: str, seq: int) -> bool:
        """Whether this fact is news on the topic; from now on only what is newer is."""
        if seq <= self.newest.get(topic, 0):
            return False
        self.newest[topic] = seq
        return True
