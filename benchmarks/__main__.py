"""`make bench`: hearing beside spaCy; a durable turn beside its rivals."""

import sys

from benchmarks import classify, turn

if __name__ == "__main__":
    classify.main([])
    sys.stdout.flush()
    turn.main(sys.argv[1:])
