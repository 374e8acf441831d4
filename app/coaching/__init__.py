"""The lesson: a turn is heard, answered by the buyer, judged, and explained."""
