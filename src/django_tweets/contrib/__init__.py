"""Optional apps. Each needs a service or a library of its own, and is installed by itself."""
