"""Local stand-ins of the providers' HTTP APIs: nothing a test sends leaves this machine."""
