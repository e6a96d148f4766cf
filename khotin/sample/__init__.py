"""The bundled sample site: an invented youth-union site in the grammar of a hand-written PHP engine, on loopback.

Its people, events and texts are made up. It is what `khotin demo` crawls and what the end-to-end tests compare with.
"""
