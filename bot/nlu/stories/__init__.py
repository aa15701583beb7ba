"""Reading what a person tells: what is done, by whom, to whom, and whether it goes on."""
