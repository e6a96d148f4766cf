"""``python -m khotin.sample [PORT]``: serve the sample site on loopback until Ctrl-C, for trying commands on it."""

import sys
import threading

from khotin.sample.server import serve

if __name__ == "__main__":
    with serve(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0) as site:
        print(site.url, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.exit(0)
