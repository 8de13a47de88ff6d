"""The commands by which a group begins and its people come and go."""
