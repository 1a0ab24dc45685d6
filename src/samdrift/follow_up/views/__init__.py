"""The pages of follow-up: what the log says of the targets, homes, and the promises behind their figures."""
