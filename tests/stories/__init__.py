"""What takes minutes: whole cases, whole sweeps, day by day. Run by `make test-stories`."""
