"""What the words mean: frozen data and pure functions, standard library only."""
