"""Numbers that anybody can verify afterwards, from a secret that was committed to beforehand."""
