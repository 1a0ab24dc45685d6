"""Settings, addresses, the command line, the demo, and the slots: the only room that knows every stage."""
