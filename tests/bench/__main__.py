"""`make bench`: every figure of the product, one line of JSON each."""

from tests.bench import log_in, members, start, world

for bench in (members, log_in, start):
    for figure in bench.figures():
        figure.show()
world.stop()
