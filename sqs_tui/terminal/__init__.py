"""Work-arounds of the framework, each with its reason and a test. Imported by `app` alone."""
