"""The forms that are maps, `locator` and `strip`, and the parts that they share."""
