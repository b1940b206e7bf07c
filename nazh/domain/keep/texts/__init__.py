"""Cleans and cuts texts that players, games and users wrote."""
