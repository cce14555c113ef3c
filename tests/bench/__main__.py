"""`make bench`: every figure of the product, one line of JSON each."""

from tests.bench import growth, leaving, log_in, matrix, members, plans, start, wall, world

for bench in (members, wall, plans, growth, matrix, log_in, leaving, start):
    for figure in bench.figures():
        figure.show()
world.stop()
