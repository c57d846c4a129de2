"""The DLLs of a fake: a module or a package for each, and the responder that leads calls to them."""
