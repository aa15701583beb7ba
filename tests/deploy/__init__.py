"""What stands in deploy/: proxy, images, units, manifests, databases, and their document."""
