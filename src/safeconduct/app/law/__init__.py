"""The commands about the law: check, show, compare, replay, pack, publish."""
