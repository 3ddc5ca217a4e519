"""What things are: frozen data that every layer speaks; imports nothing of ours."""
