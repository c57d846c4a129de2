"""Version 2 of the network service: the same objects, asked for and shown in other shapes.

A module per noun. Each reads what a client sends (`request_of`), which gives a request in the shape of version 1 and
what that shape has no place for; and shows a stored object (`view`). What a client sent comes back to it unchanged as
long as it still says what the stored document says.
"""
