"""One thread for linear algebra: the same sums on every machine, and none that wait for others."""

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
"""Variables of the environment that numpy's libraries read when they are loaded."""
