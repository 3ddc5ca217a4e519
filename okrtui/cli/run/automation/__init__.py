"""What runs by itself: numbers that come from commands of mine."""
