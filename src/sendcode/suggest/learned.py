"""Learning from what people decided: labels, and the model of a family."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from sendcode.suggest.calibration import Calibration, calibrate
from sendcode.suggest.corpus import Corpus, Floats, Ints, Rows, Weights, product
from sendcode.suggest.logistic import Examples, fit, log_odds, sigmoid

VERSION = "4"
DOUBTFUL = 0.4
"""Weight of a unit for which only some codes of a family were denied."""
PASSED, PASSED_UNITS = 0.3, 500
"""Weight of a unit that was read in passing (nobody put a code of the family there), and from
how many of them is learned at most."""
UNREAD, UNREAD_UNITS, UNREAD_TRUTH = 0.3, 500, 0.3
"""Weight (at most) and number of unread units, and how far the belief in them goes."""
UNREAD_SHARE = 0.5
"""Together they weigh at most this share of what was decided: the less, the less."""
_SHRINK, _FEW_EXAMPLES = 0.5, 20.0
"""Weights are held at zero by the first, and by the second over the passages with the code."""
_FEW_BESIDE, _PASSAGES_BESIDE = 400.0, 2000.0
"""Where coded examples speak already, a few decisions do not overrule them: there by the first of
these over the square of the passages with the code, and by the second over that of all."""
_FIRM = 0.002
LIKELIEST, LIKELIEST_PART, LIKELIEST_UNITS = 20, 10, 500
"""What is learned is centred at this part of the units (at least so many, and of many only so many
are looked at): those that were likeliest before."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What people said about units, in the order in which they first said it.

    Attributes:
        verdicts: (unit, code) to yes or no; units by the time of their first verdict.
        passed: Units that were read whole in passing: no code there means no.
    """

    verdicts: Mapping[tuple[int, str], bool] = field(default_factory=dict)
    passed: frozenset[int] = frozenset()

    def of(self, codes: Collection[str]) -> Labels:
        """Return the labels of some codes."""
        chosen = {pair: yes for pair, yes in self.verdicts.items() if pair[1] in codes}
        return Labels(chosen, self.passed)

    def steady(self, codes: Collection[str]) -> Labels:
        """Return the labels of some codes as of the last retraining.

        Up to twenty units every new one counts at once, then only every further twentieth
        part: so a ranking stands still for some decisions, and is the same in a new process.
        """
        units = list(dict.fromkeys(unit for unit, code in self.verdicts if code in codes))
        count = len(units)
        kept = set(units[: count - count % max(1, count // 20)])
        chosen = {
            (unit, code): yes
            for (unit, code), yes in self.verdicts.items()
            if code in codes and unit in kept
        }
        return Labels(chosen, self.passed)

    def fingerprint(self) -> str:
        """Return a hash of everything that is learned from."""
        lines = [f"{unit} {code} {int(yes)}" for (unit, code), yes in sorted(self.verdicts.items())]
        lines += [str(unit) for unit in sorted(self.passed)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Taught:
    """Labelled rows of a corpus.

    Attributes:
        rows: Their numbers in the corpus.
        truth: 1 where a code of the family fits, 0 where none does.
        weight: How much each counts.
        sure: Decided one by one, not only read in passing.
    """

    rows: Ints
    truth: Floats
    weight: Floats
    sure: npt.NDArray[np.bool_]


def taught(labels: Labels, codes: Collection[str], corpus: Corpus) -> Taught:
    """Return what the labels say about a family: its codes, taken as one."""
    by_unit: dict[int, list[bool]] = {}
    for (unit, code), yes in labels.verdicts.items():
        if code in codes:
            by_unit.setdefault(unit, []).append(yes)
    found: list[tuple[int, float, float, bool]] = []
    for unit, said in by_unit.items():
        row = corpus.row.get(unit)
        if row is not None:
            full = any(said) or len(said) >= len(codes) or unit in labels.passed
            found.append((row, float(any(said)), 1.0 if full else DOUBTFUL, True))
    for unit in sorted(labels.passed - by_unit.keys()):
        row = corpus.row.get(unit)
        if row is not None:
            found.append((row, 0.0, PASSED, False))
    rows = np.array([f[0] for f in found], dtype=np.int64)
    weight = np.array([f[2] for f in found], dtype=np.float64)
    if len(rows):
        weight = weight * corpus.crowding(rows)
    return Taught(
        rows,
        np.array([f[1] for f in found], dtype=np.float64),
        weight,
        np.array([f[3] for f in found], dtype=bool),
    )


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned about one family: the weights, and what their log odds mean."""

    weights: Weights
    calibration: Calibration
    units: int

    def logits(self, corpus: Corpus, believed: Floats, extra: Floats | None) -> Floats:
        """Return log odds for every unit, before calibration."""
        weights = self.weights
        found = corpus.all_rows(weights, extra) + weights.constant
        return np.asarray(found + weights.prior * believed)


def learn(
    found: Taught, corpus: Corpus, believed: Floats, extra: Floats, *, beside: bool = False
) -> Lesson:
    """Return what labelled units teach.

    Args:
        found: The labelled units, one at least.
        corpus: All units.
        believed: Log odds of every unit before any decision.
        extra: More columns for every unit: the hits of the rules.
        beside: Coded examples of a starting model speak in what was believed.
    """
    level = _Level.of(corpus, believed, extra)
    found = _with_unread(_fewer_passed(found, believed), corpus, believed)
    rows = found.rows
    examples = Examples(corpus.rows(rows, extra[rows]), found.truth, believed[rows], found.weight)
    passages = corpus.passage[rows]
    positive = len(set(passages[found.sure & (found.truth > 0)].tolist()))
    shrink = _SHRINK + _FEW_EXAMPLES / max(positive, 1)
    if beside:
        read = len(set(passages[found.sure].tolist()))
        few = _FEW_BESIDE / max(positive, 1) ** 2 + _PASSAGES_BESIDE / max(read, 1) ** 2
        shrink = _SHRINK + few
    weights = fit(examples, shrink=shrink, firm=_FIRM)

    def again(part: Examples) -> Weights:
        return level.kept(fit(part, shrink=shrink, exact=1e-2, start=weights, firm=_FIRM))

    calibration = calibrate(examples, passages, found.sure, again, beside=beside)
    return Lesson(level.kept(weights), calibration, int(found.sure.sum()))


@dataclass(frozen=True, slots=True)
class _Level:
    """The units that are likeliest before any decision, whose chances stay the same on average.

    Decisions tell what is likelier than what. How likely all of it is they tell badly, because
    what is read is chosen; that is left to the calibration.
    """

    rows: Rows
    believed: Floats

    @classmethod
    def of(cls, corpus: Corpus, believed: Floats, extra: Floats) -> _Level:
        likely = np.argsort(-believed, kind="stable")
        likely = np.sort(likely[: max(LIKELIEST, len(believed) // LIKELIEST_PART)])
        chosen = likely[:: max(1, len(likely) // LIKELIEST_UNITS)]
        return cls(corpus.rows(chosen, extra[chosen]), believed[chosen])

    def kept(self, weights: Weights) -> Weights:
        """Return weights with a constant that leaves the mean log odds of the likeliest alone."""
        moved = product(self.rows, weights) + (weights.prior - 1) * self.believed
        return replace(weights, constant=-float(moved.mean()))


def _fewer_passed(found: Taught, believed: Floats) -> Taught:
    """Let some of the units that were read in passing stand for all of them."""
    passed = np.flatnonzero(~found.sure)
    chosen, times = some(believed[found.rows[passed]], PASSED_UNITS)
    kept = np.concatenate([np.flatnonzero(found.sure), passed[chosen]])
    weight = np.concatenate([found.weight[found.sure], found.weight[passed[chosen]] * times])
    return Taught(found.rows[kept], found.truth[kept], weight, found.sure[kept])


def some(guess: Floats, most: int) -> tuple[Ints, Floats]:
    """Return the places of at most so many: the likeliest, and every so-many-th of the others.

    Returns:
        Places, and for how many each stands.
    """
    count = len(guess)
    if count <= most:
        return np.arange(count), np.ones(count)
    order = np.argsort(-guess, kind="stable")
    top = order[: most * 2 // 5]
    rest = np.sort(order[len(top) :])
    step = len(rest) / (most - len(top))
    others = rest[(np.arange(most - len(top)) * step).astype(np.int64)]
    weight = np.concatenate([np.ones(len(top)), np.full(len(others), step)])
    return np.concatenate([top, others]), weight


def _with_unread(found: Taught, corpus: Corpus, believed: Floats) -> Taught:
    """Add units that nobody has decided from the lower half of what was believed.

    What is read first is mostly right; without the others a model would learn that everything
    is. (Cormack & Grossman 2015, arXiv:1504.06868, add random documents as presumed wrong.)
    """
    unread = np.setdiff1d(np.arange(len(corpus)), found.rows)
    if not len(unread):
        return found
    unread = unread[believed[unread] <= np.median(believed[unread])]
    rows = unread[:: max(1, len(unread) // UNREAD_UNITS)]
    weight = min(UNREAD, UNREAD_SHARE * float(found.weight.sum()) / len(rows))
    return Taught(
        np.concatenate([found.rows, rows]),
        np.concatenate([found.truth, UNREAD_TRUTH * sigmoid(believed[rows])]),
        np.concatenate([found.weight, np.full(len(rows), weight)]),
        np.concatenate([found.sure, np.zeros(len(rows), dtype=bool)]),
    )


def learn_shares(labels: Labels, codes: Iterable[str], corpus: Corpus, shares: Floats) -> Floats:
    """Return the shares of a family's codes, moved by what was decided between them.

    Args:
        labels: Verdicts.
        codes: The codes, in the order of the columns of `shares`.
        corpus: All units.
        shares: Units by codes; rows add up to 1.
    """
    columns = list(codes)
    chosen: dict[int, set[str]] = {}
    for (unit, code), yes in labels.verdicts.items():
        if yes and code in columns and unit in corpus.row:
            chosen.setdefault(corpus.row[unit], set()).add(code)
    if not chosen or len(columns) < 2:
        return shares
    rows = np.array(list(chosen), dtype=np.int64)
    weight = corpus.crowding(rows)
    numbers = corpus.rows(rows)
    moved = np.zeros_like(shares)
    for place, code in enumerate(columns):
        truth = np.array([float(code in chosen[row]) for row in rows.tolist()])
        believed = log_odds(shares[:, place])
        weights = fit(Examples(numbers, truth, believed[rows], weight), exact=1e-2)
        found = corpus.all_rows(weights) + weights.constant + weights.prior * believed
        moved[:, place] = sigmoid(found)
    return np.asarray(moved / np.maximum(moved.sum(axis=1, keepdims=True), 1e-9))
