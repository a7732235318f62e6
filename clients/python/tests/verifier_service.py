"""A service with a verifier, in a process of its own: it answers each line, which is a credential, with what it says of it.
After `watch <credential>` it looks again and again, and says at the next line when it last found it good."""

from __future__ import annotations

import os
import select
import sys
import time

from quiva.verifier import Verifier


def watch(verifier: Verifier, credential: str) -> str:
    # The time is taken before: it is that of a request which was let through.
    now = time.time()
    last = now if verifier.known(credential) else 0.0
    # Whoever reads this may stop the process at once.
    print("watching", flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        now = time.time()
        if verifier.known(credential):
            last = now
    return str(last)


with Verifier(os.environ["QUIVA_URL"], os.environ["QUIVA_API_KEY"], name="service", timeout=5) as verifier:
    print(verifier.wait_until_ready(), flush=True)
    while True:
        line = sys.stdin.readline().strip()
        if not line:
            break
        word, _, credential = line.rpartition(" ")
        if word == "watch":
            print(watch(verifier, credential), flush=True)
        else:
            verdict = verifier.verify(line)
            print("allowed" if verdict.allowed else verdict.code, flush=True)
