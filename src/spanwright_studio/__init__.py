"""The studio: a local web page where the bridge answers; a door to spanwright, no engineering."""
