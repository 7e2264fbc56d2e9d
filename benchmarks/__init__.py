"""How fast a file is judged, measured beside the peers: `python -m benchmarks`. Not shipped."""
