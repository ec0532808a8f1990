"""A life as one table: which act takes which states where. The only place that says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """One row: the act (its last word), the states it may start from, the states it may end in."""

    act: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]


class Lifecycle:
    """The states of a kind of record and the moves between them.

    `first` are the states a new record may have; `ended` those that no longer ask for work. A state
    that no act leads to any more may stay listed so that old rows remain readable.
    """

    def __init__(
        self,
        *,
        states: tuple[str, ...],
        first: tuple[str, ...],
        ended: tuple[str, ...],
        moves: list[Move],
    ) -> None:
        self.states, self.first, self.ended = states, first, ended
        self.moves = {m.act: m for m in moves}
        unknown = {s for m in moves for s in (*m.starts, *m.ends)} - set(states)
        if unknown or set(first) - set(states) or set(ended) - set(states):
            raise ValueError(f"lifecycle names states it does not list: {unknown}")

    @property
    def open(self) -> tuple[str, ...]:
        """States in which somebody still has work."""
        return tuple(s for s in self.states if s not in self.ended)

    def starts(self, act_name: str) -> tuple[str, ...] | None:
        """States from which the act may run; None when the table does not name it."""
        move = self.moves.get(act_name.rsplit(".", 1)[-1])
        return move.starts if move else None

    def end(self, act_name: str, state: str, to: str | None) -> str:
        """The state after the act: the only one in the table, or `to` if it is one of several."""
        move = self.moves.get(act_name.rsplit(".", 1)[-1])
        if move is None:
            return to or state
        if to is None and len(move.ends) == 1:
            return move.ends[0]
        if to is None or to not in move.ends:
            raise ValueError(f"{act_name}: {to!r} is not one of {move.ends}")
        return to
