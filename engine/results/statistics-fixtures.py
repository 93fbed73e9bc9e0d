"""Computes statistics-fixtures.json: clusters of questions, and the results of SciPy's paired percentile bootstrap.

    python statistics-fixtures.py > statistics-fixtures.json    (with numpy and scipy)
"""

import json

import numpy as np
from scipy import stats

rng = np.random.default_rng(7)


def case(name, clusters, advantage, seeds):
    asked = rng.integers(1, 7, clusters)
    # Questions of one video are correlated, because each video has its own advantage for one of the two settings.
    lean = rng.normal(0, 0.15, clusters)
    difference = np.zeros(clusters)
    for index, count in enumerate(asked):
        for _ in range(count):
            a = rng.random(seeds) < np.clip(0.6 + advantage / 2 + lean[index], 0, 1)
            b = rng.random(seeds) < np.clip(0.6 - advantage / 2 - lean[index], 0, 1)
            difference[index] += a.mean() - b.mean()

    def ratio(difference, asked, axis=-1):
        return 100 * difference.sum(axis=axis) / asked.sum(axis=axis)

    found = stats.bootstrap(
        (difference, asked), ratio, paired=True, vectorized=True, method="percentile",
        n_resamples=100_000, batch=5_000, confidence_level=0.95, rng=np.random.default_rng(1),
    )
    drawn = found.bootstrap_distribution
    p = min(1, 2 * min((drawn <= 1e-9).mean(), (drawn >= -1e-9).mean()))
    return {
        "name": name,
        "asked": asked.tolist(),
        "differences": difference.round(12).tolist(),
        "difference": float(ratio(difference, asked)),
        "low": float(found.confidence_interval.low),
        "high": float(found.confidence_interval.high),
        "p": float(p),
    }


values = rng.normal(60, 2, 5)
print(json.dumps({
    "summary": {"values": values.tolist(), "mean": float(values.mean()), "deviation": float(values.std(ddof=1))},
    "quantiles": {"values": np.sort(values).tolist(), "shares": [0, 0.025, 0.3, 0.975, 1],
                  "expected": np.quantile(values, [0, 0.025, 0.3, 0.975, 1]).tolist()},
    "cases": [case("no advantage, one seed", 80, 0, 1), case("a small advantage, three seeds", 120, 0.06, 3),
              case("a large advantage, one seed", 60, 0.3, 1)],
}, indent=1))
