"""The library on disk: TinyDB behind one small door, so that nothing is lost and nothing is half written."""
