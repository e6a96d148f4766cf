"""``python -m khotin`` is the ``khotin`` command."""

from khotin.main import main

main()
