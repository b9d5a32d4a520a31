"""A case: its tables on disk, every rule they keep, and the timeline they load into."""
