# TODO(ada, #12): handle an empty list
def first(values):
    # FIXME: raises IndexError
    return values[0]  # NOTE the order matters
s = "TODO: in a string"
