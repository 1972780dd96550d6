"""Many reports as one dataset: its rows, how it is built, opened, asked, exported, described."""
