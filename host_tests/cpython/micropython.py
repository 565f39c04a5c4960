"""What CPython lacks to run the firmware: the `micropython` module.

Decorators leave a function as it is, `const` its value; pointers index the buffer they are
given, with the width of the type, as viper's do.  The heap cannot be locked here: whether a
scan allocates is asked on a real MicroPython (host_tests/runtime/noalloc.py).
"""

import builtins


def const(value):
    return value


def _unchanged(function):
    return function


native = viper = bytecode = _unchanged


def _pointer(width, typecode):
    def pointer(buffer):
        view = memoryview(buffer)
        if view.itemsize == width:
            return view
        return view.cast("B").cast(typecode)

    return pointer


ptr8 = _pointer(1, "B")
ptr16 = _pointer(2, "H")
ptr32 = _pointer(4, "i")
builtins.ptr8, builtins.ptr16, builtins.ptr32 = ptr8, ptr16, ptr32  # words of viper, not imports


def heap_lock():
    pass


def heap_unlock():
    return 0


def mem_info(_verbose=0):
    pass


def opt_level(_level=0):
    return 0


def alloc_emergency_exception_buf(_size):
    pass


def schedule(function, argument):
    function(argument)


def kbd_intr(_char):
    pass
