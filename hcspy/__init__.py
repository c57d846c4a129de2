"""Windows container networking and compute for Python, with a fake of the system DLLs.

Names are loaded on demand: importing this package loads none of its parts.
"""
