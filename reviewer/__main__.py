"""`python -m reviewer` is `reviewer`."""

from reviewer.cli.main import main

main()
