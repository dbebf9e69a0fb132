"""How soon does a served store answer, asked steadily?

In: the address of a running `marsad serve`, how many questions a second, and for how many seconds. Out: how many were answered, and within
how many milliseconds half of them, nine tenths, and 99 of a hundred. Questions come on time whether or not earlier ones are answered.
Run: python3 load.py http://127.0.0.1:8717 50 30
"""

import json
import random
import sys
import threading
import time
import urllib.parse
import urllib.request

address, rate, seconds = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
rng = random.Random(1)
with urllib.request.urlopen(f"{address}/api/actions") as answer:
    families = [family["id"] for family in json.load(answer)["families"]]
with urllib.request.urlopen(f"{address}/api/actors") as answer:
    actors = [actor["id"] for actor in json.load(answer)["actors"][:40] if "." in actor["id"]]
with urllib.request.urlopen(f"{address}/api/about") as answer:
    first, last = (int(day[:4]) for day in json.load(answer)["days"])


def question():
    """A view of the map, with one or two filters more as a rule."""
    lon, lat, zoom = rng.uniform(-10, 60), rng.uniform(0, 50), rng.choice([3, 4, 5, 6, 7, 8])
    wide = 360 / 2**zoom * 1.5
    asked = {"zoom": zoom, "bbox": f"{lon - wide:.3f},{max(lat - wide / 2, -90):.3f},{lon + wide:.3f},{min(lat + wide / 2, 90):.3f}"}
    if rng.random() < 0.5:
        asked["family"] = rng.choice(families)
    if rng.random() < 0.4:
        year = rng.randint(first, last)
        asked["datetime"] = f"{year:04}-01-01/{year:04}-12-31"
    if rng.random() < 0.3:
        asked["actor"] = rng.choice(actors)
    if rng.random() < 0.2:
        asked["grade"] = rng.choice(["confirmed,fair", "weak", "contested"])
    return f"{address}/api/map?{urllib.parse.urlencode(asked)}"


times, wrong = [], []


def ask(url):
    begun = time.perf_counter()
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            answer.read()
        times.append((time.perf_counter() - begun) * 1000)
    except OSError as error:
        wrong.append(str(error))


threads = []
begun = time.perf_counter()
for number in range(int(rate * seconds)):
    time.sleep(max(0.0, begun + number / rate - time.perf_counter()))
    threads.append(threading.Thread(target=ask, args=(question(),)))
    threads[-1].start()
for thread in threads:
    thread.join()
times.sort()
at = lambda share: times[min(int(len(times) * share), len(times) - 1)]
print(f"{len(times)} answered at {rate:g} a second, {len(wrong)} not: half within {at(0.5):.1f} ms, nine tenths within {at(0.9):.1f}, 99 of 100 within {at(0.99):.1f}, all within {times[-1]:.1f}")
if wrong:
    print(wrong[0])
    sys.exit(1)
