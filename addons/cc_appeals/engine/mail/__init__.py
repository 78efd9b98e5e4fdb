"""Parts of the letter engine; `engine.letter` is the way in."""
