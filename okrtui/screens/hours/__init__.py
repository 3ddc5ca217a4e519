"""The office hours screen: slots, bookings, what follows."""
