def f(a, b, c, d, e, g):
    try:
        return a
        print(b)
    except Exception:
        pass
