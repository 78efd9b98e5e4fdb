"""What stands behind `./run`: standard library only, a module per verb in verbs/."""
