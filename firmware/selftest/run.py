"""`mpremote run firmware/selftest/run.py`: the self-test, by `unittest` if the board has it."""

import selftest

try:
    import unittest
except ImportError:
    unittest = None


def by_unittest():
    """A test a check, as micropython-lib's unittest wants them."""
    bench = selftest.Bench()

    class OnTheBoard(unittest.TestCase):
        pass

    def test_of(check):
        def test(self):
            found = bench.judge(check)
            if type(found) is tuple:
                self.skipTest(found[1])
            elif found is not None:
                self.fail(found)

        return test

    for name, check in selftest.CHECKS:
        setattr(OnTheBoard, "test_" + name.replace(" ", "_"), test_of(check))
    suite = unittest.TestSuite()
    suite.addTest(OnTheBoard)
    return unittest.TextTestRunner().run(suite)


if unittest:
    by_unittest()
else:
    selftest.run()
