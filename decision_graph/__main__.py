"""`python -m decision_graph`: the same as the command `decision-graph`."""

from decision_graph.cli import main

if __name__ == "__main__":
    main()
