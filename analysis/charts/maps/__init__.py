"""Maps: the locator, the strip along a road, and what they are made of."""
