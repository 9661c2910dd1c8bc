"""What the reader gets: pure functions of a timeline, an edition and a day."""
