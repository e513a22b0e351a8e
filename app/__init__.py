"""The playground's server: the wire, the sharing of the machine, what is kept, and the command line."""
