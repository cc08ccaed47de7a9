def f(a, b, c, d, e, g, h):
    # TODO: fewer
    return a
