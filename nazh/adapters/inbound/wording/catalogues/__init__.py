"""One gettext catalogue a language; ``script/languages`` keeps them in step with the code."""
