"""What ``playground bench`` measures: every figure beside its rival's, in the same run."""
