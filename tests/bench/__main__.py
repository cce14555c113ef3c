"""`make bench`: every figure of the product, one line of JSON each."""

from tests.bench import log_in, members, world

for bench in (members, log_in):
    for figure in bench.figures():
        figure.show()
world.stop()
