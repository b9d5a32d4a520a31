"""What a figure says: hedge, days, origin; how two compare, add up, contradict. Reads no file."""
