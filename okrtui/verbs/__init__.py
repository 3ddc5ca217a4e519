"""What the commands of the command line do, one module a topic; each is loaded only when its command runs."""
