"""The verbs of `./run`: each module has SUMMARY, add_arguments() and run()."""
