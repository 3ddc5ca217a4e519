"""One Textual screen a ritual: lays out widgets, calls rituals, reacts to changes."""
