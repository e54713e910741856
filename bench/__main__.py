"""``python -m bench``: every comparison, or those named (``python -m bench scorecards``)."""

import sys

from bench.machine import machine


def main(_names: list[str]) -> int:
    print(machine())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
