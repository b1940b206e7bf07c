"""Objectives, rules and dashboards as code. No part of the bot: it runs without them."""
