"""The bench's job in numpy and in pandas, whole columns at a time: vectorised.py NAME SPEC, where SPEC is a visit as JSON."""

import json
import resource
import sys
import time


def memory_mb(field):
    """Resident memory of this process; VmHWM is its peak, VmRSS what it is now."""
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith(field):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 if sys.platform == "linux" else 1024 * 1024)


def numpy_job(np, columns, run):
    opens, closes = columns["open"], columns["close"]
    fast, slow, size, fee = run["fast"], run["slow"], run["size"], run["feeRate"]

    def job():
        count = len(closes)
        sums = np.concatenate(([0.0], np.cumsum(closes)))
        distance = (sums[slow:] - sums[slow - fast : -fast]) * slow - (sums[slow:] - sums[:-slow]) * fast
        side = np.sign(distance)
        crossed = np.flatnonzero(side[1:] * side[:-1] < 0)
        # What is decided at a close is held from the next bar on.
        since = crossed + slow + 1
        spans = np.diff(np.concatenate((since, [count])))
        head = since[0] if len(since) else count
        held = np.concatenate((np.zeros(head), np.repeat((side[crossed + 1] > 0) * float(size), spans)))
        traded = np.diff(held, prepend=0.0)
        notional = traded * opens
        cash = run["cash"] - np.cumsum(notional + np.abs(notional) * fee)
        equity = cash + held * closes
        return int(np.count_nonzero(traded < 0)), float(equity[-1])

    return job


def pandas_job(np, pd, columns, run):
    opens, closes = pd.Series(columns["open"]), pd.Series(columns["close"])
    size, fee = run["size"], run["feeRate"]

    def job():
        side = np.sign(closes.rolling(run["fast"]).mean() - closes.rolling(run["slow"]).mean())
        wanted = side.where(side * side.shift() < 0).ffill() > 0
        held = wanted.shift(1, fill_value=False) * float(size)
        traded = held.diff().fillna(0.0)
        notional = traded * opens
        cash = run["cash"] - (notional + notional.abs() * fee).cumsum()
        equity = cash + held * closes
        return int((traded < 0).sum()), float(equity.iloc[-1])

    return job


def main():
    name, spec = sys.argv[1], json.loads(sys.argv[2])
    with open(spec["bars"], "rb") as file:
        data = file.read()
    base_mb = memory_mb("VmRSS")
    import numpy as np

    names = ["openTime", "open", "high", "low", "close", "volume"]
    columns = dict(zip(names, np.frombuffer(data, dtype="<f8").reshape(len(names), -1)))
    if name == "pandas":
        import pandas as pd

        job = pandas_job(np, pd, columns, spec["run"])
    else:
        job = numpy_job(np, columns, spec["run"])

    def timed():
        start = time.perf_counter()
        result = job()
        return (time.perf_counter() - start) * 1000, result

    first_ms, (trades, equity) = timed()
    peak_mb = memory_mb("VmHWM")
    until = time.perf_counter() + max(0.0, spec["warmUpMs"] - first_ms) / 1000
    while time.perf_counter() < until:
        timed()
    times = []
    while not times or sum(times) < spec["measureMs"]:
        times.append(timed()[0])
    visit = {
        "trades": trades,
        "finalEquity": equity,
        "firstMs": first_ms,
        "ms": sorted(times)[(len(times) - 1) // 2],
        "baseMb": base_mb,
        "peakMb": peak_mb,
    }
    with open(spec["out"], "w") as file:
        json.dump(visit, file)


main()
