"""`make bench`: hearing beside spaCy, where it is installed; a durable turn beside its rivals."""

import importlib.util
import sys

from benchmarks import classify, turn

if __name__ == "__main__":
    if importlib.util.find_spec("spacy"):
        classify.main([])
    else:
        print("spaCy is not installed (make bench installs it): hearing is not compared")
    sys.stdout.flush()
    turn.main(sys.argv[1:])
