# How many plant steps a second this interpreter does: the best of many short runs, so that what
# else the machine does is left out.  From the repository: micropython -X heapsize=1m FILE
import sys
import time

if sys.implementation.name == "cpython":
    sys.path.insert(0, "host_tests/cpython")
sys.path.insert(0, "boards/virtual")
import plant

now_us = getattr(time, "ticks_us", None) or (lambda: int(time.perf_counter() * 1e6))
p = plant.Plant()
p.compressor = p.fan = p.pump = 1
best_us = 1 << 30
for _ in range(200):
    begin_us = now_us()
    for _ in range(200):
        p.step(1.0)
    best_us = min(best_us, now_us() - begin_us)
print("plant steps a second:", 200 * 1000000 // best_us)
