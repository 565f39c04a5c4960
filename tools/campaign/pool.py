"""Runs cases side by side: a process each on this machine, or on the workers of a Dask cluster."""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

from tools.campaign import work
from tools.weather import BadInput

_ANSWER_s = 10


def local(cases, jobs, interpreter):
    """Yields each finding as it comes; closing it early waits only for what is under way."""
    with ThreadPoolExecutor(jobs) as pool:  # a thread only waits for its interpreter
        waiting, under_way = iter(cases), set()
        try:
            while True:
                while len(under_way) < jobs and (case := next(waiting, None)) is not None:
                    under_way.add(pool.submit(work.run, case, interpreter))
                if not under_way:
                    return
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            for future in under_way:
                future.cancel()


def cluster(cases, address, interpreter):
    """The same on a Dask cluster, whose workers stand in a copy of this project.

    Raises BadInput when dask.distributed is not installed or nobody answers at `address`.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as problem:
        sentence = "--scheduler: needs the package distributed, `pip install distributed`"
        raise BadInput(sentence) from problem
    try:
        client = Client(address, timeout=_ANSWER_s)
    except (OSError, TimeoutError, ValueError) as problem:
        raise BadInput(f"--scheduler: nobody answers at {address}: {problem}") from problem
    with client:
        futures = client.map(work.run, cases, interpreter=interpreter, pure=False)
        for future in as_completed(futures):
            yield future.result()
