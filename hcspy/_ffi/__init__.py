"""The C side: function tables of the Windows DLLs, strings, handles, callbacks.

Nothing outside this package touches cffi; what leaves it is str, int and plain objects.
"""
