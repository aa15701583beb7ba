"""The real servers, started as `make run` starts them, and talked to over HTTP."""
