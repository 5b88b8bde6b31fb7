"""Whether the 95 % interval of the stop rule holds what it promises, by simulation.

    python benchmarks/stopping.py [--runs 200]

Units get scores by a ranking of some quality; the coder reads them best first, with every
fortieth item drawn at random from the lower three quarters. At several points of the review
the interval of the share found is compared with the truth. `hidden` is the share of the true
units that the ranking takes for ordinary ones.
"""

from __future__ import annotations

import argparse

import numpy as np

from sendcode.core.stopping import AUDIT_EVERY, Draw, recall
from sendcode.workflows.ranking import LOW

POINTS = (0.05, 0.1, 0.2, 0.4, 0.6)


def review(
    units: int, share: float, quality: float, hidden: float, random: np.random.Generator
) -> list[tuple[bool, float]]:
    """Return, for each point of one review, whether the interval held and how wide it was."""
    truth = random.random(units) < share
    known = truth & (random.random(units) >= hidden)
    score = random.normal(size=units) + quality * known
    chance = 1 / (1 + np.exp(-(quality * score - quality**2 / 2 + np.log(share / (1 - share)))))
    left = np.argsort(-score).tolist()
    draws: list[Draw] = []
    found = []
    stops = {int(units * point) for point in POINTS}
    while len(draws) < max(stops):
        pool = left[int(len(left) * LOW) :]
        audit = (len(draws) + 1) % AUDIT_EVERY == 0
        unit = pool[random.integers(len(pool))] if audit else left[0]
        draws.append(Draw(len(left), bool(truth[unit]), len(pool) if audit else 0))
        left.remove(unit)
        if len(draws) in stops:
            told = recall(draws, chance[left].tolist())
            share_found = told.found / truth.sum() if truth.any() else 1.0
            held = told.low - 1e-9 <= share_found <= told.high + 1e-9
            found.append((held, told.high - told.low))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    runs = parser.parse_args().runs
    print("units  share  quality  hidden   held  width at " + " ".join(f"{p:.0%}" for p in POINTS))
    worst, everything = 1.0, []
    for units in (400, 2000):
        for share in (0.03, 0.15):
            for quality, hidden in ((0.5, 0.0), (1.5, 0.0), (2.5, 0.0), (2.5, 0.2), (2.5, 0.5)):
                random = np.random.default_rng(7)
                many = [review(units, share, quality, hidden, random) for _ in range(runs)]
                held = float(np.mean([[h for h, _ in one] for one in many]))
                widths = np.mean([[w for _, w in one] for one in many], axis=0)
                worst = min(worst, held)
                everything.append(held)
                told = " ".join(f"{w:.2f}" for w in widths)
                setting = f"{units:5d}  {share:.2f}   {quality:.1f}      {hidden:.1f}"
                print(f"{setting}     {held:.3f}  {told}")
    print(f"held in {np.mean(everything):.1%} of all intervals; worst setting {worst:.1%}")


if __name__ == "__main__":
    main()
