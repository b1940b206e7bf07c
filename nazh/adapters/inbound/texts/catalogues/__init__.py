"""One gettext catalogue a language; ``script/translations`` keeps them in step with the code."""
